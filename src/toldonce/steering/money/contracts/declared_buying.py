"""The sheets of a register of contracts that say what is bought next: lots, stages by route, and progress."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.money.contracts.declared import CONTRACT
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import Day, Pounds, Reference, Whole, Words

STAGES = Sheet(
    "stages",
    "Stages of procurement",
    (
        Column("route", "Route", Words(100), "Such as open procedure, or extension.", needed=True),
        Column(
            "stage",
            "Stage",
            Words(100),
            "In their order; the last ends on the day before the contract.",
            needed=True,
        ),
        Column("weeks", "Weeks", Whole(most=Decimal(520)), "How long it takes.", needed=True),
        Column("decides", "Who decides", Words(200)),
    ),
    "The rule by which dates are made: stages are counted back from the start of the contract.",
)
LOTS = Sheet(
    "lots",
    "Procurement work plan",
    (
        Column("lot", "Lot", Words(100), "No two have the same name.", needed=True),
        Column("contract", "Follows contract", CONTRACT, "Empty for a new service."),
        Column("route", "Route", Reference(sheet="stages", column="route"), needed=True),
        Column("starts", "New contract starts", Day(), needed=True),
        Column("value", "Value a year £", Pounds(negative=False)),
        Column("lead", "Lead", Words(200), "The post."),
    ),
    "What is to be bought, by which route, from when.",
)
PROGRESS = Sheet(
    "progress",
    "Progress of procurement",
    (
        Column("lot", "Lot", Reference(sheet="lots", column="lot"), needed=True),
        Column("stage", "Stage", Reference(sheet="stages", column="stage"), needed=True),
        Column("done", "Done on", Day()),
        Column("expected", "Expected on", Day(), "Where it is not done and not expected by its date."),
        Column("note", "Note", Words()),
    ),
    "What is done, and what is expected otherwise than by the rule.",
    signed=False,
)
