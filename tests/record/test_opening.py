"""The one door to a record: decided, written in the ledger, then shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.record.readings.tables import conditions, resource
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.ledger import queries as ledger
from toldonce.record.access import Refused, Relation
from toldonce.record.actions import Arrival, Incoming, put
from toldonce.record.errors import NotThere
from toldonce.record.identity import person_of, pids_of
from toldonce.record.opening import can_read, let_through, may_read, open_record
from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.problems import problems
from toldonce.record.relationships import (
    break_glass,
    declare_relationship,
    not_reviewed,
    review_break_glass,
)
from toldonce.record.store import compartment, read

pytestmark = pytest.mark.django_db

GP = Actor("dr-lee", "Dr Lee", "gp", "J81010")
STRANGER = Actor("dr-far", "Dr Far", "gp", "J81999")
OFFICER = Actor("ig", "Privacy officer", "privacy_officer", "QVV")
NHS = "https://fhir.nhs.uk/Id/nhs-number"


def store(*resources):
    return put(by=SYSTEM, arrival=Arrival("test", "test"), incoming=[Incoming(each) for each in resources])


def patient(source, id, **elements):
    told = resource("Patient", source, id=id, identifier=[{"system": NHS, "value": "9990000018"}], **elements)
    return told | {
        "birthDate": "1950-02-03",
        "generalPractitioner": [{"reference": "Organization/ods-J81010"}],
    }


def about(id, source, resources):
    meta = {"source": f"https://toldonce.example/source/{source}"}
    return [
        {**each, "id": f"{source}-{n}", "meta": meta, "subject": {"reference": f"Patient/{id}"}}
        for n, each in enumerate(resources)
    ]


@pytest.fixture
def person():
    """Somebody about whom a practice and a hospital have written."""
    first = store(
        patient("J81010", "gp-1", name=[{"family": "Legg", "given": ["Ann"]}]),
        *about("gp-1", "J81010", conditions("problem | status \n Asthma 195967001 | active")),
    )
    store(
        patient("RDZ", "rdz-1"),
        *about(
            "rdz-1",
            "RDZ",
            conditions("problem | status \n Asthma 195967001 | active \n Gonorrhoea 15628003 | active"),
        ),
    )
    return person_of(first[0].pid)


def test_a_record_is_told_by_all_sources_of_the_person(person):
    record = open_record(reader=GP, person=person, purpose="direct_care")
    (problem,) = problems(record)
    assert {each.source for each in problem.told_by} == {"J81010", "RDZ"}
    assert demographics(record).items[0].name == "Ann Legg"


def test_the_reading_is_in_the_ledger_with_what_was_withheld(person):
    record = open_record(reader=GP, person=person, purpose="direct_care")
    (row,) = ledger.about(record.pids, acts=["record.read"])
    assert (row.account, row.why, row.pids) == ("dr-lee", "direct_care", list(record.pids))
    assert '"section": "problems"' in row.detail and '"registration"' in row.detail


def test_a_refusal_is_in_the_ledger_and_shows_nothing(person):
    with pytest.raises(Refused) as refused:
        open_record(reader=STRANGER, person=person, purpose="direct_care")
    assert "Declare a relationship" in refused.value.next_step
    assert [row.account for row in ledger.newest(acts=["record.refused"])] == ["dr-far"]
    assert ledger.newest(acts=["record.read"]) == []


def test_nobody_knows_a_person_whom_no_source_has_told():
    with pytest.raises(NotThere):
        open_record(reader=GP, person=10**9, purpose="direct_care")


def test_a_declared_relationship_opens_the_record_until_it_ends(person):
    assert not can_read(STRANGER, person, "direct_care")
    until = timezone.now() + timedelta(days=7)
    made = declare_relationship(by=STRANGER, person=person, reason="Cover for a colleague", until=until)
    assert may_read(STRANGER, person, "direct_care").relations == (Relation.DECLARED,)
    made.until = timezone.now() - timedelta(seconds=1)
    made.save()
    assert not can_read(STRANGER, person, "direct_care")


def test_broken_glass_opens_the_record_and_waits_for_the_privacy_officer(person):
    glass = break_glass(by=STRANGER, person=person, reason="Unconscious in the surgery")
    record = open_record(reader=STRANGER, person=person, purpose="emergency")
    assert record.decision.broke_glass
    assert [each.pk for each in not_reviewed()] == [glass.pk]
    assert [row.act for row in ledger.about(record.pids, acts=["break-glass"])] == ["break-glass"]
    review_break_glass(by=OFFICER, number=glass.pk, finding="Justified by the ambulance sheet")
    assert not_reviewed() == []


def test_broken_glass_is_of_one_account_in_one_role(person):
    break_glass(by=STRANGER, person=person, reason="Unconscious in the surgery")
    colleague = Actor("dr-other", "Dr Other", "gp", "J81999")
    assert not can_read(colleague, person, "emergency")


@pytest.mark.parametrize("reason", ["", "   ", "please"])
def test_a_reason_is_needed(person, reason):
    with pytest.raises(Refused):
        break_glass(by=STRANGER, person=person, reason=reason)


def test_those_who_do_not_care_for_people_declare_nothing(person):
    administrator = Actor("admin", "Admin", "administrator", "QVV")
    with pytest.raises(Refused):
        break_glass(by=administrator, person=person, reason="I am curious about her")
    with pytest.raises(Refused):
        review_break_glass(by=GP, number=1, finding="It was me, and it was fine")


def test_a_declared_relationship_ends_within_ninety_days(person):
    with pytest.raises(Refused):
        until = timezone.now() + timedelta(days=91)
        declare_relationship(by=STRANGER, person=person, reason="Cover for a colleague", until=until)


def test_the_record_is_shown_as_it_was_but_opened_by_the_rights_of_now(person):
    (asthma,) = about("gp-1", "J81010", conditions("problem | status \n Asthma 195967001 | active"))
    before = read("Condition", asthma["id"]).updated
    store(asthma | {"clinicalStatus": {"coding": [{"code": "resolved"}]}})
    then = open_record(reader=GP, person=person, purpose="direct_care", as_at=before)
    now = open_record(reader=GP, person=person, purpose="direct_care")
    told = [
        {
            each["clinicalStatus"]["coding"][0]["code"]
            for each in record.resources_of("Condition")
            if each.source == "J81010"
        }
        for record in (then, now)
    ]
    assert told == [{"active"}, {"resolved"}]


def test_a_sealed_address_is_hidden_with_a_marker(person):
    sealed = patient("RDZ", "rdz-1", address=[{"line": ["Safe House"]}])
    sealed["meta"] = sealed["meta"] | {"security": [{"code": "R"}]}
    store(sealed)
    record = open_record(reader=GP, person=person, purpose="direct_care")
    (shown,) = demographics(record)
    assert (shown.address, shown.sealed) == ((), True)
    assert "sealed" in [str(each.reason) for each in record.withheld]


def test_the_practice_of_a_sealed_person_is_not_named_to_others(person):
    store(
        resource(
            "Flag",
            id="seal",
            status="active",
            code={"text": "Whereabouts must not be disclosed"},
            subject={"reference": "Patient/gp-1"},
        )
    )
    hospital = Actor("nurse", "Nurse", "nurse", "RDZ")
    declare_relationship(
        by=hospital, person=person, reason="On the ward today", until=timezone.now() + timedelta(days=1)
    )
    names = {
        each.code: each.name
        for each in open_record(reader=hospital, person=person, purpose="direct_care").sources
    }
    assert names["J81010"] == "A practice that is not named"
    assert "A practice that is not named" not in {
        each.name for each in open_record(reader=GP, person=person, purpose="direct_care").sources
    }


def test_of_what_a_search_finds_each_reader_gets_what_they_may_see(person):
    found = [stored for stored in compartment([*pids_of(person)]) if stored.rtype == "Condition"]
    assert len(found) == 3
    assert {each.id for each in let_through(GP, found, "direct_care")} == {"J81010-0", "RDZ-0"}
    assert let_through(STRANGER, found, "direct_care") == []
    whole = Actor("feed", "Feed", "service", "", ("system/*.read",))
    assert let_through(whole, found, "direct_care") == found


def test_a_search_does_not_tell_where_a_sealed_person_lives(person):
    sealed = patient("RDZ", "rdz-1", address=[{"line": ["Safe House"]}])
    sealed["meta"] = sealed["meta"] | {"security": [{"code": "R"}]}
    registration = resource(
        "EpisodeOfCare",
        "J81010",
        id="registered",
        status="active",
        patient={"reference": "Patient/gp-1"},
        managingOrganization={"reference": "Organization/ods-J81010"},
    )
    store(sealed, registration)
    hospital = Actor("nurse", "Nurse", "nurse", "RBD")
    declare_relationship(
        by=hospital, person=person, reason="On the ward today", until=timezone.now() + timedelta(days=1)
    )
    found = let_through(hospital, compartment([*pids_of(person)]), "direct_care")
    told = b" ".join(each.body for each in found)
    assert found
    assert "EpisodeOfCare" not in {each.rtype for each in found}
    assert b"Safe House" not in told
    assert b"generalPractitioner" not in told


def test_what_repeats_a_sensitive_item_is_withheld_even_when_it_is_asked_for_alone(person):
    order = resource(
        "MedicationRequest", "RDZ", id="order", subject={"reference": "Patient/rdz-1"}, status="active"
    )
    order |= {"intent": "order", "medicationCodeableConcept": {"text": "Ceftriaxone"}}
    store(order | {"reasonReference": [{"reference": "Condition/RDZ-1", "display": "Gonorrhoea"}]})
    assert let_through(GP, [read("MedicationRequest", "order")], "direct_care") == []


def test_what_belongs_to_no_section_is_kept_from_a_role_that_does_not_see_everything(person):
    store(resource("Basic", "RDZ", id="basic", code={"text": "Bill"}, subject={"reference": "Patient/gp-1"}))
    worker = Actor("sw", "Worker", "social_worker", "J81010")
    shown = {
        role: open_record(reader=reader, person=person, purpose="direct_care").resources
        for role, reader in (("gp", GP), ("sw", worker))
    }
    assert "Basic" in shown["gp"] and "Basic" not in shown["sw"]


def test_a_service_opens_only_the_types_of_its_scopes(person):
    feed = Actor("feed", "Feed", "service", "", ("system/Patient.read",))
    assert set(open_record(reader=feed, person=person, purpose="direct_care").resources) == {"Patient"}


def test_who_sent_a_resource_is_its_source_where_it_does_not_say_so_itself():
    bare = {name: value for name, value in patient("", "bare-1").items() if name != "meta"}
    sent = Arrival("RBD", "files")
    (told,) = put(by=SYSTEM, arrival=sent, incoming=[Incoming(bare)])
    record = open_record(reader=GP, person=person_of(told.pid), purpose="direct_care")
    assert [source.code for source in record.sources] == ["RBD"]
