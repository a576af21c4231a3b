"""The sheets of fair shares."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import FinancialYear, Number, Pick, Pounds, Reference, Words

COMPONENTS = {
    "overall": "All services (overall weighted population)",
    "general_acute": "General and acute",
    "community": "Community services",
    "mental_health": "Mental health",
    "maternity": "Maternity",
    "inequalities": "Health inequalities",
    "prescribing": "Prescribing",
    "primary_care": "Primary medical care",
    "primary_care_overall": "Primary medical care with health inequalities",
    "registered": "Registered people, not weighted",
}
WEIGHTED = tuple(key for key in COMPONENTS if key != "registered")
PEOPLE = Number(least=Decimal(0))
CODE = Words(20)

POPULATIONS = (
    Column(
        "registered", "Registered people", PEOPLE, "The people on the list, before weighting.", needed=True
    ),
    *(Column(key, COMPONENTS[key], PEOPLE, "Weighted people, as published.") for key in WEIGHTED),
)

NETWORKS = Sheet(
    "networks",
    "Networks",
    (
        Column("network", "Network code", CODE, needed=True),
        Column("name", "Name", Words(200), needed=True),
        Column(
            "place", "Place", Words(200), "The council or place that the network is counted to.", needed=True
        ),
    ),
    "The networks of practices, each in one place.",
)
PRACTICES = Sheet(
    "practices",
    "Practices",
    (
        Column("practice", "Practice code", CODE, needed=True),
        Column("name", "Name", Words(200), needed=True),
        Column("network", "Network code", Reference(sheet="networks", column="network"), needed=True),
        Column("note", "Note", Words()),
    ),
    "Each practice with the network that it is counted to.",
)
WEIGHTS = Sheet(
    "weights",
    "Weighted populations of practices",
    (
        Column("year", "Year of the formula", FinancialYear(), needed=True),
        Column("practice", "Practice code", Reference(sheet="practices", column="practice"), needed=True),
        *POPULATIONS,
    ),
    "As published with the allocations of the year: one row for each practice and year.",
)
BOARDS = Sheet(
    "boards",
    "Weighted populations of boards",
    (
        Column("year", "Year of the formula", FinancialYear(), needed=True),
        Column("board", "Board code", CODE, needed=True),
        Column("name", "Name", Words(200)),
        *POPULATIONS,
    ),
    "The sums of every board of the country, from which the need of this one beside all is told.",
)
POTS = Sheet(
    "pots",
    "Amounts to be shared",
    (
        Column("pot", "Amount for", Words(200), "What the money is for.", needed=True),
        Column("component", "Shared by", Pick(options=COMPONENTS), needed=True),
        Column("amount", "Amount £", Pounds(negative=False), "Empty: the spend that is entered, added up."),
        Column("source", "Source", Words(), "Where the amount is printed or agreed, with its date."),
    ),
    "Each amount is divided by the weighted population of one component.",
)
SPEND = Sheet(
    "spend",
    "Spend",
    (
        Column("pot", "Amount for", Reference(sheet="pots", column="pot"), needed=True),
        Column("body", "Practice or network code", CODE, needed=True),
        Column("spend", "Spend £", Pounds(), "Whole pounds in the year.", needed=True, total=True),
        Column("source", "Source", Words()),
    ),
    "Spent for the people of a practice, or of a network as a whole; where nothing is entered, only shares are shown.",
    signed=False,
)
TERMS = Sheet(
    "terms",
    "Terms",
    (Column("board", "Board code", CODE, "The board whose practices these are.", needed=True),),
    "One row: whose practices these are.",
)
