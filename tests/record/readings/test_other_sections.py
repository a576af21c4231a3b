"""The smaller sections: vaccinations, packages, pregnancy, social context, contacts, consents, timeline."""

from datetime import date

from tests.record.readings.tables import record, resource, shown
from toldonce.record.readings.care_team import care_team, caseloads
from toldonce.record.readings.consents import consents
from toldonce.record.readings.packages import packages
from toldonce.record.readings.personal_contacts import personal_contacts
from toldonce.record.readings.pregnancy import is_pregnant, pregnancy
from toldonce.record.readings.procedures import procedures
from toldonce.record.readings.registration import registration
from toldonce.record.readings.requested_actions import requested_actions
from toldonce.record.readings.social import social_context
from toldonce.record.readings.timeline import kinds_in, timeline
from toldonce.record.readings.vaccinations import vaccinations


def vaccine(source, day, status="completed"):
    return resource(
        "Immunization", source, status=status, vaccineCode={"text": "Influenza"}, occurrenceDateTime=day
    )


def test_a_dose_that_two_sources_tell_is_one_and_next_years_is_another():
    whole = record(
        vaccine("gp", "2025-10-01"), vaccine("hospital", "2025-10-01T09:00:00Z"), vaccine("gp", "2024-10-01")
    )
    assert [len(each.told_by) for each in vaccinations(whole)] == [2, 1]


def test_a_vaccine_that_was_refused_is_shown_as_not_given():
    assert shown(vaccinations(record(vaccine("gp", "2025-10-01", "not-done"))), "vaccine", "was_given") == [
        ("Influenza", False)
    ]


def test_a_procedure_that_two_sources_tell_of_one_day_is_one():
    told = [
        resource("Procedure", source, code={"text": "Hip replacement"}, performedDateTime="2025-03-04")
        for source in ("gp", "hospital")
    ]
    assert len(procedures(record(told))) == 1


def test_a_package_goes_on_until_its_end():
    def package(title, **period):
        return resource(
            "CarePlan",
            "council",
            status="active",
            title=title,
            category=[{"text": "Home care"}],
            period=period,
        )

    whole = record(package("Ended", start="2020", end="2021"), package("Goes on", start="2024"))
    assert shown(packages(whole), "title", "is_current") == [("Goes on", True), ("Ended", False)]


def test_a_pregnancy_of_long_ago_is_no_pregnancy_now():
    def pregnant(on):
        return resource("Condition", code={"coding": [{"code": "77386006"}]}, onsetDateTime=on)

    assert is_pregnant(record(pregnant("2019-01-01"))) is None
    assert is_pregnant(record(pregnant("2026-03-01"))) is not None


def test_a_pregnancy_that_ended_is_over_though_it_began_lately():
    ended = resource(
        "Condition",
        code={"coding": [{"code": "77386006"}]},
        onsetDateTime="2026-03-01",
        clinicalStatus={"coding": [{"code": "resolved"}]},
    )
    assert is_pregnant(record(ended)) is None
    assert len(pregnancy(record(ended))) == 1


def smoking(words, on):
    social = [{"coding": [{"code": "social-history"}]}]
    return resource(
        "Observation",
        category=social,
        code={"text": "Smoking"},
        effectiveDateTime=on,
        valueCodeableConcept={"text": words},
    )


def test_the_last_word_on_smoking_is_shown_and_the_earlier_ones_stay_behind_it():
    (circumstance,) = social_context(record(smoking("Smoker", "2010"), smoking("Ex-smoker", "2020")))
    assert circumstance.words == "Ex-smoker"
    assert [each.words for each in circumstance.earlier] == ["Smoker"]


def test_next_of_kin_come_first_and_one_name_is_one_contact():
    whole = record(
        resource("RelatedPerson", name=[{"text": "Ann Friend"}]),
        resource("RelatedPerson", name=[{"text": "Bob Legg"}], relationship=[{"text": "Next of kin"}]),
        resource("Patient", "hospital", contact=[{"name": {"text": "Bob Legg"}}]),
    )
    assert [each.name for each in personal_contacts(whole)] == ["Bob Legg", "Ann Friend"]


def test_a_registration_is_no_caseload_and_a_caseload_no_registration():
    owner = {"reference": "Organization/ods-J81010"}
    whole = record(
        resource(
            "EpisodeOfCare", status="active", type=[{"text": "GP registration"}], managingOrganization=owner
        ),
        resource(
            "EpisodeOfCare", status="active", type=[{"text": "District nursing"}], managingOrganization=owner
        ),
    )
    assert len(registration(whole)) == 1
    assert [each.kind for each in caseloads(whole)] == ["District nursing"]


def test_the_named_coordinator_comes_first_in_the_care_team():
    team = resource(
        "CareTeam",
        status="active",
        participant=[
            {"role": [{"text": "Nurse"}], "member": {"display": "Ann"}},
            {"role": [{"text": "Care co-ordinator"}], "member": {"display": "Bob"}},
        ],
    )
    assert [each.name for each in care_team(record(team))] == ["Bob", "Ann"]


def test_an_objection_is_said_as_one():
    consent = resource(
        "Consent", status="active", category=[{"text": "Shared record"}], provision={"type": "deny"}
    )
    assert shown(consents(record(consent)), "title", "decision", "concerns_care") == [
        ("Shared record", "Objects", True)
    ]


STORY = (
    resource("Condition", "gp", code={"text": "Asthma"}, recordedDate="2010-01-01"),
    resource(
        "Encounter",
        "hospital",
        status="finished",
        type=[{"text": "Admission"}],
        period={"start": "2024-01-01"},
    ),
    resource("Patient", "gp"),
)


def test_the_story_is_told_newest_first_and_filtered_by_kind_source_and_day():
    whole = record(*STORY)
    assert [each.title for each in timeline(whole)] == ["Admission", "Asthma"]
    assert [each.title for each in timeline(whole, kinds=["problems"])] == ["Asthma"]
    assert [each.title for each in timeline(whole, sources=["hospital"])] == ["Admission"]
    assert [each.title for each in timeline(whole, since=date(2020, 1, 1))] == ["Admission"]
    assert [each.title for each in timeline(whole, until=date(2020, 1, 1))] == ["Asthma"]
    assert kinds_in(whole) == {"stays": 1, "problems": 1}


def test_what_is_to_be_done_comes_by_its_day_and_is_overdue_after_it():
    def task(words, status, due):
        return resource("Task", status=status, description=words, restriction={"period": {"end": due}})

    whole = record(
        task("Done", "completed", "2020"),
        task("Later", "ready", "2026-09"),
        task("Late", "ready", "2026-06-01"),
    )
    assert shown(requested_actions(whole), "title", "is_open", "is_overdue") == [
        ("Late", True, True),
        ("Later", True, False),
        ("Done", False, False),
    ]
