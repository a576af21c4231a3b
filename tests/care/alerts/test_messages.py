"""A hospital's HL7 v2 messages become alerts of the practice, and its corrections take them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.care.alerts.telling import HOSPITAL, NHS, hear, register, settle_tinyshire, withdrawn
from tests.exchange.hl7v2 import writing
from toldonce.care.alerts.models import Event
from toldonce.exchange.hl7v2.mapping import FeedMap
from toldonce.record.readings.moments import LOCAL

pytestmark = pytest.mark.usefixtures("own_database")
PAS = FeedMap("pas", HOSPITAL)
ADA = f"H1^^^{HOSPITAL}^PI~{NHS}^^^NHS^NH"


@pytest.fixture(autouse=True)
def ada(own_database) -> None:
    settle_tinyshire()
    register()


def clock(hours_ago: float) -> str:
    """A moment as the hospital writes it."""
    return f"{datetime.now(LOCAL) - timedelta(hours=hours_ago):%Y%m%d%H%M%S}"


def says(kind: str, hours_ago: float, *, start: str = "", end: str = "", letter: str = "I") -> list[str]:
    """Let the hospital send a message about her stay, and return what that tells."""
    fields = {2: letter, 3: "ACUTE^B1^4", 19: "V1", 44: start, 45: end}
    visit = "|".join(["PV1", *(fields.get(number, "") for number in range(1, 46))])
    sent = writing.message(kind, clock(hours_ago), visit, patient=ADA, name="Shaw^Ada")
    writing.heard(sent.replace(b"19400102", b"19500501"), feed=PAS, received=datetime.now(UTC))
    return hear()


def test_admission_repeat_discharge_and_its_cancellation():
    begun, ended = clock(30), clock(2)
    assert says("ADT^A01", 30, start=begun) == ["admitted"]
    assert says("ADT^A08", 29, start=begun) == []
    assert says("ADT^A03", 2, start=begun, end=ended) == ["discharged"]
    assert says("ADT^A13", 1, start=begun) == []
    assert withdrawn() == ["discharged"]


def test_an_admission_that_is_cancelled():
    assert says("ADT^A01", 3, start=clock(3)) == ["admitted"]
    says("ADT^A11", 2)
    assert withdrawn() == ["admitted"]


def test_a_stay_of_which_one_hears_first_when_it_changes_wards():
    assert says("ADT^A02", 1) == ["admitted"]


def test_a_visit_to_the_emergency_department():
    assert says("ADT^A04", 1, start=clock(1), letter="E") == ["attended_emergency"]
    assert "A&E" in Event.objects.get().words
