"""The sheets of a register of contracts that say how well: quality schemes, notices and their clocks."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.money.contracts.declared import CONTRACT, SHARE
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import Day, Number, Pick, Pounds, Reference, Whole, Words

SCHEME_KINDS = {"cquin": "CQUIN", "premium": "Quality premium", "local": "Local incentive"}
BETTER = {"higher": "Higher is better", "lower": "Lower is better"}
PAID = {"whole": "All or nothing", "part": "In proportion between the two"}
STEPS = {
    "query": "Contract query notice",
    "excusing": "Excusing notice",
    "meeting": "Contract management meeting",
    "investigation": "Joint investigation",
    "plan": "Remedial action plan agreed",
    "exception": "Exception report",
    "withheld": "Money withheld",
    "released": "Money released",
    "sanction": "Sanction",
    "closed": "Closed",
}
WITH_MONEY = ("withheld", "released", "sanction")
COUNTED = {"working": "Working days", "calendar": "Days", "months": "Months"}

SCHEMES = Sheet(
    "schemes",
    "Quality schemes",
    (
        Column("scheme", "Scheme", Words(100), "No two have the same name.", needed=True),
        Column("contract", "Number", CONTRACT, needed=True),
        Column("kind", "Kind", Pick(options=SCHEME_KINDS), needed=True),
        Column(
            "share", "Share of the contract %", SHARE, "Of the planned value, paid on top of it.", needed=True
        ),
    ),
    "What can be earned above the price by quality.",
)
MEASURES = Sheet(
    "measures",
    "Measures of quality",
    (
        Column("scheme", "Scheme", Reference(sheet="schemes", column="scheme"), needed=True),
        Column("measure", "Measure", Words(200), needed=True),
        Column("share", "Share of the scheme %", SHARE, needed=True),
        Column("better", "Which is better", Pick(options=BETTER), needed=True),
        Column("nothing_at", "Nothing at", Number(), "The value up to which nothing is earned."),
        Column("full_at", "All at", Number(), "The value from which all is earned.", needed=True),
        Column("paid", "Paid", Pick(options=PAID), "Empty means all or nothing."),
        Column("achieved", "Achieved", Number(), "Empty until it is known."),
        Column("source", "Evidence", Words()),
    ),
    "What each scheme asks for, and what was achieved.",
    signed=False,
)
NOTICES = Sheet(
    "notices",
    "Queries and sanctions",
    (
        Column("matter", "Matter", Words(50), "The steps of one matter have the same number.", needed=True),
        Column("contract", "Number", CONTRACT, needed=True),
        Column("step", "Step", Pick(options=STEPS), needed=True),
        Column("on", "On", Day(), needed=True),
        Column("about", "About", Words(), "What is not delivered, or what was agreed."),
        Column(
            "amount", "Amount £", Pounds(negative=False), "Of a sanction, or of money withheld or released."
        ),
    ),
    "Every step as it happens: a query, the meeting, the action plan, money withheld, a sanction, the close.",
    signed=False,
)
CLOCKS = Sheet(
    "clocks",
    "Clocks",
    (
        Column("after", "After", Pick(options=STEPS), needed=True),
        Column("step", "Comes", Pick(options=STEPS), needed=True),
        Column("within", "Within", Whole(most=Decimal(3650)), needed=True),
        Column("counted", "Counted in", Pick(options=COUNTED), needed=True),
        Column("source", "Source", Words(), "The condition of the contract that says so, with its year."),
    ),
    "What must follow what, and how soon.",
)
