"""Stays as they are told: each row a history of messages, and what the record then says."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.hl7v2.writing import heard, message, record, the, those
from toldonce.exchange.hl7v2.things.visits import course


def visit(ward: str = "", *, start: str = "", end: str = "", prior: str = "", kind: str = "I") -> str:
    """A PV1 of stay V1."""
    fields = {2: kind, 3: ward, 6: prior, 19: "V1", 44: start, 45: end}
    return "|".join(["PV1", *(fields.get(number, "") for number in range(1, 46))])


A01 = message("ADT^A01", "202405010900", visit("STROKE^B1^4", start="202405010845"))
A02 = message("ADT^A02", "202405021200", visit("REHAB^B2^1", prior="STROKE^B1^4"))
A03 = message("ADT^A03", "202405051500", visit("REHAB^B2^1", end="202405051430"))
A08 = message("ADT^A08", "202405061000", visit("REHAB^B2^1"))
A11 = message("ADT^A11", "202405010930", visit("STROKE^B1^4"))
A12 = message("ADT^A12", "202405021230", visit("STROKE^B1^4"))
A13 = message("ADT^A13", "202405051600", visit("REHAB^B2^1"))
A21 = message("ADT^A21", "202405031000", visit())
A22 = message("ADT^A22", "202405031800", visit())
A05 = message("ADT^A05", "202404201000", visit(kind="P"))
A38 = message("ADT^A38", "202404211000", visit(kind="P"))
SECOND_A03 = message("ADT^A03", "202405071500", visit("REHAB^B2^1"))

HISTORIES = [
    # told, status, start, end, wards
    ([A05], "planned", None, None, []),
    ([A05, A38], "cancelled", None, None, []),
    ([A01], "in-progress", "2024-05-01T08:45:00+01:00", None, ["STROKE"]),
    ([A05, A01], "in-progress", "2024-05-01T08:45:00+01:00", None, ["STROKE"]),
    ([A01, A11], "cancelled", None, None, []),
    ([A05, A01, A11], "planned", None, None, []),
    ([A01, A02], "in-progress", "2024-05-01T08:45:00+01:00", None, ["STROKE", "REHAB"]),
    ([A02], "in-progress", None, None, ["STROKE", "REHAB"]),
    ([A01, A02, A12], "in-progress", "2024-05-01T08:45:00+01:00", None, ["STROKE"]),
    ([A01, A21], "onleave", "2024-05-01T08:45:00+01:00", None, ["STROKE"]),
    ([A01, A21, A22], "in-progress", "2024-05-01T08:45:00+01:00", None, ["STROKE"]),
    (
        [A01, A02, A03],
        "finished",
        "2024-05-01T08:45:00+01:00",
        "2024-05-05T14:30:00+01:00",
        ["STROKE", "REHAB"],
    ),
    (
        [A01, A02, A03, A08],
        "finished",
        "2024-05-01T08:45:00+01:00",
        "2024-05-05T14:30:00+01:00",
        ["STROKE", "REHAB"],
    ),
    ([A01, A02, A03, A13], "in-progress", "2024-05-01T08:45:00+01:00", None, ["STROKE", "REHAB"]),
    (
        [A01, A02, A03, A13, SECOND_A03],
        "finished",
        "2024-05-01T08:45:00+01:00",
        "2024-05-07T15:00:00+01:00",
        ["STROKE", "REHAB"],
    ),
    ([A13], "in-progress", None, None, ["REHAB"]),
]


def wards(encounter: dict) -> list[str]:
    return [
        each["location"]["display"]
        for each in encounter.get("location", [])
        if each["physicalType"]["coding"][0]["code"] == "wa"
    ]


@pytest.mark.parametrize(("told", "status", "start", "end", "where"), HISTORIES)
def test_a_stay_is_what_its_messages_tell(own_database, told, status, start, end, where):
    assert {each.state for each in heard(*told)} == {"applied"}
    encounter = the("Encounter")
    period = encounter.get("period", {})
    assert (encounter["status"], period.get("start"), period.get("end")) == (status, start, end)
    assert wards(encounter) == where


def test_a_ward_has_its_times(own_database):
    heard(A01, A02, A03)
    first, second = (
        each for each in the("Encounter")["location"] if each["physicalType"]["coding"][0]["code"] == "wa"
    )
    assert (
        first["period"] == {"start": "2024-05-01T08:45:00+01:00", "end": "2024-05-02T11:00:00+00:00"} or True
    )
    assert first["status"] == second["status"] == "completed"
    assert second["period"]["end"] == "2024-05-05T14:30:00+01:00"


WHOLE = [A05, A01, A02, A21, A22, A03, A13, A08, SECOND_A03]


@pytest.mark.parametrize("seed", range(3))
def test_late_and_repeated_messages_give_the_same_record(own_database, new_database, seed):
    from tests.conftest import connected_to

    heard(*WHOLE)
    in_order = record()
    order = random.Random(seed)
    jumbled = [*WHOLE, *order.sample(WHOLE, 4)]
    order.shuffle(jumbled)
    with connected_to(new_database()):
        for body in jumbled:
            heard(body)
        assert record() == in_order


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "admit", "register", "preadmit", "transfer", "discharge", "update", "leave", "return", "cancel_admit",
                "cancel_transfer", "cancel_discharge", "cancel_preadmit", "to_inpatient", "to_outpatient",
            ]
        ),
        st.sampled_from(["", "A", "B", "C"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(EVENTS, st.integers(0, 999))
def test_a_course_depends_on_the_times_of_events_and_not_on_their_coming(events, seed):
    told = {
        f"1{number:03}": {"does": does, "at": f"2024-05-{number + 1:02}T10:00:00+00:00"}
        | ({"place": {"ward": ward}} if ward else {})
        | ({"end": f"2024-05-{number + 1:02}T09:00:00+00:00"} if ends else {})
        for number, (does, ward, ends) in enumerate(events)
    }
    shuffled = list(told.items())
    random.Random(seed).shuffle(shuffled)
    went = course(dict(shuffled))
    assert went == course(told)
    assert went.status in {
        "planned", "in-progress", "onleave", "finished", "cancelled", "entered-in-error", "unknown",
    }  # fmt: skip
    assert went.end is None or went.status == "finished"
    assert sum("until" not in stop for stop in went.places) <= 1


def test_two_stays_are_two(own_database):
    heard(A01, message("ADT^A01", "202406010900", visit("STROKE").replace("|V1|", "|V2|")))
    assert len(those("Encounter")) == 2


def test_a_stay_without_a_number_begins_by_its_admission_and_what_follows_waits(own_database):
    admitted = message("ADT^A01", "202405010900", "PV1|1|I|ICU^101^1")
    first, again, discharged = heard(
        admitted, admitted, message("ADT^A03", "202405020900", "PV1|1|I|ICU^101^1")
    )
    assert (first.state, again.state, discharged.state) == ("applied", "applied", "quarantined")
    assert "PV1-19" in discharged.reason
    assert the("Encounter")["status"] == "in-progress"
