"""Dates as the FHIR R4 search page has them: spans on both sides, prefixes, partial precision."""

from datetime import UTC, datetime

import pytest

from toldonce.record.search import dates

DATES = {
    "y2013": "2013",
    "m2013-01": "2013-01",
    "d2013-01-14": "2013-01-14",
    "t0000": "2013-01-14T00:00:00Z",
    "t1000": "2013-01-14T10:00:00Z",
    "d2013-01-15": "2013-01-15",
    "d2013-03-14": "2013-03-14",
    "d2013-03-15": "2013-03-15",
}
PERIODS = {
    "from2013-01-21": {"start": "2013-01-21"},
    "to2013-01-21": {"end": "2013-01-21"},
    "january": {"start": "2013-01-01", "end": "2013-01-31"},
    "march14": {"start": "2013-03-14T08:00:00Z", "end": "2013-03-14T09:00:00Z"},
    "years": {"start": "2010", "end": "2014"},
}


def observation(id, effective):
    kind = "effectivePeriod" if isinstance(effective, dict) else "effectiveDateTime"
    return {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "code": {"text": "x"},
        kind: effective,
    }


@pytest.mark.parametrize(
    ("date", "ids"),
    [
        ("2013-01-14", ["d2013-01-14", "t0000", "t1000"]),
        ("eq2013-01-14", ["d2013-01-14", "t0000", "t1000"]),
        ("2013-01-14T10:00:00Z", ["t1000"]),
        ("2013-01-14T10:00Z", ["t1000"]),
        ("2013-01-14T11:00:00%2B01:00", ["t1000"]),
        ("2013-01-14T11:00:00+01:00", ["t1000"]),
        ("2013-01", ["d2013-01-14", "d2013-01-15", "m2013-01", "t0000", "t1000"]),
        ("2013-03", ["d2013-03-14", "d2013-03-15"]),
        ("2013", sorted(DATES)),
        ("2012", []),
        ("ne2013", []),
        ("ne2013-01", ["d2013-03-14", "d2013-03-15", "y2013"]),
        ("lt2013-01-14T10:00:00Z", ["d2013-01-14", "m2013-01", "t0000", "y2013"]),
        ("lt2013-01-14", ["m2013-01", "y2013"]),
        ("gt2013-01-14", ["d2013-01-15", "d2013-03-14", "d2013-03-15", "m2013-01", "y2013"]),
        ("ge2013-03-14", ["d2013-03-14", "d2013-03-15", "y2013"]),
        ("le2013-01-14", ["d2013-01-14", "m2013-01", "t0000", "t1000", "y2013"]),
        ("sa2013-01-14", ["d2013-01-15", "d2013-03-14", "d2013-03-15"]),
        ("sa2013-03-14", ["d2013-03-15"]),
        ("eb2013-03-14", ["d2013-01-14", "d2013-01-15", "m2013-01", "t0000", "t1000"]),
        ("2013-01-14,2013-03-14", ["d2013-01-14", "d2013-03-14", "t0000", "t1000"]),
    ],
)
def test_a_date_of_any_precision_is_compared_as_a_span(found, date, ids):
    assert found([observation(*row) for row in DATES.items()], f"Observation?date={date}") == ids


@pytest.mark.parametrize(
    ("date", "ids"),
    [
        ("gt2013-01-22", ["from2013-01-21", "january", "march14", "years"]),
        ("lt2013-01-20", ["january", "to2013-01-21", "years"]),
        ("ge2013-03-14", ["from2013-01-21", "march14", "years"]),
        ("le2013-01-01", ["january", "to2013-01-21", "years"]),
        ("2013-01", ["january"]),
        ("2013-03-14", ["march14"]),
        ("sa2013-01-20", ["from2013-01-21", "march14"]),
        ("eb2013-01-22", ["to2013-01-21"]),
        ("ge2013-03-14&date=le2013-03-14", ["from2013-01-21", "march14", "years"]),
        ("sa2013-01-15&date=eb2013-03-15", ["march14"]),
    ],
)
def test_a_period_may_be_open_and_is_compared_as_a_whole(found, date, ids):
    assert found([observation(*row) for row in PERIODS.items()], f"Observation?date={date}") == ids


def test_what_happened_long_ago_and_goes_on_is_found_by_a_later_date(found):
    stay = {
        "resourceType": "Encounter", "id": "e", "status": "in-progress", "class": {"code": "IMP"},
        "period": {"start": "2001-05-05"},
    }  # fmt: skip
    assert found([stay], "Encounter?date=ge2024-05") == ["e"]


@pytest.mark.parametrize(
    ("date", "ids"),
    [("2013-03-14", ["t"]), ("ge2013-04", ["t"]), ("gt2013-06-01", []), ("sa2013-03", []), ("lt2013-01", [])],
)
def test_a_timing_counts_by_its_outer_limits(found, date, ids):
    timing = {"event": ["2013-03-14"]} if date == "2013-03-14" else {"event": ["2013-03-14", "2013-06-01"]}
    request = {
        "resourceType": "Observation", "id": "t", "status": "final", "code": {"text": "x"},
        "effectiveTiming": timing,
    }  # fmt: skip
    assert found([request], f"Observation?date={date}") == ids


@pytest.mark.parametrize(
    ("date", "ids"),
    [
        ("1950-03-02", ["day"]),
        ("1950-03", ["day", "month"]),
        ("1950", ["day", "month", "year"]),
        ("gt1950-03-31", ["later", "year"]),
        ("le1950-03-02", ["day", "month", "year"]),
        ("1950-03-02T10:00", []),
    ],
)
def test_a_birth_date_is_found_by_day_month_or_year(found, date, ids):
    born = {"day": "1950-03-02", "month": "1950-03", "year": "1950", "later": "1951-01-01"}
    people = [{"resourceType": "Patient", "id": id, "birthDate": day} for id, day in born.items()]
    assert found(people, f"Patient?birthdate={date}") == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Patient?_lastUpdated=gt2001-01-01", ["p"]),
        ("Patient?_lastUpdated=lt2001-01-01", []),
        ("Patient?_lastUpdated=ge2001&_lastUpdated=lt2999", ["p"]),
        ("Patient?_lastUpdated=ap2001-01-01", []),
    ],
)
def test_the_date_of_the_last_change_is_searched_like_any_other(found, question, ids):
    assert found([{"resourceType": "Patient", "id": "p"}], question) == ids


EDGES = [
    "0001-01-01T00:00:00+01:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-05:00",
    "9999-12-31T23:59:59Z",
]


@pytest.mark.parametrize("moment", EDGES)
def test_a_moment_at_the_edge_of_time_is_kept_so_that_it_can_be_read_again(moment):
    start, _ = dates.beginning(moment)
    if start is not None:
        assert datetime.min.replace(tzinfo=UTC) <= start.astimezone(UTC) <= datetime.max.replace(tzinfo=UTC)
