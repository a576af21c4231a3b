"""The sheets of a Better Care Fund plan."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.plans.better_care import words
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import (
    Day,
    FinancialYear,
    Number,
    Percent,
    Pick,
    Pounds,
    Reference,
    Words,
)

SHORT, NAME, TEXT = Words(longest=40), Words(longest=200), Words()
AMOUNT = Pounds(negative=False)
A_PARTNER = Reference(sheet="partners", column="key")
A_SCHEME = Reference(sheet="schemes", column="key")
A_SOURCE = Reference(sheet="sources", column="key")
A_POOL = Reference(sheet="pools", column="key")
AN_AREA = Pick(words.AREAS)
SHARE = Percent(least=Decimal(0), most=Decimal(100))
KEY = Column("key", "Key", SHORT, "A short word by which other sheets and the narrative refer to it", True)
NOT_SAID = "Leave it empty where it is not said: then it is not guessed"


def _column(key: str, head: str, kind, help: str = "") -> Column:
    return Column(key, head, kind, help)


def _needed(key: str, head: str, kind, help: str = "", total: bool = False) -> Column:
    return Column(key, head, kind, help, needed=True, total=total)


ABOUT = Sheet(
    "about",
    "About the plan",
    (
        _needed("board", "Health and wellbeing board", NAME),
        _needed("year", "Financial year", FinancialYear(), "Which national conditions are in force"),
        _needed("nearest", "Amounts are to the nearest", Pick(words.NEAREST), "How exact the document is"),
        _column("meeting", "Comes before the board", Day()),
        _column("source", "Source", TEXT, "Document, section and date"),
        _column("agreed", "Who agreed it", TEXT),
    ),
    "One row: whose plan it is, for which year, and how exact its amounts are.",
    grows=False,
    opens_with=({},),
)
PARTNERS = Sheet(
    "partners",
    "Partners",
    (
        KEY,
        _needed("name", "Name", NAME),
        _needed("kind", "Kind", Pick(words.PARTNERS)),
        _column("code", "Organisation", SHORT, "Its code in the directory, or that of its successor"),
        _column(
            "signs", "Who signs", NAME, "In which capacity it signs the plan; empty where it does not sign"
        ),
        _column("post", "Whose post", NAME, "Its title in the directory, where that is another"),
    ),
    "Whoever pays, commissions or provides.",
)
SOURCES = Sheet(
    "sources",
    "Sources of funding",
    (
        KEY,
        _needed("name", "Name", NAME),
        _needed("partner", "Contributor", A_PARTNER),
        _needed("type", "Type", Pick(words.SOURCES)),
        _needed("amount", "Amount", AMOUNT, total=True),
        _column("note", "Note", TEXT),
    ),
    "The income: each source once, in pounds.",
)
SCHEMES = Sheet(
    "schemes",
    "Schemes",
    (
        KEY,
        _needed("name", "Name", NAME),
        _column("type", "Type", Pick(words.SCHEMES)),
        _column("lead", "Lead", NAME, "The post that answers for it"),
        _column("description", "Description", TEXT),
    ),
)
SPENDING = Sheet(
    "spending",
    "Spending",
    (
        _column("scheme", "Scheme", A_SCHEME, NOT_SAID),
        _needed("partner", "Contributor", A_PARTNER),
        _column("source", "Source", A_SOURCE, NOT_SAID),
        _column("area", "Area of spend", AN_AREA, NOT_SAID),
        _column("pool", "Pool", A_POOL, NOT_SAID),
        _column("commissioner", "Commissioner", A_PARTNER, NOT_SAID),
        _column("provider", "Provider", A_PARTNER, NOT_SAID),
        _needed("amount", "Amount", AMOUNT, total=True),
        _column("note", "Note", TEXT),
    ),
    "The expenditure, line by line. What a document does not say of a line stays empty, and is shown as not said.",
)
AREAS = Sheet(
    "areas",
    "Sources by area of spend",
    (
        _needed("source", "Source", A_SOURCE),
        _needed("area", "Area of spend", AN_AREA),
        _needed("amount", "Amount", AMOUNT, total=True),
    ),
    "What each source is spent on, where the document says it apart from the lines of spending.",
)
TOTALS = Sheet(
    "totals",
    "Totals as printed",
    (
        _needed("table", "Table", NAME),
        _column("row", "Row", NAME, "As it is printed"),
        _column("column", "Column", NAME, "As it is printed"),
        _column("scheme", "Scheme", A_SCHEME, "Of which it is the total; empty is all"),
        _column("partner", "Contributor", A_PARTNER, "Of which it is the total; empty is all"),
        _column("source", "Source", A_SOURCE, "Of which it is the total; empty is all"),
        _column("area", "Area of spend", AN_AREA, "Of which it is the total; empty is all"),
        _column("pool", "Pool", A_POOL, "Of which it is the total; empty is all"),
        _needed("amount", "Amount", AMOUNT),
    ),
    "What the document prints, typed as it stands. It is compared with what the other sheets come to.",
)
MINIMUM = Sheet(
    "minimum",
    "Social care minimum",
    (
        _needed("partner", "Contributor", A_PARTNER),
        _needed("base", "Last year", AMOUNT, "Spent on social care from the minimum contribution last year"),
        _needed("rate", "Uplift", Percent(), "As printed: 4.6 is 4.6%"),
        _needed("minimum", "Minimum this year", AMOUNT),
        _column("increase", "Increase", AMOUNT),
        _needed("nearest", "Amounts are to the nearest", Pick(words.NEAREST)),
        _needed(
            "rate_nearest",
            "The uplift is to the nearest",
            Number(least=Decimal(0)),
            "0.1 for 4.6%, 0 if exact",
        ),
        _column("source", "Source", TEXT),
    ),
    "What must be spent on social care from the minimum NHS contribution.",
)
POOLS = Sheet(
    "pools",
    "Pooled budgets",
    (
        KEY,
        _needed("name", "Name", NAME),
        _column("host", "Host", A_PARTNER, "Who keeps the pool under the section 75 agreement"),
        _column("agreed", "Agreement from", Day()),
        _column("note", "Note", TEXT),
    ),
    "Budgets pooled under section 75 of the NHS Act 2006.",
)
CONTRIBUTIONS = Sheet(
    "contributions",
    "Contributions and risk share",
    (
        _needed("pool", "Pool", A_POOL),
        _needed("partner", "Contributor", A_PARTNER),
        _column("amount", "Contribution", AMOUNT, NOT_SAID),
        _column("risk", "Risk share", SHARE, "Of an overspend or underspend; the shares of a pool make 100%"),
    ),
)
QUARTERS = Sheet(
    "quarters",
    "Quarter ends",
    (
        _needed("pool", "Pool", A_POOL),
        _needed("quarter", "Quarter", Pick(words.QUARTERS)),
        _needed("budget", "Budget to date", AMOUNT),
        _needed("actual", "Spent to date", AMOUNT),
        _needed("forecast", "Forecast for the year", AMOUNT),
        _column("why", "Why", TEXT, "What explains the variance, and what is done about it"),
    ),
    "Each pool at the end of each quarter, from the first of April. It is filled in after the plan is agreed.",
    signed=False,
)
METRICS = Sheet(
    "metrics",
    "National metrics",
    (
        _needed("metric", "Metric", Pick(words.METRICS)),
        _needed("better", "Direction", Pick(words.BETTER)),
        _column("plan", "Plan", Number(), "The value that is planned; empty where it is not set yet"),
        _column("unit", "Unit", NAME),
        _column("numerator", "Counted", NAME),
        _column("denominator", "Out of", NAME),
        _column("elsewhere", "Set elsewhere", TEXT, "Which other plan sets it, where this one does not"),
        _column("owner", "Owner", NAME),
        _column("indicator", "Indicator", SHORT, "Its code among the figures"),
        _column("place", "Place", SHORT, "The code of the place that the figures are for"),
        _column("source", "Source", TEXT),
    ),
)
MATURITY = Sheet(
    "maturity",
    "High Impact Change Model",
    (
        _needed("change", "Change", Pick(words.CHANGES)),
        _needed("site", "Where", NAME, "A hospital, or the whole system"),
        _column("now", "Now", Pick(words.LEVELS)),
        _column("planned", "Planned", Pick(words.LEVELS)),
        _column("evidence", "Evidence", TEXT),
    ),
    "Eight changes on five levels. Levels are an order, not a number: they are counted, never averaged.",
)
CONDITIONS = Sheet(
    "conditions",
    "National conditions",
    (
        _needed("condition", "Condition", SHORT, "Its key in the rules of the year"),
        _needed("met", "Met", Pick(words.MET), "What the partners say"),
        _needed("evidence", "Evidence", TEXT),
        _column("source", "Source", TEXT),
    ),
)
NARRATIVE = Sheet(
    "narrative",
    "Narrative",
    (
        _needed("section", "Section", NAME),
        _needed("text", "Text", TEXT, "Numbers are references: {total}, {scheme.carers}, {minimum.increase}"),
    ),
)
QUARTERS_NEED = tuple(column.key for column in QUARTERS.columns if column.needed)
