"""What is agreed of a portfolio: programmes, projects, milestones, benefits, logic models and money."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.plans.programmes import words
from toldonce.steering.plans.programmes.columns import (
    A_BENEFIT,
    A_MILESTONE,
    A_PROJECT,
    A_STEP,
    INVENTED,
    KEY,
    NAME,
    OF_PROGRAMME,
    OWNER,
    PROGRAMME,
    SHORT,
    SOURCE,
    TEXT,
    WORDED,
)
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import Day, FinancialYear, Flag, Number, Pick, Pounds, Whole

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
