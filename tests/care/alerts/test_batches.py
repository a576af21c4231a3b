"""A batch of changes about many people asks the database no more often than one about a single person."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.care.alerts.telling import (
    HOSPITAL,
    PRACTICE,
    ago,
    hear,
    of,
    org,
    register,
    result,
    settle_tinyshire,
    told,
)
from tests.writing import patient, put
from toldonce.care.alerts.models import Alert
from toldonce.care.alerts.raising import LISTENER
from toldonce.care.worklist.models import Item, Step
from toldonce.record.listening import listen_once
from toldonce.record.readings.record import SOURCE_ADDRESS

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def _adopted(own_database):
    """The practice has its usual askings, and what is remembered for a minute is remembered."""
    settle_tinyshire()
    register()
    told(result("first", 6.9, "HH", ago(hours=1)))


def registers(number: int) -> None:
    """Somebody else is registered at the practice."""
    put(of(PRACTICE, patient(f"gp-{number}", generalPractitioner=[org(PRACTICE)])), source=PRACTICE)


def has_potassium_measured(number: int) -> None:
    """The hospital has an abnormal result of somebody."""
    of_whom = {"reference": f"Patient/gp-{number}"}
    put(result(f"k{number}", 6.9, "HH", ago(hours=1), subject=of_whom), source=HOSPITAL)


def statements_of_a_batch(people: range) -> int:
    """How many statements are asked until the results of so many people are told."""
    for number in people:
        registers(number)
    hear()
    for number in people:
        has_potassium_measured(number)
    with CaptureQueriesContext(connection) as asked:
        assert listen_once(LISTENER) == len(people)
    return len(asked)


def test_a_batch_about_many_people_asks_no_more_often_than_one_about_one():
    assert statements_of_a_batch(range(1)) == statements_of_a_batch(range(1, 13))
    assert Alert.objects.count() == Item.objects.count() == Step.objects.count() == 14


def test_a_source_that_names_itself_at_length_loses_no_alert():
    source = {"meta": {"source": SOURCE_ADDRESS + "X" * 500}}
    assert told({**result("k", 7.4, "HH", ago(hours=1)), **source}) == ["abnormal_result"]


def test_each_of_a_batch_is_told_by_itself():
    statements_of_a_batch(range(3))
    last = Alert.objects.order_by("-pk")[:3]
    assert {each.event.person for each in last} == {each.event.pid for each in last}
    assert len({each.item for each in last}) == 3
    items = {item.pk: item for item in Item.objects.all()}
    assert all(items[each.item].key == f"event/{each.event_id}" for each in last)
    assert all(items[each.item].refers == each.event.references[0].split("/_history/")[0] for each in last)
