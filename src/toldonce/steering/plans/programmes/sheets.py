"""The sheets of a portfolio: programmes, projects, milestones; benefits, risks, money and reports."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.plans.programmes import words
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import (
    Day,
    FinancialYear,
    Flag,
    Number,
    Pick,
    Pounds,
    Reference,
    Whole,
    Words,
)

SHORT, NAME, TEXT = Words(longest=40), Words(longest=200), Words()
KEY = Column("key", "Key", SHORT, "A short word by which other sheets refer to it", True)
WORDED = Column("name", "Name", NAME, needed=True)
OWNER = Column("owner", "Owner", NAME, "The post that answers for it")
SOURCE = Column("source", "Source", TEXT, "Document, section and date; or why this was assumed", needed=True)
INVENTED = Column("invented", "Invented", Flag(), "Yes where nothing that was published says this")
A_PROGRAMME = Reference(sheet="programmes", column="key")
A_PROJECT = Reference(sheet="projects", column="key")
A_MILESTONE = Reference(sheet="milestones", column="key")
A_BENEFIT = Reference(sheet="benefits", column="key")
A_STEP = Reference(sheet="logic", column="key")
A_RATING = Pick(words.RATINGS)
PROGRAMME = Column("programme", "Programme", A_PROGRAMME, needed=True)
OF_PROGRAMME = (PROGRAMME, WORDED)

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
PROGRAMMES = Sheet(
    "programmes",
    "Programmes",
    (
        KEY,
        WORDED,
        Column("sponsor", "Senior responsible owner", NAME),
        Column("lead", "Programme lead", NAME),
        Column("purpose", "What it is for", TEXT),
        Column("starts", "Starts", Day()),
        Column("ends", "Ends", Day()),
        SOURCE,
        INVENTED,
    ),
)
PROJECTS = Sheet(
    "projects",
    "Projects",
    (
        KEY,
        PROGRAMME,
        WORDED,
        Column("lead", "Lead", NAME),
        Column("about", "What it does", TEXT),
        SOURCE,
        INVENTED,
    ),
)
MILESTONES = Sheet(
    "milestones",
    "Milestones",
    (
        KEY,
        Column("project", "Project", A_PROJECT, needed=True),
        WORDED,
        Column("planned", "Planned", Day(), "The day that is agreed: it stays, so that slip is seen", True),
        OWNER,
        SOURCE,
        INVENTED,
    ),
    "What is to be done by when, as it is agreed. How it goes stands under Progress.",
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
DEPENDENCIES = Sheet(
    "dependencies",
    "Dependencies",
    (
        Column("milestone", "Milestone", A_MILESTONE, needed=True),
        Column("waits_for", "Waits for", A_MILESTONE, needed=True),
        Column(
            "days", "Days after", Whole(most=Decimal(3660)), "How many days it needs after the other is done"
        ),
        Column("note", "Note", TEXT),
    ),
    "What cannot be done before something else is done, within a project, a programme or across programmes.",
)
BENEFITS = Sheet(
    "benefits",
    "Benefits",
    (
        KEY,
        *OF_PROGRAMME,
        Column("kind", "Kind", Pick(words.BENEFITS), needed=True),
        OWNER,
        Column("unit", "Unit", NAME, "Such as % of people, £, days", True),
        Column("better", "Direction", Pick(words.BETTER), needed=True),
        Column("indicator", "Indicator", SHORT, "Its code among the figures; empty where none is counted"),
        Column("place", "Place", SHORT, "The code of the place that the figures are for"),
        Column("after", "Depends on", A_MILESTONE, "The milestone without which it cannot come"),
        SOURCE,
        INVENTED,
    ),
    "What people get from a programme: an indicator, where it is to be and by when, and who answers for it.",
)
TRAJECTORY = Sheet(
    "trajectory",
    "Trajectory",
    (
        Column("benefit", "Benefit", A_BENEFIT, needed=True),
        Column("by", "By", Day(), "The day by which it is to be so", True),
        Column("value", "Planned value", Number(), needed=True),
        Column("baseline", "Baseline", Flag(), "Yes where it is what was counted before the programme"),
        SOURCE,
        INVENTED,
    ),
    "Each benefit, step by step, from its baseline to its target.",
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
LOGIC = Sheet(
    "logic",
    "Logic model",
    (
        KEY,
        PROGRAMME,
        Column("stage", "Stage", Pick(words.STAGES), needed=True),
        Column("says", "What it is", NAME, needed=True),
        Column("benefit", "Benefit", A_BENEFIT, "The benefit by which an outcome is followed"),
        SOURCE,
        INVENTED,
    ),
    "What goes in, what is done with it, what comes of it, and what changes for people.",
)
LINKS = Sheet(
    "links",
    "Leads to",
    (
        Column("step", "From", A_STEP, needed=True),
        Column("leads_to", "Leads to", A_STEP, needed=True),
        Column("because", "Because", TEXT, "The evidence, or the assumption, that it does"),
    ),
    "Which part of a logic model leads to which.",
)
MONEY = Sheet(
    "money",
    "Money",
    (
        KEY,
        *OF_PROGRAMME,
        Column("kind", "Kind", Pick(words.MONEY), needed=True),
        Column("year", "Year", FinancialYear(), needed=True),
        Column("recurrent", "Recurrent", Flag(), "Yes where it comes again every year"),
        Column("planned", "Planned", Pounds(negative=False), needed=True),
        SOURCE,
        INVENTED,
    ),
    "What each programme is to cost and save, year by year, in pounds.",
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
SHEETS = (
    PORTFOLIO,
    PROGRAMMES,
    PROJECTS,
    MILESTONES,
    PROGRESS,
    DEPENDENCIES,
    BENEFITS,
    TRAJECTORY,
    MEASURED,
    RISKS,
    LOGIC,
    LINKS,
    MONEY,
    OUTTURN,
    REPORTS,
    REPORTED,
)
