"""Every page of a plan opens before anything is written in it, and of a plan whose rows say nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.steering.sheets.conftest import FIONA
from toldonce.steering.books import KINDS
from toldonce.steering.sheets.declaring import BookKind, Row
from toldonce.steering.sheets.opening.actions import open_book
from toldonce.web.planner.plans.tabs import tabs_of

OF_EVERY_PLAN = (
    "book", "plan-describe", "plan-changes", "plan-compare", "plan-file", "plan-workbook", "plan-copy",
)  # fmt: skip
BLANK = {
    "as it opens": lambda kind: None,
    "without a row": lambda kind: {sheet.key: () for sheet in kind.sheets},
    "with rows that say nothing": lambda kind: {sheet.key: (nothing_in(sheet),) for sheet in kind.sheets},
}


def nothing_in(sheet) -> Row:
    return Row(1, 1, {column.key: None for column in sheet.columns})


def pages_of(kind: BookKind) -> list[str]:
    """The addresses of every page of the plan `new` that needs no row."""
    sheets = [[kind.key, "new", sheet.key] for sheet in kind.sheets]
    return [
        *(reverse(name, args=[kind.key, "new"]) for name in OF_EVERY_PLAN),
        *(reverse(name, args=["new"]) for _, name in tabs_of(kind.key)),
        *(reverse(name, args=at) for at in sheets for name in ("plan-sheet", "plan-paste")),
    ]


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_of_a_plan_in_which_nothing_is_written_opens(here, planner: Client, kind, blank):
    open_book(by=FIONA, kind=KINDS[kind], key="new", title="New", contents=BLANK[blank](KINDS[kind]))
    assert {
        at: status for at in pages_of(KINDS[kind]) if (status := planner.get(at).status_code) != 200
    } == {}
