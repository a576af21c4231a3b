"""What would harm somebody if a reading got it wrong, whichever section it stands in."""

from copy import deepcopy

import pytest

from tests.record.readings.samples import SAMPLES
from tests.record.readings.tables import TODAY, allergies, conditions, medicines, record, resource
from toldonce.record.readings.assembly import record_from
from toldonce.record.readings.contents import read_all
from toldonce.record.readings.emergency import emergency
from toldonce.record.readings.moments import moment
from toldonce.record.readings.timeline import timeline

IN_ERROR = {"coding": [{"code": "entered-in-error"}]}
NAMELESS_STATUS = {"Condition": "verificationStatus", "AllergyIntolerance": "verificationStatus"}
WITHOUT_STATUS = {
    "Patient",
    "RelatedPerson",
    "ResearchSubject",
    "Practitioner",
    "PractitionerRole",
    "Endpoint",
}


def taken_back(resource: dict) -> dict:
    """The resource as its source says that it never should have been written."""
    rtype = resource["resourceType"]
    if rtype in NAMELESS_STATUS:
        kept = {name: value for name, value in resource.items() if name != "clinicalStatus"}
        return kept | {NAMELESS_STATUS[rtype]: IN_ERROR}
    return resource | {"lifecycleStatus" if rtype == "Goal" else "status": "entered-in-error"}


def test_what_a_source_took_back_is_shown_in_no_section_and_on_no_timeline():
    told = [taken_back(each) for each in deepcopy(SAMPLES) if each["resourceType"] not in WITHOUT_STATUS]
    made = record_from(told, at=TODAY)
    shown = {slug: len(section.items) for slug, section in read_all(made).items()}
    assert {slug for slug, count in shown.items() if count} <= {"demographics"}
    assert timeline(made) == ()


# what was told              | the day and the time that are shown in England
DATES = """
2026-06-30T23:30:00Z         | 1 July 2026    | 00:30
2026-12-31T23:30:00Z         | 31 December 2026 | 23:30
2026-06-30T23:30:00+01:00    | 30 June 2026   | 23:30
2026-03-29T01:30:00Z         | 29 March 2026  | 02:30
2026-06-30                   | 30 June 2026   |
2026-06                      | June 2026      |
1948                         | 1948           |
"""


@pytest.mark.parametrize("line", DATES.strip().splitlines())
def test_a_time_is_shown_on_the_clocks_of_england_and_a_day_never_moves(line):
    told, day, clock = (cell.strip() for cell in line.split("|"))
    assert (moment(told).words, moment(told).clock) == (day, clock)


def test_a_day_is_no_midnight():
    assert moment("2026-06-30") != moment("2026-06-30T00:00:00Z")
    assert moment("2026-02-30") is None


PLAN = resource(
    "CarePlan",
    status="active",
    intent="plan",
    title="ReSPECT: treat at home where possible",
    category=[{"coding": [{"system": "http://snomed.info/sct", "code": "1382601000000107"}]}],
    period={"start": "2026-01-10"},
)
OLD_PLAN = PLAN | {"status": "revoked", "title": "Earlier plan", "period": {"start": "2024-01-10"}}


def test_the_ambulance_has_plan_allergies_medicines_and_problems_in_one_look():
    seen = emergency(
        record(
            PLAN,
            OLD_PLAN,
            allergies("substance | reaction | criticality \n Penicillin | Anaphylaxis | high"),
            medicines("medicine | status | ordered \n Warfarin 3mg tablets | active | 2026-06-01"),
            conditions("problem | status \n Heart failure 84114007 | active"),
        )
    )
    assert [plan.title for plan in seen.plans if plan.is_current] == ["ReSPECT: treat at home where possible"]
    assert [each.substance for each in seen.allergies] == ["Penicillin"]
    assert [each.name for each in seen.medicines] == ["Warfarin 3mg tablets"]
    assert [each.name for each in seen.problems] == ["Heart failure"]


def test_the_ambulance_view_says_why_it_shows_no_allergies():
    seen = emergency(record(conditions("problem | status \n Asthma | active")))
    assert seen.allergies.why_empty.sentence == "Nothing is recorded here by The Adam Practice."
    assert seen.no_known_allergies == ()
