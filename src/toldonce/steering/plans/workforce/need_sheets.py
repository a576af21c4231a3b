"""The sheets of what is needed, what it costs, when a role is short, what could be done, and what was said."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.plans.workforce.columns import (
    AGREED,
    HEADS,
    INVENTED,
    RATE,
    SOURCE,
    role,
)
from toldonce.steering.plans.workforce.words import (
    EFFECTS,
    MEASURES,
    PROMISES,
)
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import (
    FinancialYear,
    Number,
    Percent,
    Pick,
    Pounds,
    Reference,
    Words,
)

DRIVERS = Sheet(
    "drivers",
    "Drivers of need",
    (
        Column("driver", "Driver", Words(120), "People or activity", True),
        Column("unit", "Unit", Words(60), "What is counted, such as people", True),
        Column("value", "Value", HEADS, needed=True),
        Column("year", "In the year", FinancialYear(), needed=True),
        Column("growth", "Growth a year", Percent(), "Or a later value with its year, and not both"),
        Column("later", "Later value", HEADS),
        Column("later_year", "In the later year", FinancialYear()),
        Column("spread", "Spread of growth", RATE, "One standard deviation, in points of growth a year"),
        *AGREED,
        SOURCE,
        INVENTED,
    ),
)
NEEDS = Sheet(
    "needs",
    "What is needed",
    (
        role(),
        Column("driver", "Driver", Reference(sheet="drivers", column="driver"), needed=True),
        Column("fte", "FTE", HEADS, needed=True),
        Column(
            "per",
            "For each",
            Number(Decimal(1)),
            "So many units; empty is all of the driver in the base year",
        ),
        Column("productivity", "Less needed each year", Percent(), "By working differently"),
        *AGREED,
        SOURCE,
        INVENTED,
    ),
)
COSTS = Sheet(
    "costs",
    "Unit costs",
    (
        role(),
        Column(
            "pounds", "£ an FTE a year", Pounds(negative=False), "With what the employer pays on top", True
        ),
        Column("year", "In prices of", FinancialYear(), needed=True),
        Column("pay", "Pay growth a year", Percent(), needed=True),
        Column(
            "cover", "£ an FTE of agency cover", Pounds(negative=False), "Of the gap, where it is covered"
        ),
        *AGREED,
        SOURCE,
        INVENTED,
    ),
)
CRITERIA = Sheet(
    "criteria",
    "Criteria of shortage",
    (
        Column("measure", "Criterion", Pick(options=MEASURES), needed=True),
        Column("percent", "At least, percent", RATE, "For all but the years to train"),
        Column("years", "At least, years", HEADS, "For the years to train"),
        *AGREED,
        SOURCE,
        INVENTED,
    ),
)
SCENARIOS = Sheet(
    "scenarios",
    "Scenarios",
    (
        Column("scenario", "Scenario", Words(120), needed=True),
        Column("says", "What it says", Words()),
        *AGREED,
        SOURCE,
        INVENTED,
    ),
)
CHANGES = Sheet(
    "changes",
    "What scenarios change",
    (
        Column("scenario", "Scenario", Reference(sheet="scenarios", column="scenario"), needed=True),
        Column("effect", "What changes", Pick(options=EFFECTS), needed=True),
        Column("of", "Of", Words(120), "The name of the pipeline, role or driver; empty is all roles"),
        Column("amount", "Amount", Number(), "Heads, years, FTE or units"),
        Column("points", "Points", Percent(), "For leavers, drop-out and growth"),
        Column("since", "From", FinancialYear(), "Empty is from the first year"),
        Column("until", "To", FinancialYear(), "Empty is to the last year"),
    ),
)
PROMISED = Sheet(
    "promises",
    "What was said",
    (
        Column("said", "Said", Words(), "In the words of the document", True),
        Column("measure", "What it says", Pick(options=PROMISES), needed=True),
        Column("of", "Of", Words(120), "The name of the pipeline or role"),
        Column("number", "Number", HEADS, needed=True),
        Column("by", "By", FinancialYear(), "The financial year in which it is to be so", True),
        Column("within", "May be off by", HEADS, "As the number is printed; empty is half of one"),
        Column(
            "scenario",
            "In the scenario",
            Reference(sheet="scenarios", column="scenario"),
            "Empty is the plan as it stands",
        ),
        SOURCE,
    ),
)
