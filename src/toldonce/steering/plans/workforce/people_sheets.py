"""The sheets of those in post: roles, employers, staff, ages, leavers and joiners, training."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.plans.workforce.columns import (
    AGREED,
    HEADS,
    INVENTED,
    PART_OF_ALL,
    RATE,
    SHARE_OF_ONE,
    SOURCE,
    SPREAD,
    employer,
    role,
)
from toldonce.steering.plans.workforce.words import (
    ALL_AGES,
    BANDS,
    EMPLOYERS,
    GROUPS,
)
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import (
    Day,
    FinancialYear,
    Number,
    Pick,
    Reference,
    Whole,
    Words,
)

PLAN = Sheet(
    "plan",
    "The plan",
    (
        Column("base", "Base year", FinancialYear(), "Those in post at its end are who we start with", True),
        Column("last", "Last year", FinancialYear(), "The last year that is worked out", True),
        Column(
            "judged", "Year that is judged", FinancialYear(), "For the shortage list and the headline", True
        ),
        Column("meets", "Criteria to meet", Whole(), "How many of the criteria put a role on the list", True),
        Column("draws", "Draws", Whole(least=Decimal(100), most=Decimal(20_000)), "For the fan", True),
        Column("seed", "Seed", Whole(), "The same seed draws the same numbers", True),
    ),
    grows=False,
    opens_with=({"base": None, "last": None, "judged": None, "meets": 2, "draws": 1000, "seed": 1},),
)
ROLES = Sheet(
    "roles",
    "Roles",
    (
        Column("role", "Role", Words(120), needed=True),
        Column("group", "Staff group", Pick(options=GROUPS), "As NHS workforce statistics name them", True),
        Column("hours", "Hours a week of one FTE", Number(Decimal(1), Decimal(60)), needed=True),
        Column("posts", "Funded posts (FTE)", HEADS, "At the end of the base year, where it is known"),
        SOURCE,
        INVENTED,
    ),
)
EMPLOYERS_SHEET = Sheet(
    "employers",
    "Employers",
    (
        Column("employer", "Employer", Words(120), needed=True),
        Column("kind", "Kind", Pick(options=EMPLOYERS), needed=True),
        Column("share", "Part of its staff that works here", PART_OF_ALL, "Empty is all of them"),
        SOURCE,
        INVENTED,
    ),
)
STAFF = Sheet(
    "staff",
    "Staff in post",
    (
        role(),
        Column("employer", "Employer", Reference(sheet="employers", column="employer"), needed=True),
        Column(
            "band",
            "Age band",
            Pick(options={ALL_AGES: "All ages", **BANDS}),
            "All ages are spread by the sheet “Ages”",
            True,
        ),
        Column("heads", "Headcount", HEADS, "Where it is not known: FTE divided by FTE a head"),
        Column("fte", "FTE", HEADS, needed=True),
        Column("as_at", "As at", Day()),
        SOURCE,
        INVENTED,
    ),
)
AGES = Sheet(
    "ages",
    "Ages",
    (
        role(needed=False, help="Empty is every role that has no rows of its own"),
        Column("band", "Age band", Pick(options=BANDS), needed=True),
        Column("staff", "Of those in post", RATE, "Adds up to 100% for a role", True),
        Column("joining", "Of those who join", RATE, "Adds up to 100% for a role", True),
        Column("retiring", "Retire in a year", RATE, "Of those of this age", True),
        SOURCE,
        INVENTED,
    ),
)
PARTICIPATION = Sheet(
    "participation",
    "Participation",
    (role(), Column("fte", "FTE a head", SHARE_OF_ONE, "0.8 is four days of five", True), SOURCE, INVENTED),
)
FLOWS = Sheet(
    "flows",
    "Leavers and joiners",
    (
        role(),
        employer("Empty is every employer that has no row of its own for this role"),
        Column("leavers", "Leavers a year", RATE, "Percent of those in post, retirements apart", True),
        Column("joiners", "Joiners a year", HEADS, "Heads from outside, those who qualify apart", True),
        Column("returners", "Returners a year", HEADS, "Heads who come back to practice"),
        SPREAD,
        *AGREED,
        SOURCE,
        INVENTED,
    ),
)
MOVES = Sheet(
    "moves",
    "Moves between roles",
    (
        role("From"),
        Column("into", "To", Reference(sheet="roles", column="role"), needed=True),
        Column("rate", "Move in a year", RATE, "Percent of those in post", True),
        SOURCE,
        INVENTED,
    ),
)
PIPELINES = Sheet(
    "pipelines",
    "Training",
    (
        Column("pipeline", "Pipeline", Words(120), needed=True),
        role("Role it trains for"),
        Column("years", "Years of training", Whole(most=Decimal(15)), needed=True),
        Column("dropout", "Drop out in a year", RATE, "Percent of those who are training", True),
        Column("practise", "Go into practice", PART_OF_ALL, "Percent of those who qualify", True),
        Column("stay", "Stay here", PART_OF_ALL, "Percent of those who go into practice", True),
        employer("Empty shares them out by who employs the role"),
        Column("band", "Age on qualifying", Pick(options=BANDS), needed=True),
        SPREAD,
        *AGREED,
        SOURCE,
        INVENTED,
    ),
)
INTAKES = Sheet(
    "intakes",
    "Intakes",
    (
        Column("pipeline", "Pipeline", Reference(sheet="pipelines", column="pipeline"), needed=True),
        Column("year", "Year", FinancialYear(), "In which they start", True),
        Column("heads", "Heads", HEADS, needed=True),
        SOURCE,
        INVENTED,
    ),
)
