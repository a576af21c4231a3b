"""Stays and attendances: each once, whoever tells it, and where the person is now."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.record.readings.tables import encounters, record, resource, shown
from toldonce.record.readings.assembly import record_from
from toldonce.record.readings.stays import Visit, attendances, stay_now, stays, visits, visits_lately


def told(table):
    return record(encounters(table))


def test_the_person_who_is_in_hospital_has_a_ward_a_bed_and_a_since():
    whole = told("""
        status      | start                | ward     | bed
        finished    | 2024-01-01           |          |
        in-progress | 2026-06-13T10:00:00Z | Ward 4   | Bed 12
    """)
    now = stay_now(whole)
    assert (now.ward, now.bed, now.start.words, now.provider) == ("Ward 4", "Bed 12", "13 June 2026", "RDZ")


def test_a_stay_that_was_never_closed_is_over_once_the_same_hospital_tells_a_later_one():
    whole = told("""
        status      | start      | end
        in-progress | 2019-03-01 |
        finished    | 2025-05-01 | 2025-05-04
    """)
    assert stay_now(whole) is None
    assert shown(stays(whole), "start", "status", "end_is_untold") == [
        ("1 May 2025", "finished", False),
        ("1 March 2019", "finished", True),
    ]


def test_a_stay_on_another_ward_elsewhere_that_ended_does_not_end_the_one_that_goes_on():
    whole = told("""
        at  | status      | start      | end
        RDY | in-progress | 2026-05-01 |
        RDZ | finished    | 2026-06-01 | 2026-06-03
    """)
    assert stay_now(whole).provider == "RDY"


def test_one_stay_that_two_sources_tell_is_one_line():
    whole = told("""
        source   | status      | start                | end
        hospital | finished    | 2026-03-01T10:00:00Z | 2026-03-05
        gp       | in-progress | 2026-03-01T11:30:00Z |
    """)
    (stay,) = stays(whole)
    assert (stay.status, stay.nights) == ("finished", 4)
    assert {each.source for each in stay.told_by} == {"gp", "hospital"}


def test_two_visits_of_one_source_on_one_day_stay_two():
    whole = told("""
        kind      | status   | start                | end
        emergency | finished | 2026-03-01T08:00:00Z | 2026-03-01T09:00:00Z
        emergency | finished | 2026-03-01T11:00:00Z | 2026-03-01T12:00:00Z
    """)
    assert len(attendances(whole)) == 2


def test_the_dead_are_in_no_hospital():
    whole = record(
        encounters("status | start \n in-progress | 2026-06-13"),
        resource("Patient", deceasedDateTime="2026-06-14"),
    )
    assert stay_now(whole) is None


def test_an_expected_discharge_is_read_from_the_hospitals_extension():
    (stay,) = encounters("status | start \n in-progress | 2026-06-13")
    stay["extension"] = [
        {"url": "https://toldonce.example/expected-discharge-date", "valueDate": "2026-06-18"}
    ]
    assert stay_now(record(stay)).expected_discharge.words == "18 June 2026"


def test_cancelled_and_planned_encounters_are_no_visits():
    assert visits(told("status | start \n cancelled | 2026-01-01 \n planned | 2026-09-01")).items == ()


DAYS = st.integers(-100, 3)
ENCOUNTERS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(["RDZ", "RDY"]),
            "kind": st.sampled_from(["IMP", "EMER", "AMB"]),
            "status": st.sampled_from(["in-progress", "finished", "unknown"]),
            "start": st.none() | DAYS,
            "end": st.none() | DAYS,
        }
    ),
    max_size=8,
)
AT = datetime(2026, 6, 15, 12, tzinfo=UTC)


@given(ENCOUNTERS)
def test_what_is_left_out_of_the_visits_of_late_decides_about_nothing(drawn):
    whole = record_from([_encounter(number, **each) for number, each in enumerate(drawn)], at=AT)
    assert _of_late(visits_lately(whole)) == _of_late(visits(whole).items)


def _encounter(number: int, source: str, kind: str, status: str, start: int | None, end: int | None) -> dict:
    told = {"start": start, "end": end}
    period = {
        name: f"{AT + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
        for name, days in told.items()
        if days is not None
    }
    return {
        "resourceType": "Encounter", "id": str(number), "status": status, "class": {"code": kind}, "period": period,
        "meta": {"source": f"https://toldonce.example/source/{source}"},
    }  # fmt: skip


def _of_late(found: Iterable[Visit]) -> set[tuple]:
    """What access and the ward board ask of a visit that goes on, ended or began within six weeks."""
    since = AT - timedelta(days=42)
    return {
        (each.ids, each.status, each.start, each.end)
        for each in found
        if (
            each.end.last_instant >= since
            if each.end
            else each.is_going_on or (each.start and each.start.at >= since)
        )
    }
