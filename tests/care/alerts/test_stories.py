"""What happens to people with a history is told once, to the practice where they are registered."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.care.alerts.telling import (
    GP,
    HOSPITAL,
    HOSPITAL_PATIENT,
    NHS,
    PRACTICE,
    ago,
    hear,
    letter,
    medicine,
    of,
    register,
    result,
    settle_tinyshire,
    stay,
    told,
    withdrawn,
)
from tests.writing import patient, put
from toldonce.care.alerts.models import Alert, Asking, Event
from toldonce.care.worklist.models import Item
from toldonce.directory.actors import SYSTEM
from toldonce.record import identity, store

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def _ada(own_database):
    settle_tinyshire()
    register()


def test_a_practice_is_told_of_admission_and_discharge_once_each():
    begun = ago(hours=30)
    assert told(stay("s1", begun)) == ["admitted"]
    assert (
        told(stay("s1", begun, reasonCode=[{"text": "Pneumonia"}])) == []
    )  # A08: more is known of the same stay
    assert told(stay("s1", begun, ago(hours=1))) == ["discharged"]
    assert told(stay("s1", begun, ago(hours=1), reasonCode=[{"text": "Pneumonia"}])) == []
    assert Asking.objects.get().organisation == PRACTICE
    assert list(Item.objects.values_list("organisation", "kind")) == [(PRACTICE, "alert")] * 2


def test_a_visit_that_two_sources_tell_is_one():
    begun = ago(hours=5)
    assert told(stay("s1", begun)) == ["admitted"]
    assert told(stay("copy", begun, source="TH2"), source="TH2") == []


def test_an_earlier_stay_does_not_hide_a_new_one():
    assert told(stay("old", ago(days=400), ago(days=390))) == []
    assert told(stay("new", ago(hours=2))) == ["admitted"]
    assert told(stay("old", ago(days=400), ago(days=390), reasonCode=[{"text": "Fall"}])) == []


def test_an_admission_that_is_cancelled_is_taken_back_and_so_is_a_discharge():
    begun = ago(hours=30)
    told(stay("s1", begun), stay("s2", ago(days=40), ago(days=30)))
    assert told(stay("s1", begun, ago(hours=1))) == ["discharged"]
    told(stay("s1", begun))  # A13: the discharge is cancelled
    assert withdrawn() == ["discharged"]
    assert told(stay("s1", begun, ago(minutes=10))) == ["discharged"]
    told(stay("s1", begun, status="entered-in-error"))  # A11
    assert sorted(withdrawn()) == ["admitted", "discharged", "discharged"]
    assert set(Item.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert "did not take place" in Item.objects.first().outcome


def test_an_attendance_that_becomes_an_admission_is_told_as_both():
    begun = ago(hours=3)
    assert told(stay("s1", begun, kind="EMER")) == ["attended_emergency"]
    assert told(stay("s1", begun)) == ["admitted"]


def test_what_lies_long_back_is_no_news_though_it_comes_today():
    assert told(stay("s1", ago(days=30), ago(days=20)), result("r1", 6.9, "HH", ago(days=100))) == []
    assert told(letter("d1", "Clinic letter", ago(days=300))) == []


def test_abnormal_results_of_one_report_are_one_alert_and_the_normal_ones_none():
    taken = ago(hours=3)
    panel = [
        result("k", 6.9, "HH", taken),
        result("na", 128, "L", taken, test="Sodium"),
        result("hb", 130, "N", taken, test="Haemoglobin"),
    ]
    assert told(*panel) == ["abnormal_result"]
    event = Event.objects.get()
    assert event.words == "Potassium 6.9 mmol/L, critically high; Sodium 128 mmol/L, low"
    assert event.urgent
    assert Item.objects.get().urgent


def test_a_result_that_is_copied_is_told_once_and_one_that_is_corrected_is_taken_back():
    taken = ago(hours=3)
    assert told(result("k", 6.9, "HH", taken)) == ["abnormal_result"]
    assert told(result("copy", 6.9, "HH", taken)) == []
    assert told(result("k", 4.4, "N", taken, status="corrected")) == []
    assert withdrawn() == ["abnormal_result"]


def test_a_corrected_result_that_is_still_abnormal_is_told_anew():
    taken = ago(hours=3)
    told(result("k", 6.9, "HH", taken))
    assert told(result("k", 5.9, "H", taken, status="corrected")) == ["abnormal_result"]
    assert withdrawn() == ["abnormal_result"]


def test_a_medicine_is_told_when_it_starts_changes_and_stops_and_not_when_it_is_repeated():
    told(
        medicine("m0", "Ramipril 5mg", "active", ago(days=300), "One a day", source=PRACTICE), source=PRACTICE
    )
    assert told(medicine("m1", "Apixaban 5mg", "active", ago(days=2), "One twice a day")) == [
        "changed_medicine"
    ]
    assert told(medicine("m2", "Apixaban 5mg", "active", ago(days=1), "One twice a day")) == []
    assert told(medicine("m2", "Apixaban 5mg", "stopped", ago(days=1), "One twice a day")) == [
        "changed_medicine"
    ]
    assert told(medicine("m3", "Ramipril 5mg", "active", ago(hours=1), "Two a day")) == ["changed_medicine"]
    assert [each.words for each in Event.objects.order_by("pk")] == [
        "Apixaban 5mg: started, One twice a day",
        "Apixaban 5mg: stopped",
        "Ramipril 5mg: dose changed from One a day to Two a day",
    ]


def test_a_death_is_told_once_and_taken_back_when_it_was_a_mistake():
    alive = patient(HOSPITAL_PATIENT, NHS, "Shaw", "1950-05-01")
    assert told(of(HOSPITAL, {**alive, "deceasedBoolean": True})) == ["died"]
    day = ago(days=1)[:10]
    assert told(of(HOSPITAL, {**alive, "deceasedDateTime": day})) == []
    told(of(HOSPITAL, alive))
    assert withdrawn() == ["died"]


def test_what_the_practice_tells_itself_is_no_news_to_it():
    assert told(medicine("m1", "Apixaban 5mg", "active", ago(days=1), source=PRACTICE), source=PRACTICE) == []
    assert Alert.objects.count() == 0


def test_hearing_everything_again_tells_nobody_anything_twice():
    begun = ago(hours=30)
    told(stay("s1", begun), result("k", 6.9, "HH", ago(hours=3)))
    told(stay("s1", begun, ago(hours=1)))
    count = Alert.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("update listener set xid = '0', seq = 0")
    assert hear() == []
    assert Alert.objects.count() == count == 3


def test_several_changes_that_are_heard_together_are_told_each_by_itself():
    begun = ago(hours=30)
    put(stay("s1", begun), source=HOSPITAL)
    put(stay("s1", begun, ago(hours=1)), source=HOSPITAL)
    assert hear() == ["admitted", "discharged"]


def test_what_was_told_of_somebody_who_is_linked_meanwhile_is_taken_back():
    begun, unknown = ago(hours=3), {"subject": {"reference": "Patient/unknown"}}
    put(of(HOSPITAL, patient("unknown", "", "Shaw", "1950-05-01")), source=HOSPITAL)
    told({**stay("s1", begun), **unknown})
    stranger, ada = (store.read("Patient", each).pid for each in ("unknown", GP))
    assert identity.link(pid=stranger, to=ada, by=SYSTEM, why="She showed her passport.") == ada
    told({**stay("s1", begun, status="entered-in-error"), **unknown})
    assert withdrawn() == ["admitted"]
