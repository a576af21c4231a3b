"""How a portfolio goes, which no signature covers: progress, what was counted, risks, outturn and reports."""

from __future__ import annotations

from toldonce.steering.plans.programmes import words
from toldonce.steering.plans.programmes.columns import (
    A_BENEFIT,
    A_MILESTONE,
    A_RATING,
    INVENTED,
    KEY,
    NAME,
    OF_PROGRAMME,
    OWNER,
    PROGRAMME,
    SOURCE,
    TEXT,
)
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import Day, Number, Pick, Pounds, Reference

PORTFOLIO = Sheet(
    "portfolio",
    "The portfolio",
    (
        Column("as_at", "As at", Day(), "The day of which the dates are judged; empty is today"),
        Column("scale", "Scale of risks", Pick(words.SCALES), "How likelihood and impact are said", True),
        Column("next_report", "Next report", Day(), "When status reports are due"),
    ),
    "One row: of which day the dates are judged, and how risks are said.",
    grows=False,
    opens_with=({"as_at": None, "scale": "three", "next_report": None},),
    signed=False,
)
PROGRESS = Sheet(
    "progress",
    "Progress",
    (
        Column("milestone", "Milestone", A_MILESTONE, needed=True),
        Column("forecast", "Expected", Day(), "Where it is expected on another day than planned"),
        Column("actual", "Done on", Day()),
        Column("why", "Why it moved", TEXT),
        SOURCE,
        INVENTED,
    ),
    "How milestones go: one row for each that was done, or is expected on another day than planned.",
    signed=False,
)
MEASURED = Sheet(
    "measured",
    "Measured",
    (
        Column("benefit", "Benefit", A_BENEFIT, needed=True),
        Column("on", "On", Day(), needed=True),
        Column("value", "Value", Number(), needed=True),
        SOURCE,
        INVENTED,
    ),
    "What was counted, for benefits that no indicator among the figures follows.",
    signed=False,
)
RISKS = Sheet(
    "risks",
    "Risks and issues",
    (
        KEY,
        *OF_PROGRAMME,
        Column("kind", "Kind", Pick(words.RISKS), needed=True),
        Column("likelihood", "Likelihood", Pick(words.LEVELS), "On the scale of the portfolio"),
        Column("impact", "Impact", Pick(words.LEVELS), "On the scale of the portfolio"),
        Column("mitigation", "What is done about it", TEXT),
        OWNER,
        Column("review", "To be reviewed", Day()),
        Column("state", "State", Pick(words.STATES), needed=True),
        Column("milestone", "Threatens", A_MILESTONE, "The milestone that it would move"),
        SOURCE,
        INVENTED,
    ),
    "Likelihood and impact are an order, not a number: they are placed on a grid, never averaged.",
    signed=False,
)
OUTTURN = Sheet(
    "outturn",
    "Money as it goes",
    (
        Column("line", "Line", Reference(sheet="money", column="key"), needed=True),
        Column("to_date", "To date", Pounds(negative=False)),
        Column("forecast", "Forecast for the year", Pounds(negative=False)),
        Column("why", "Why", TEXT, "What explains the difference from the plan"),
        SOURCE,
        INVENTED,
    ),
    "How the money goes: one row for each line of which something is known.",
    signed=False,
)
REPORTS = Sheet(
    "reports",
    "Status reports",
    (
        PROGRAMME,
        Column("as_at", "As at", Day(), needed=True),
        *(Column(key, head, A_RATING, needed=True) for key, head in words.RATED.items()),
        Column("done", "Done since the last report", TEXT),
        Column("next", "Next", TEXT, "What is to be done before the next report: it is carried forward"),
        Column("asked", "Decision asked of the board", TEXT),
        Column("by", "Reported by", NAME),
        INVENTED,
    ),
    "What was told of each programme, report by report; the newest carries forward what the last one promised.",
    signed=False,
)
REPORTED = Sheet(
    "reported",
    "Dates as reported",
    (
        Column("milestone", "Milestone", A_MILESTONE, needed=True),
        Column("as_at", "As at", Day(), "The day of the report", True),
        Column("expected", "Expected", Day(), "The day on which it was expected then", True),
    ),
    "On which day each milestone was expected, report by report. Reports write it: the slip is seen from it.",
    signed=False,
)
