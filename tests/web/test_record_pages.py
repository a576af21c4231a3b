"""What the pages make of a record: the data drawn, the line out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from toldonce.record.readings.assembly import record_from
from toldonce.record.readings.record import Record
from toldonce.record.readings.sections import BY_SLUG
from toldonce.web.practitioner import timeline as shown_timeline
from toldonce.web.practitioner.section_page import section_page
from toldonce.web.practitioner.sections import GROUPS, SHOWN
from toldonce.web.practitioner.summary import summary
from toldonce.web.practitioner.timeline import Asked, timeline_page

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GP = {"source": "https://toldonce.example/source/J81016"}
HOSPITAL = {"source": "https://toldonce.example/source/RBD"}
pytestmark = pytest.mark.django_db


def value(id: str, test: str, amount: float, on: str, meta: dict = HOSPITAL, **more: object) -> dict:
    return {
        "resourceType": "Observation", "id": id, "meta": meta, "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}], "code": {"text": test},
        "effectiveDateTime": on, "valueQuantity": {"value": amount, "unit": "mmol/L"}, **more,
    }  # fmt: skip


def problem(id: str, words: str, since: str, status: str = "active", meta: dict = GP) -> dict:
    return {
        "resourceType": "Condition", "id": id, "meta": meta, "code": {"text": words}, "onsetDateTime": since,
        "recordedDate": since, "clinicalStatus": {"coding": [{"code": status}]},
    }  # fmt: skip


def medicine(id: str, name: str, on: str, meta: dict = GP) -> dict:
    return {
        "resourceType": "MedicationRequest", "id": id, "meta": meta, "status": "active", "intent": "order",
        "authoredOn": on, "medicationCodeableConcept": {"text": name}, "dosageInstruction": [{"text": "One a day"}],
    }  # fmt: skip


def record(*resources: dict) -> Record:
    return record_from(resources, at=NOW)


def test_every_section_of_the_record_has_its_place_in_the_navigation():
    listed = [slug for _, slugs in GROUPS for slug in slugs]
    assert sorted(listed) == sorted(SHOWN) == sorted(BY_SLUG)


@pytest.mark.parametrize("slug", sorted(SHOWN))
def test_an_empty_section_says_why(slug):
    page = section_page(
        record(problem("1", "Asthma", "2019-01-01"), value("2", "Sodium", 140, "2020-01-01")), SHOWN[slug]
    )
    for part in page["parts"]:
        assert part.table.lines or part.section.why_empty or part.section.items, (
            f"{slug}: {part.title} is blank"
        )


def test_the_summary_shows_active_problems_and_who_told_them():
    page = summary(
        record(
            problem("1", "Asthma", "2019-01-01"),
            problem("2", "Asthma", "2020-01-01", meta=HOSPITAL),
            problem("3", "Fracture", "2018-01-01", status="resolved"),
        )
    )
    assert [(line.name, line.since, line.sources) for line in page.problems.lines] == [
        ("Asthma", "1 Jan 2019", "RBD, J81016")
    ]


def test_the_summary_marks_a_medicine_that_was_started_lately():
    page = summary(record(medicine("1", "Aspirin", "2026-11-01"), medicine("2", "Ramipril", "2019-01-01")))
    assert [(line.name, line.dose, line.mark) for line in page.medicines.lines] == [
        ("Aspirin", "One a day", "Started, 1 Nov 2026"),
        ("Ramipril", "One a day", ""),
    ]


def test_eight_tests_with_the_newest_value_first():
    told = [value(str(n), f"Test {n}", n, f"2026-01-{n:02}") for n in range(1, 13)]
    page = summary(record(*told))
    assert [line.name for line in page.results.lines] == [f"Test {n}" for n in range(12, 4, -1)]
    assert page.results.total == 12


@pytest.mark.parametrize(
    ("amount", "interpretation", "arrow", "word"),
    [
        (3.0, None, "↓", "Low"),
        (6.0, None, "↑", "High"),
        (7.1, "HH", "⇈", "Very high"),
        (4.0, None, None, None),
    ],
)
def test_a_value_outside_its_range_has_an_arrow_and_a_word(amount, interpretation, arrow, word):
    more = {"interpretation": [{"coding": [{"code": interpretation}]}]} if interpretation else {}
    told = value(
        "1",
        "Potassium",
        amount,
        "2026-01-01",
        referenceRange=[{"low": {"value": 3.5}, "high": {"value": 5.3}}],
        **more,
    )
    (line,) = summary(record(told)).results.lines
    assert (line.flag.arrow if line.flag else None, line.flag.word if line.flag else None) == (arrow, word)


STORY = (
    value("1", "Sodium", 140, "2026-01-02T08:00:00Z"),
    value("2", "Potassium", 4.1, "2026-01-02T08:05:00Z"),
    value("3", "Sodium", 139, "2026-01-02", meta=GP),
    problem("4", "Asthma", "2019-05-06"),
)


def test_the_values_of_one_day_from_one_source_are_one_line():
    page = timeline_page(record(*STORY), Asked())
    assert [(line.source, line.what) for line in page.lines] == [
        ("RBD", "Potassium 4.1 mmol/L; Sodium 140 mmol/L"),
        ("J81016", "Sodium 139 mmol/L"),
        ("J81016", "Asthma"),
    ]


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        (Asked(kind="problems"), ["Asthma"]),
        (Asked(source="J81016"), ["Sodium 139 mmol/L", "Asthma"]),
        (Asked(until=date(2020, 1, 1)), ["Asthma"]),
        (Asked(since=date(2027, 1, 1)), []),
        (Asked(start=2), ["Asthma"]),
    ],
)
def test_the_timeline_is_narrowed_by_kind_source_and_date(asked, lines):
    assert [line.what for line in timeline_page(record(*STORY), asked).lines] == lines


def test_the_timeline_goes_on_where_a_page_ends(monkeypatch):
    monkeypatch.setattr(shown_timeline, "PAGE", 2)
    first = timeline_page(record(*STORY), Asked())
    assert (len(first.lines), first.total, first.next_start) == (2, 3, 2)


def test_what_was_asked_of_somebody_is_seen_with_whose_it_is_and_that_it_is_overdue():
    asked = {
        "resourceType": "Task", "id": "1", "meta": GP, "status": "requested", "intent": "proposal",
        "description": "Mend the date of birth", "owner": {"display": "The hospital"}, "authoredOn": "2026-11-01",
        "restriction": {"period": {"end": "2026-11-10"}},
    }  # fmt: skip
    page = section_page(record(asked), SHOWN["care-plans"])
    cells = [cell for part in page["parts"] for line in part.table.lines for cell in line.cells]
    assert [cell.words for cell in cells][:3] == ["Mend the date of birth", "Requested", "The hospital"]
    assert cells[0].flag.word == "Overdue"
    assert [each.here for each in page["heard"]] == ["1 Nov 2026"]
