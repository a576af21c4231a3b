"""Numbers that are merged: nothing moves, the two are one person, and later messages say for whom they are."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.exchange.hl7v2.test_visits import visit
from tests.exchange.hl7v2.writing import FEED, heard, message, record, the, those
from toldonce.exchange.hl7v2.things.merging import merged_into
from toldonce.record import identity

OLD, NEW = "H1^^^RBD^PI", "H2^^^RBD^PI"
ADMITTED = message("ADT^A01", "202405010900", visit("STROKE"), patient=OLD)
MERGED = message("ADT^A40", "202405021000", "MRG|H1^^^RBD^PI", patient=NEW)
DISCHARGED = message("ADT^A03", "202405031100", visit("STROKE"), patient=NEW)
TOO_LATE = message("ADT^A08", "202405021200", visit("STROKE"), patient=OLD)
JUST_BEFORE = message("ADT^A08", "202405020900", visit("REHAB"), patient=OLD)


def persons() -> set[int]:
    return {identity.person_of(pid) for pid in range(1, 10)} - {0}


def test_two_numbers_are_one_person_and_the_old_one_is_not_in_use(own_database):
    heard(ADMITTED, MERGED)
    assert len(persons()) == 1
    old, new = sorted(those("Patient"), key=lambda each: each["active"])
    assert old["link"] == [{"other": {"reference": f"Patient/{new['id']}"}, "type": "replaced-by"}]
    assert (old["active"], new["active"]) == (False, True)
    assert the("Encounter")["subject"]["reference"] == f"Patient/{old['id']}"


@pytest.mark.parametrize("order", list(permutations([ADMITTED, MERGED, DISCHARGED])))
def test_a_stay_goes_on_under_the_number_that_survives(own_database, order):
    for body in order:
        (became,) = heard(body)
        assert became.state == "applied"
    stay = the("Encounter")
    assert (stay["status"], stay["period"]["end"]) == ("finished", "2024-05-03T11:00:00+01:00")
    assert len(persons()) == 1


def test_a_message_sent_afterwards_for_the_old_number_waits_and_names_the_survivor(own_database):
    heard(ADMITTED, MERGED)
    (became,) = heard(TOO_LATE)
    assert became.state == "quarantined"
    assert "H2 of RBD" in became.reason
    assert merged_into(FEED, "RBD|H1") == "H2 of RBD"
    assert merged_into(FEED, "RBD|H2") is None


def test_a_message_sent_before_and_coming_late_is_applied(own_database):
    heard(ADMITTED, MERGED)
    (became,) = heard(JUST_BEFORE)
    assert became.state == "applied"
    assert the("Encounter")["location"][0]["location"]["display"] == "REHAB"


def test_a_number_without_its_authority_is_that_of_the_survivor(own_database):
    heard(ADMITTED, message("ADT^A40", "202405021000", "MRG|H1", patient=NEW))
    assert len(persons()) == 1 and len(those("Patient")) == 2


def test_a_merge_of_one_number_with_itself_waits(own_database):
    (became,) = heard(message("ADT^A40", "202405021000", "MRG|H2^^^RBD^PI", patient=NEW))
    assert became.state == "quarantined" and "two different patients" in became.reason


def test_a_merge_the_other_way_round_brings_the_number_back(own_database):
    heard(ADMITTED, MERGED, message("ADT^A40", "202405041000", "MRG|H2^^^RBD^PI", patient=OLD))
    (became,) = heard(message("ADT^A08", "202405051000", visit("STROKE"), patient=OLD))
    assert became.state == "applied"
    assert merged_into(FEED, "RBD|H2") == "H1 of RBD"


def test_one_visit_number_of_two_patients_is_two_visits(own_database):
    """Some hospitals count the visits of each patient: 1, 2, 3."""
    other = message(
        "ADT^A01", "202405020900", visit("REHAB"), "DG1|1||I63^Stroke^I10", patient=NEW, name="Bee^Bob"
    )
    heard(ADMITTED)
    (became,) = heard(other)
    assert "kept apart" in became.reason
    stays = {each["subject"]["reference"]: each for each in those("Encounter")}
    assert len(stays) == 2
    diagnosis = the("Condition")
    assert (
        diagnosis["encounter"]["reference"] == f"Encounter/{stays[diagnosis['subject']['reference']]['id']}"
    )
    assert {each["location"][0]["location"]["display"] for each in stays.values()} == {"STROKE", "REHAB"}


def test_replaying_everything_changes_nothing(own_database):
    history = [ADMITTED, MERGED, DISCHARGED, JUST_BEFORE]
    heard(*history)
    before = record()
    heard(*history)
    assert record() == before
