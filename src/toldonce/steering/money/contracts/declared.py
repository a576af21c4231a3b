"""The sheets of a register of contracts: what was agreed, and what was delivered."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.money.months import month_columns
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import (
    Day,
    FinancialYear,
    Number,
    Percent,
    Pick,
    Pounds,
    Reference,
    Whole,
    Words,
)

KINDS = {
    "standard": "NHS standard contract",
    "gms": "General medical services (GMS)",
    "pms": "Personal medical services (PMS)",
    "apms": "Alternative provider medical services (APMS)",
    "des": "Directed enhanced service (DES)",
    "les": "Local enhanced service (LES)",
    "qof": "Quality and outcomes framework (QOF)",
    "public health": "Public health local service",
    "premises": "Premises",
    "other": "Other",
}
FORMS = {
    "tariff": "Tariff: each activity at its price",
    "block": "Block: one value, whatever is delivered",
    "cost and volume": "Cost and volume: as planned within a tolerance, beyond it at a marginal rate",
}
METHODS = {"plan": "As planned for the rest", "trend": "As far from plan for the rest as so far"}
NOTHING = Decimal(0)
SHARE = Percent(least=NOTHING, most=Decimal(100))
OF_THE_PRICE = Percent(least=NOTHING, most=Decimal(100), often_all=True)
CONTRACT = Reference(sheet="contracts", column="contract")
LINE = Reference(sheet="lines", column="line")

TERMS = Sheet(
    "terms",
    "Terms",
    (
        Column("year", "Year", FinancialYear(), "The year whose activity is planned here.", needed=True),
        Column(
            "closed", "Months closed", Whole(most=Decimal(12)), "How many months are reported.", needed=True
        ),
        Column("on", "As at", Day(), "Empty means today: clocks and endings are told from this day."),
    ),
    "One row.",
    signed=False,
)
CONTRACTS = Sheet(
    "contracts",
    "Contracts",
    (
        Column("contract", "Number", Words(50), "No two contracts have the same.", needed=True),
        Column("title", "Title", Words(200), needed=True),
        Column("provider", "Provider", Words(200), "By one name everywhere.", needed=True),
        Column("commissioner", "Commissioner", Words(200), needed=True),
        Column("kind", "Kind", Pick(options=KINDS), needed=True),
        Column(
            "service",
            "Service",
            Words(100),
            "What is bought, in words that are the same for the same service.",
        ),
        Column("starts", "Starts", Day(), needed=True),
        Column("ends", "Ends", Day(), "Empty where it has no end."),
        Column(
            "value",
            "Value a year £",
            Pounds(negative=False),
            "As signed, without quality schemes.",
            needed=True,
            total=True,
        ),
        Column("ask", "Whom to ask", Words(200), "The post or the desk."),
        Column("source", "Source", Words()),
    ),
    "Every contract, one row for each.",
)
LINES = Sheet(
    "lines",
    "Prices",
    (
        Column("line", "Line", Words(100), "Such as RX1 elective; no two lines have the same.", needed=True),
        Column("contract", "Number", CONTRACT, needed=True),
        Column(
            "point",
            "Point of delivery",
            Words(100),
            "Such as elective, outpatient first, contacts.",
            needed=True,
        ),
        Column("form", "Paid by", Pick(options=FORMS), needed=True),
        Column("price", "Price £", Number(least=NOTHING), "Of one activity, in pounds and pence."),
        Column("value", "Block value a year £", Pounds(negative=False), "Of a block: twelve months of it."),
        Column("tolerance", "Tolerance %", SHARE, "Of cost and volume: how far from plan changes nothing."),
        Column(
            "marginal",
            "Marginal rate %",
            OF_THE_PRICE,
            "Of cost and volume: the part of the price beyond it.",
        ),
        Column("method", "Forecast by", Pick(options=METHODS), "Empty means as planned for the rest."),
    ),
    "What each contract pays for, by point of delivery.",
)
PLAN = Sheet(
    "plan",
    "Activity plan",
    (Column("line", "Line", LINE, needed=True), *month_columns(Whole())),
    "Activity as planned at signing; empty is none. A block may have none.",
)
ACTIVITY = Sheet(
    "activity",
    "Activity delivered",
    (Column("line", "Line", LINE, needed=True), *month_columns(Whole())),
    "Activity as reported; empty is not reported, 0 is none.",
    signed=False,
)
VARIATIONS = Sheet(
    "variations",
    "Variations",
    (
        Column("variation", "Number", Words(50), needed=True),
        Column("line", "Line", LINE, needed=True),
        Column(
            "on",
            "From",
            Day(),
            "Counts for whole months: a day within a month counts from the next.",
            needed=True,
        ),
        Column("more", "Planned activity by %", Percent(), "+5 plans five percent more from then on."),
        Column("price", "New price £", Number(least=NOTHING)),
        Column("value", "New block value a year £", Pounds(negative=False)),
        Column("reason", "Reason", Words(), needed=True),
        Column("agreed", "Agreed by", Words(200), "The post or meeting, with the date."),
    ),
    "Each changes one line from a date: planned activity, price, or the value of a block.",
    signed=False,
)
