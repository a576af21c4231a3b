"""Every mapping that comes with Toldonce reads its example, and what it makes is good FHIR that the record shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.files.conftest import COUNCIL, stored
from tests.writing import NURSE
from toldonce.exchange.files.actions import take
from toldonce.exchange.files.reading import mapping_called, shipped
from toldonce.record import identity
from toldonce.record.gathering import gather
from toldonce.record.readings.alerts import safeguarding
from toldonce.record.readings.care_team import caring_organisations
from toldonce.record.readings.child_health import child_health, growth
from toldonce.record.readings.packages import packages
from toldonce.record.readings.pregnancy import is_pregnant, pregnancy
from toldonce.record.readings.record import Record
from toldonce.record.readings.vaccinations import vaccinations

EXAMPLES = Path(__file__).parent / "examples"
FLORENCE, EDITH, CLARA = "9990001111", "9990001162", "9990001200"
IVY, NOAH, LOOKED_AFTER, ADA = "9990001138", "9990001146", "9990001154", "9990001189"


def example(name: str, source: str = COUNCIL):
    """Take the example of a mapping."""
    return take(by=NURSE, path=EXAMPLES / f"{name}.csv", mapping=mapping_called(name), source=source)


def record_of(nhs: str) -> Record:
    """The whole record of the person with this NHS number."""
    (found,) = {each.person for each in identity.find(nhs=nhs)}
    return gather(found, identity.pids_of(found))


def test_every_mapping_has_an_example():
    assert {path.stem for path in EXAMPLES.glob("*.csv")} == set(shipped())


@pytest.mark.parametrize("name", shipped())
def test_an_example_is_taken_whole_and_twice_is_once(name, council):
    first = example(name)
    assert first.report["states"]["refused"] == 0, first.quarantined
    assert first.report["notes"] == [] or "they are not read" in first.report["notes"][0]
    unknown = {each["name"]: each["unknown"] for each in first.report["columns"] if each["unknown"]}
    assert unknown == {}
    assert example(name).report["written"] == {}


def test_packages_equipment_and_direct_payments_stand_under_services_and_care(council):
    for name in ("adult-social-care-packages", "community-equipment", "adult-social-care-direct-payments"):
        example(name)
    told = {(e.kind, e.title, e.provider, e.is_current) for e in packages(record_of(FLORENCE))}
    assert told == {
        ("package of care", "Home Support", "Invented Home Care", True),
        ("package of care", "Meals", "Invented Meals", False),
        ("equipment", "Mobile hoist", COUNCIL, True),
        ("equipment", "Perching stool", COUNCIL, True),
        ("equipment", "Commode", COUNCIL, False),
    }


def test_how_much_is_given_a_week_is_told_and_what_it_costs_is_not(council):
    example("adult-social-care-packages")
    (home,) = [each for each in packages(record_of(FLORENCE)) if each.is_current]
    assert home.details == (
        "Long Term Support: Community (CASSR Managed Personal Budget)",
        "10.5 hours a week",
    )
    assert "21.40" not in "".join(map(str, stored("CarePlan")))


def test_a_child_protection_plan_and_its_social_worker_stand_out(council):
    example("children-child-protection")
    (plan,) = safeguarding(record_of(IVY))
    assert (plan.title, plan.is_current, plan.detail) == (
        "Child protection plan",
        True,
        "Category: Neglect. Social worker: Sam Invented. Telephone: 01632 960100. Next conference: 2026-12-01.",
    )


def test_a_plan_that_has_ended_stays_and_is_over(council):
    example("children-child-protection")
    (plan,) = safeguarding(record_of(NOAH))
    assert (plan.is_current, plan.until.words) == (False, "15 January 2025")


def test_of_a_looked_after_child_the_present_episode_is_current_and_no_place_is_told(council):
    example("children-looked-after")
    told = [(e.title, e.is_current, e.detail) for e in safeguarding(record_of(LOOKED_AFTER))]
    assert told == [
        ("Looked-after child", True, "Legal status: full care order. Placement: fostered. Need: abuse or neglect."),
        (
            "Looked-after child", False,
            "Legal status: accommodated under section 20. Placement: fostered. Need: abuse or neglect.",
        ),
    ]  # fmt: skip


def test_the_red_book_fills_child_health_and_vaccinations(council):
    for name in ("child-growth", "child-reviews", "child-immunisations"):
        example(name)
    ada = record_of(ADA)
    assert [(e.age, e.weight.words) for e in growth(ada)] == [
        ("4 months", "6.3"),
        ("6 weeks", "4.65"),
        ("0 days", "3.4"),
    ]
    assert [e.title for e in child_health(ada)] == [
        *["Infant feeding status"] * 2, "New birth visit", "Infant feeding status"
    ]  # fmt: skip
    assert sorted(e.vaccine for e in vaccinations(ada))[:2] == ["6-in-1 (DTaP/IPV/Hib/HepB)", _ROTAVIRUS]


_ROTAVIRUS = "Administration of vaccine product containing only Rotavirus antigen"


def test_a_booking_says_that_she_is_pregnant_and_when_the_child_is_expected(council):
    example("maternity-bookings")
    told = pregnancy(record_of(CLARA))
    assert [e.expected_delivery.words for e in told if e.expected_delivery] == ["20 March 2027"]
    assert is_pregnant(record_of(CLARA)) is not None


def test_a_resident_is_on_the_caseload_of_the_home(council):
    example("care-home-residents")
    assert "ZZH01" in caring_organisations(record_of(EDITH))
