"""The sheets of a financial gap: what people assume, what they will do about it, and what the plan says of itself."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.money.gap.words import (
    ACTS_ON,
    CLAIMS,
    COMPARISONS,
    CROSS,
    DRIVERS,
    LEVEL_OR_GROWTH,
    MONEY,
    SHAPES,
)
from toldonce.steering.sheets.declaring import At, Column, Sheet
from toldonce.steering.sheets.kinds import (
    Day,
    FinancialYear,
    Flag,
    Percent,
    Pick,
    Pounds,
    Reference,
    Whole,
    Words,
)

NAME = Words(longest=200)
SHARE = Percent(least=Decimal(0), most=Decimal(100))
OF_THE_SMALLER = Percent(least=Decimal(0), most=Decimal(100), often_all=True)
DELIVERED = Percent(least=Decimal(0), most=Decimal(200), often_all=True)
BODY = Reference(sheet="lines", column="body")
SERVICE = Reference(sheet="lines", column="service")
SOLUTION = Reference(sheet="solutions", column="solution")
WHENCE = (
    Column("source", "Source", Words(), "where this number stands or who worked it out"),
    Column("dated", "Date of the source", Day()),
    Column("agreed_by", "Agreed by", NAME, "the person or body that agreed it"),
)
WHERE = (
    Column("body", "Body", BODY, "empty: every body"),
    Column("service", "Service line", SERVICE, "empty: every service line"),
)

SETTINGS = Sheet(
    "settings",
    "Settings",
    (
        Column("base_year", "Base year", FinancialYear(), "the year of base income and base cost", needed=True),
        Column("last_year", "Last year", FinancialYear(), "the year whose gap is to be closed", needed=True),
        Column("overlap_limit", "Overlap limit", SHARE, "solutions that together cut more of the cost of a "
               "service line than this are questioned"),
        Column("growth_correlation", "Correlation of growth", SHARE, "how far assumptions about growth are off "
               "together in the draws", needed=True),
        Column("delivery_correlation", "Correlation of delivery", SHARE, "how far solutions fall short together",
               needed=True),
        Column("cross", "Cross term", Pick(CROSS), "what kinds of growth make only together", needed=True),
        Column("seed", "Seed of the draws", Whole(), "the same seed draws the same numbers", needed=True),
    ),
    grows=False,
    opens_with=(
        {"overlap_limit": Decimal(10), "growth_correlation": Decimal(0), "delivery_correlation": Decimal(0),
         "cross": "shown", "seed": 1},
    ),
)  # fmt: skip
LINES = Sheet(
    "lines",
    "Base",
    (
        Column("body", "Body", NAME, needed=True),
        Column("service", "Service line", NAME, needed=True),
        Column("income", "Base income", Pounds(), "in the base year", needed=True, total=True),
        Column("cost", "Base cost", Pounds(), "in the base year", needed=True, total=True),
        *WHENCE,
    ),
)
GROWTH = Sheet(
    "growth",
    "Growth assumptions",
    (
        Column("assumption", "Assumption", NAME, "a name of its own: scenarios refer to it", needed=True),
        Column("driver", "What grows", Pick(DRIVERS), needed=True),
        *WHERE,
        Column("year", "Year", FinancialYear(), "growth into this year; empty: into every year"),
        Column("percent", "Growth a year", Percent(), "most likely", needed=True),
        Column("low", "Low", Percent(), "the least that it can be"),
        Column("high", "High", Percent(), "the most that it can be"),
        Column("shape", "Shape", Pick(SHAPES), "how draws lie between low and high; empty: triangular"),
        *WHENCE,
    ),
    help="The row that says most closely where it counts goes before the others: body and service line, body, "
    "service line, everywhere; among equals a row for one year goes before a row for every year.",
)
SOLUTIONS = Sheet(
    "solutions",
    "Solutions",
    (
        Column("solution", "Solution", NAME, needed=True),
        Column("owner", "Owner", NAME),
        *WHERE,
        Column("acts_on", "Acts on", Pick(ACTS_ON), needed=True),
        Column("kind", "Level or growth", Pick(LEVEL_OR_GROWTH), needed=True),
        Column("amount", "Saving in a full year", Pounds(), "of a solution that cuts a level"),
        Column("points", "Points off growth a year", Percent(), "of a solution that bends growth"),
        Column("money", "Money of the saving", Pick(MONEY), "empty: the same pounds each year"),
        Column("start", "Starts in the month of", Day(by_month=True), needed=True),
        Column("ramp", "Months to full effect", Whole(), "from nothing, evenly; empty: at once"),
        Column("confidence", "Confidence", DELIVERED, "the share that is most likely delivered; empty: all"),
        Column("low", "Low", DELIVERED, "the least share delivered"),
        Column("high", "High", DELIVERED, "the greatest share delivered"),
        Column("shape", "Shape", Pick(SHAPES), "how draws lie between low and high; empty: triangular"),
        Column("recurrent", "Recurrent", Flag(), "whether it goes on; empty: yes"),
        Column("lasts", "Lasts months", Whole(), "of a saving that does not recur"),
        Column("to_achieve", "Cost to achieve", Pounds(negative=False), "paid once"),
        Column("to_achieve_year", "Cost to achieve in", FinancialYear()),
        Column("stretch", "Stretch", Flag(), "not yet worked up"),
        Column("note", "Note", Words()),
        *WHENCE,
    ),
)
OVERLAPS = Sheet(
    "overlaps",
    "Overlaps",
    (
        Column("first", "Solution", SOLUTION, needed=True),
        Column("second", "Overlaps with", SOLUTION, needed=True),
        Column("share", "Counted twice", OF_THE_SMALLER, "share of the smaller of both", needed=True),
        Column("why", "Why", Words()),
        *WHENCE,
    ),
)
CONTROL = Sheet(
    "control",
    "Control totals",
    (
        Column("year", "Year", FinancialYear(), needed=True),
        Column("body", "Body", BODY, "empty: all bodies together"),
        Column("position", "Position to reach", Pounds(), "a surplus is above nothing, a deficit below",
               needed=True),
        *WHENCE,
    ),
)  # fmt: skip
SCENARIOS = Sheet(
    "scenarios",
    "Scenarios",
    (
        Column("scenario", "Scenario", NAME, "rows of the same name belong together", needed=True),
        Column("of", "Of", NAME, "an assumption, a solution, “Costs”, “Income”; empty: all solutions"),
        Column("growth", "Growth is", Percent()),
        Column("more", "Growth is higher by", Percent(), "percentage points"),
        Column("later", "Months later", Whole()),
        Column("confidence", "Confidence is", DELIVERED),
        Column("amount", "Saving is", Pounds()),
        Column("base", "Base cost is", Pounds(), "of all lines together; income keeps its ratio to cost"),
        Column("left_out", "Left out", Flag()),
        Column("why", "Why", Words()),
    ),
)
SAID = Sheet(
    "claims",
    "What the plan says",
    (
        Column("claim", "What it speaks of", Pick(CLAIMS), needed=True),
        Column("of", "Of the solution", SOLUTION),
        Column("words", "In its own words", Words(), needed=True),
        Column("comparison", "Exactly, at least or at most", Pick(COMPARISONS), "empty: exactly"),
        Column("pounds", "Amount", Pounds()),
        Column("percent", "Percent", Percent()),
        Column("year", "Year", FinancialYear()),
        *WHENCE,
    ),
    help="Numbers that the plan prints. They are held against each other and against what the other sheets make.",
)

SHEETS = {
    sheet.key: sheet for sheet in (SETTINGS, LINES, GROWTH, SOLUTIONS, OVERLAPS, CONTROL, SCENARIOS, SAID)
}


def cell(sheet: str, row: int, column: str = "") -> At:
    """The address of a cell by the key of its sheet."""
    return At(SHEETS[sheet], row, column)
