"""The page of the calculator: what is counted, what is refused, and that nothing is kept."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from toldonce.web.planner.calculating import PASTED_AT_MOST

ADDRESS = "/figures/calculate/"
TABLE = "Place,Cases,Population\nAston,12,4000\nBurton,,5000"


def test_what_was_pasted_is_counted_and_stays_in_the_box(planner: Client):
    page = planner.post(ADDRESS, {"method": "rate", "table": TABLE}).content.decode()
    assert "300.00" in page
    assert "154.84 to 524.07" in page
    assert "The numerator is not known: find it, or leave the place out" in page
    assert "Aston,12,4000" in page
    assert 'value="rate" checked' in page


def test_nothing_of_it_is_written(planner: Client):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        planner.post(ADDRESS, {"method": "rate", "table": TABLE})
    written = [
        each["sql"] for each in asked if each["sql"].split()[0].lower() in ("insert", "update", "delete")
    ]
    assert not [sql for sql in written if "Aston" in sql or "figures" in sql]


@pytest.mark.parametrize(
    ("method", "table", "why"),
    [
        ("", TABLE, "Choose what is to be counted."),
        ("guess", TABLE, "Choose what is to be counted."),
        ("rate", "", "The table is empty"),
        ("life", TABLE, "No column is headed by one of these words: age"),
        ("rate", "x" * (PASTED_AT_MOST + 1), "paste a smaller table"),
        ("rate", "Cases,Population\n" + "1,2\n" * 5001, "paste a smaller table"),
    ],
)
def test_what_cannot_be_counted_is_refused_at_its_field(planner: Client, method, table, why):
    answer = planner.post(ADDRESS, {"method": method, "table": table})
    assert answer.status_code == 400
    assert why in answer.content.decode()
