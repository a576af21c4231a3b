"""What one change did is told as it was at that change, however late and however often one asks."""

from __future__ import annotations

import orjson
import pytest

from tests.record.test_changes import follow_until
from tests.writing import delete, patient, put, weight
from toldonce.record import actions, store
from toldonce.record.actions import open_arrival
from toldonce.record.changes import Change
from toldonce.record.differences import Difference, differences

pytestmark = pytest.mark.usefixtures("own_database")


def found(changes: list[Change], **types) -> list[Difference]:
    return differences(changes, **(types or {"whole": ["Patient"], "alone": ["Observation"]}))


def weights(stored) -> list[str]:
    """`w1=70` for each weight, in order."""
    told = [orjson.loads(each.body) for each in stored if each.rtype == "Observation"]
    return sorted(f"{each['id']}={each['valueQuantity']['value']:g}" for each in told)


def test_before_and_after_of_each_change():
    put(weight("w1", "p1", 70))
    put(weight("w1", "p1", 71), weight("w2", "p1", 80))
    put(weight("w1", "p1", 72))
    delete("Observation", "w2")
    changes, _ = follow_until(4)
    assert [(weights(each.before), weights(each.after)) for each in found(changes)] == [
        ([], ["w1=70"]),
        (["w1=70"], ["w1=71", "w2=80"]),
        (["w1=71"], ["w1=72"]),
        (["w2=80"], []),
    ]
    # asked of one change alone, long after the others, it is the same
    assert [weights(each.after) for each in found(changes[:1])] == [["w1=70"]]


def test_of_whole_types_everything_about_the_person_is_told_whoever_tells_it():
    put(patient("gp-1", "9990000018", "Shaw"), weight("w1", "gp-1", 70))
    put(patient("hospital-1", "9990000018", "Shaw"), weight("w2", "hospital-1", 80))
    changes, _ = follow_until(2)
    first, second = found(changes, whole=["Observation"])
    assert weights(second.before) == ["w1=70"]
    assert weights(second.after) == ["w1=70", "w2=80"]
    assert second.wrote == {"Observation/w2"}
    assert weights(first.after) == ["w1=70"]


def test_a_resource_that_turns_out_to_be_about_somebody_else_leaves_the_first():
    put(weight("w1", "p1", 70))
    put(weight("w1", "p2", 70))
    changes, _ = follow_until(3)
    moved = found(changes[1:])
    told = {(bool(each.before), bool(each.after)) for each in moved}
    assert told == {(True, False), (False, True)}


def test_a_change_of_other_types_is_no_difference():
    put(weight("w1", "p1"))
    changes, _ = follow_until(1)
    assert found(changes, whole=["Encounter"], alone=["Flag"]) == []


def test_the_first_load_of_a_source_patient_is_known_and_a_later_one_is_not(monkeypatch):
    put(patient("known", family="Shaw"))
    monkeypatch.setattr(actions, "open_arrival", lambda arrival: open_arrival(arrival, loads=True))
    put(patient("new", family="Lane"), weight("w1", "new"), weight("w2", "known"))
    changes, _ = follow_until(3)
    first = {each.change.pid: each.is_first_load for each in found(changes[1:])}
    assert first == {store.read("Patient", "known").pid: False, store.read("Patient", "new").pid: True}
