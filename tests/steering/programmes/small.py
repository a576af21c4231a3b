"""A small portfolio that specifications change: two programmes, everything easy to work out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.network import Network, expected
from toldonce.steering.plans.programmes.plan import Portfolio
from toldonce.steering.plans.programmes.reading import portfolio_of
from toldonce.steering.sheets.declaring import Contents
from toldonce.steering.sheets.typed import drawn, understood

JUNE = date(2018, 6, 1)
MILESTONES = "key | project | name | planned | owner | source"
PROGRESS = "milestone | forecast | actual | why | source"
DEPENDENCIES = "milestone | waits_for | days"
TABLES = {
    "portfolio": """
        as_at      | scale | next_report
        2018-06-01 | three | 2018-07-31""",
    "programmes": """
        key  | name         | starts     | ends       | source
        home | Help at home | 2018-01-01 | 2018-12-31 | the plan
        beds | Fewer beds   | 2018-01-01 | 2019-03-31 | the plan""",
    "projects": """
        key   | programme | name     | source
        team  | home      | The team | the plan
        tools | home      | Tools    | the plan
        ward  | beds      | A ward   | the plan""",
    "milestones": """
        key    | project | name             | planned    | owner   | source
        money  | team    | Money agreed     | 2018-03-01 | Finance | the plan
        hired  | team    | Team in post     | 2018-06-01 | People  | the plan
        phones | tools   | Phones handed out | 2018-05-01 | IT     | the plan
        begun  | team    | First visits     | 2018-07-01 | Nurses  | the plan
        closed | ward    | Ward closed      | 2018-09-01 | Nurses  | the plan""",
    "dependencies": """
        milestone | waits_for | days
        hired     | money     | 90
        begun     | hired     | 30
        begun     | phones    | 0
        closed    | begun     | 60""",
    "progress": """
        milestone | forecast | actual     | why | source
        money     |          | 2018-03-01 |     | the minutes
        phones    |          | 2018-05-01 |     | the minutes""",
    "benefits": """
        key  | programme | name             | kind     | owner  | unit | better | after | source
        days | home      | Days in hospital | capacity | Nurses | days | lower  | begun | the plan""",
    "trajectory": """
        benefit | by         | value | baseline | source
        days    | 2017-12-31 | 20    | yes      | counted
        days    | 2018-12-31 | 14    |          | the plan
        days    | 2019-12-31 | 10    |          | the plan""",
    "risks": """
        key   | programme | name             | kind  | likelihood | impact | owner | review     | state | source
        staff | home      | Nobody applies   | risk  | high       | high   | People | 2018-07-01 | open  | the plan
        theft | home      | Phones get lost  | risk  | high       | low    | IT    | 2018-05-01 | open  | the plan
        bed   | beds      | Winter is hard   | issue | high       | medium |       |            | open  | the plan
        old   | beds      | A strike         | risk  | high       | high   |       |            | closed | the plan""",
    "logic": """
        key    | programme | stage    | says                  | benefit | source
        pounds | home      | input    | Money for nurses      |         | the plan
        visits | home      | activity | Visits at home        |         | the plan
        seen   | home      | output   | 1,000 people are seen |         | the plan
        stays  | home      | outcome  | Shorter stays         | days    | the plan""",
    "links": """
        step   | leads_to | because
        pounds | visits   | a budget
        visits | seen     |
        seen   | stays    | a trial""",
    "money": """
        key   | programme | name    | kind   | year    | recurrent | planned  | source
        pay18 | home      | Nurses  | cost   | 2018/19 | yes       | £100,000 | the plan
        pay19 | home      | Nurses  | cost   | 2019/20 | yes       | £100,000 | the plan
        bed19 | home      | Beds    | saving | 2019/20 | yes       | £250,000 | the plan""",
}  # judged on 1 June 2018, when everything goes as planned


def contents(**tables: str) -> Contents:
    """The small portfolio with some of its sheets drawn anew."""
    return drawn(PROGRAMMES, {**TABLES, **tables})


def portfolio(**tables: str) -> Portfolio:
    """The small portfolio read, with some of its sheets drawn anew."""
    return portfolio_of(contents(**tables))


def network(on: date = JUNE, **tables: str) -> Network:
    """What is expected in the small portfolio on a day, with some of its sheets drawn anew."""
    return expected(portfolio(**tables), on)


def findings(**tables: str) -> list[str]:
    """What the check says of the small portfolio with some of its sheets drawn anew."""
    parts: Mapping[str, str] = {**TABLES, **tables}
    made, not_understood = understood(PROGRAMMES, {key: list(_rows(text)) for key, text in parts.items()})
    return [str(each) for each in (*not_understood, *PROGRAMMES.check(made))]


def _rows(text: str) -> Iterator[dict[str, str]]:
    heads, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return (dict(zip(heads, row, strict=True)) for row in rows)
