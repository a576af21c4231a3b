"""A small kind of book, and the people who write in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from toldonce.directory.actors import Actor
from toldonce.steering.sheets.declaring import At, BookKind, Column, Contents, Finding, Grade, Sheet
from toldonce.steering.sheets.kinds import Flag, Number, Percent, Pick, Pounds, Reference, Words
from toldonce.steering.sheets.models import Book
from toldonce.steering.sheets.opening.actions import open_book
from toldonce.steering.sheets.queries import Opened, opened
from toldonce.steering.sheets.typed import drawn

FIONA = Actor("f.inance", "Fiona Ance", "planner", "AAA")
COLIN = Actor("c.ouncil", "Colin Council", "planner", "BBB")
BO = Actor("b.oard", "Bo Ard", "board_member", "AAA")
SOURCES = Sheet(
    "sources",
    "Sources",
    (Column("source", "Source", Words(), needed=True), Column("amount", "Amount", Pounds(), needed=True)),
)
SCHEMES = Sheet(
    "schemes",
    "Schemes",
    (
        Column("scheme", "Scheme", Words(), needed=True),
        Column("source", "Source", Reference(sheet="sources", column="source"), needed=True),
        Column("amount", "Amount", Pounds(), needed=True, total=True),
        Column("area", "Area", Pick(options={"health": "Health care", "social": "Social care"})),
        Column("growth", "Growth", Percent()),
        Column("factor", "Factor", Number(least=Decimal(0))),
        Column("pooled", "Pooled", Flag()),
    ),
)
CHANGES = Sheet(
    "changes",
    "Changes",
    (Column("name", "Name", Words(), fixed=True), Column("level", "Level", Words())),
    grows=False,
    opens_with=({"name": "Early planning"}, {"name": "Trusted assessors"}),
)


def balanced(contents: Contents) -> list[Finding]:
    """What each source brings is what the schemes spend of it."""
    found = []
    for row in contents["sources"]:
        spent = sum(each["amount"] or 0 for each in contents["schemes"] if each["source"] == row["source"])
        if spent != row["amount"]:
            at = At(SOURCES, row.number, "amount")
            says = f"brings {row['amount'] or 0:,} pounds, and the schemes spend {spent:,} of it"
            found.append(Finding(at, says, Grade.ERROR, spent))
    return found


POT = BookKind("pot", "Pot of money", (SOURCES, SCHEMES, CHANGES), check=balanced)
TABLES = {
    "sources": """
        source  | amount
        Council | 300
        Group   | 700
        """,
    "schemes": """
        scheme   | source  | amount | area   | growth | factor | pooled
        Stroke   | Group   | 700    | health | 4.6    | 1.5    | yes
        Carers   | Council | 100    | social |        |        | no
        Reablers | Council | 200    |        |        |        |
        """,
}


@pytest.fixture
def pot(own_database) -> Book:
    """A pot that balances."""
    return pot_called("this-year")


def pot_called(key: str, tables: dict[str, str] = TABLES, **about) -> Book:
    """A pot as it is drawn, beside the rows that it opens with."""
    contents = {sheet: rows for sheet, rows in drawn(POT, tables).items() if sheet in tables}
    return open_book(by=FIONA, kind=POT, key=key, title=f"Pot of {key}", contents=contents, **about)


def now(key: str = "this-year") -> Opened:
    """The pot as it stands."""
    return opened(POT, key)


def said(sheet: str, *columns: str, key: str = "this-year") -> list[tuple[str, ...]]:
    """What the cells of some columns say, row by row."""
    table = POT.by_key[sheet]
    return [
        tuple(table.by_key[column].kind.say(row[column]) for column in columns)
        for row in now(key).contents[sheet]
    ]


def row_of(name: str, sheet: str = "schemes", key: str = "this-year") -> int:
    """The key of the row whose first cell says so."""
    first = POT.by_key[sheet].columns[0].key
    return next(row.key for row in now(key).contents[sheet] if row[first] == name)
