"""The small portfolio of two programmes, opened; judged on 1 June 2018."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.steering.programmes.small import contents
from toldonce.directory.actors import SYSTEM
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.sheets.opening.actions import open_book
from toldonce.steering.sheets.queries import Opened, opened

HERE = "/plans/programmes/small/"
LATE = {
    "progress": """
        milestone | forecast   | actual     | why                | source
        money     |            | 2018-03-01 |                    | the minutes
        hired     | 2018-08-01 |            | Nobody applied yet | the minutes"""
}  # the team is two months late, and a telephone that was due a month ago was never handed out
TOLD = {
    "reports": """
        programme | as_at | time | money | benefits | risks | done | next | asked | by | invented
        home | 2018-04-30 | amber | green | green | green | Money came | Hire the team | More phones? | A lead | yes""",
    "reported": """
        milestone | as_at      | expected
        hired     | 2018-04-30 | 2018-06-01""",
}


@pytest.fixture
def opened_with(here) -> Callable[..., Opened]:
    """The small portfolio with some of its sheets drawn anew."""

    def do(**tables: str) -> Opened:
        made = contents(**tables)
        open_book(
            by=SYSTEM, kind=PROGRAMMES, key="small", title="A small portfolio", contents=made, source="A paper"
        )  # fmt: skip
        return opened(PROGRAMMES, "small")

    return do


@pytest.fixture
def late(opened_with) -> Opened:
    """The portfolio in which something slipped, with a report of April."""
    return opened_with(**LATE, **TOLD)


def row(book: Opened, sheet: str, key: str, column: str = "key") -> int:
    """The key of the row in which something stands."""
    return next(each.key for each in book.contents[sheet] if each[column] == key)
