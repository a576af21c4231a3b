"""A letter is prefilled from the record, refused until it is complete, and then a document of the record."""

import orjson
import pytest

from tests.care.documents.people import (
    FAR,
    GRACE,
    HOSPITAL,
    NUMBER,
    OKAFOR,
    PRACTICE,
    opened,
    organisations,
    sent,
    signed,
    someone,
    written,
)
from tests.writing import patient, put
from toldonce.care.documents import actions, keeping
from toldonce.care.documents.errors import ChangedMeanwhile, LetterRefused, NotNow, NotYours
from toldonce.care.documents.letters import LetterText, MedicineLine, problems_of
from toldonce.care.documents.models import Letter
from toldonce.care.documents.paper import spelt
from toldonce.care.documents.receivers import receivers_of
from toldonce.codes.fhir import validation
from toldonce.record import store
from toldonce.record.readings.documents import documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    organisations()
    return someone()


def begun(person) -> Letter:
    return actions.begin_letter(by=GRACE, record=opened(person), kind="discharge")


def test_what_the_record_says_is_under_its_heading_already(person):
    letter = begun(person)
    assert "Admitted 2 November 2026 10:00." in letter.text.part("admission")
    assert "Alder Ward" in letter.text.part("admission")
    assert "Discharged 19 November 2026 14:00." in letter.text.part("discharge")
    assert letter.text.part("diagnoses") == "Fracture of neck of femur"
    assert letter.text.part("allergies") == "Penicillin"
    assert letter.text.medicines == (MedicineLine("Apixaban 2.5mg tablets", "One twice a day"),)


def test_it_goes_to_the_practice_of_registration_unless_somebody_says_otherwise(person):
    assert begun(person).receivers == [{"code": PRACTICE, "is_copy": False}]


FAULTS = {
    "an empty heading": ({"summary": " "}, (), "summary"),
    "a stopped medicine without its reason": (
        {}, (MedicineLine("Ramipril", "", "stopped"),), "medicine-0-reason",
    ),
    "a medicine without a dose": ({}, (MedicineLine("Ramipril"),), "medicine-0-dose"),
    "too many words": ({"plan": "x" * 10_001}, (), "plan"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_missing_is_said_before_it_can_be_signed(fault):
    parts, medicines, field = FAULTS[fault]
    whole = dict.fromkeys(("admission", "discharge", "diagnoses", "summary", "allergies"), "Said.")
    assert problems_of(LetterText("discharge", whole)) == {}
    assert set(problems_of(LetterText("discharge", {**whole, **parts}, medicines))) == {field}


def test_an_incomplete_letter_is_not_signed_and_nothing_is_in_the_record(person):
    letter = begun(person)
    with pytest.raises(LetterRefused) as refused:
        actions.sign_letter(by=GRACE, letter=letter, record=opened(person))
    assert set(refused.value.problems) == {"summary"}
    assert not list(documents(opened(person)))


def test_an_unsigned_letter_is_not_sent(person):
    with pytest.raises(NotNow):
        actions.send_letter(by=GRACE, letter=begun(person))


def test_a_signed_letter_is_a_document_of_the_record_on_paper_and_as_data(person):
    letter = signed(person)
    (line,) = documents(opened(person))
    assert (line.title, line.author, line.content_type) == (
        "Discharge summary",
        "Grace Whitlock",
        "application/pdf",
    )
    held = keeping.contents_of(letter.document)
    assert held["application/pdf"].startswith(b"%PDF")
    bundle = orjson.loads(held["application/fhir+json"])
    assert bundle["type"] == "document"
    assert validation.problems(bundle) == []


def test_the_fhir_document_stands_by_itself(person):
    bundle = orjson.loads(keeping.contents_of(signed(person).document)["application/fhir+json"])
    names = {each["fullUrl"] for each in bundle["entry"]}
    assert references_in(bundle) <= names
    composition = bundle["entry"][0]["resource"]
    assert composition["resourceType"] == "Composition"
    titles = [each["title"] for each in composition["section"]]
    assert titles[:3] == ["Admission details", "Discharge details", "Diagnoses"]
    types = {each["resource"]["resourceType"] for each in bundle["entry"]}
    assert {
        "Patient",
        "Practitioner",
        "Organization",
        "Encounter",
        "AllergyIntolerance",
        "MedicationStatement",
    } <= types
    patient = next(
        each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == "Patient"
    )
    assert patient["identifier"][0]["value"] == NUMBER


def references_in(node) -> set[str]:
    if isinstance(node, list):
        return {found for each in node for found in references_in(each)}
    if not isinstance(node, dict):
        return set()
    own = {node["reference"]} if isinstance(node.get("reference"), str) else set()
    return own | {found for each in node.values() for found in references_in(each)}


def test_a_signed_letter_is_not_changed(person):
    letter = signed(person)
    with pytest.raises(NotNow):
        actions.rewrite_letter(by=GRACE, letter=letter, text=written(letter), receivers=[])


def test_nobody_elsewhere_signs_or_sends_our_letters(person):
    letter = signed(person)
    with pytest.raises(NotYours):
        actions.send_letter(by=OKAFOR, letter=letter)


def test_a_corrected_letter_replaces_the_first_and_says_so_to_those_who_had_it(person):
    (first,) = sent(person)
    second = actions.replace_letter(by=GRACE, letter=first.letter)
    actions.rewrite_letter(
        by=GRACE,
        letter=second,
        text=written(first.letter, summary="The left hip."),
        receivers=receivers_of(second),
    )
    actions.sign_letter(by=GRACE, letter=second, record=opened(person))
    (again,) = actions.send_letter(by=GRACE, letter=Letter.objects.get(pk=second.pk))
    first.refresh_from_db()
    assert (first.state, again.state, again.title) == (
        "superseded",
        "delivered",
        "Discharge summary (corrected)",
    )
    states = {each.provenance.id: each.is_superseded for each in documents(opened(person))}
    assert states == {first.document: True, again.document: False}


def test_asking_twice_for_a_correction_begins_one(person):
    (delivery,) = sent(person)
    one, other = (actions.replace_letter(by=GRACE, letter=delivery.letter) for _ in range(2))
    assert one.pk == other.pk


def test_letters_that_the_font_lacks_are_written_without_accents():
    assert spelt("Ewa Kowalska, Łódź, café µg") == "Ewa Kowalska, Łódz, café µg"
    assert spelt("Nguyễn") == "Nguyên" or "?" not in spelt("Nguyễn")


def test_where_nobody_reads_here_it_waits_for_the_mailbox(person):
    (delivery,) = sent(person, FAR)
    assert (delivery.state, delivery.by_mailbox) == ("waiting", True)


def test_the_paper_can_be_made_before_it_is_signed_and_says_that_it_is_a_draft(person):
    from toldonce.care.documents.paper import pdf
    from toldonce.record.readings.demographics import demographics

    who = next(iter(opened(person).once(demographics)))
    assert pdf(begun(person).text, who, None).startswith(b"%PDF")


def test_a_document_is_stored_once_signed_with_whom_it_is_addressed_to(person):
    stored = store.read("DocumentReference", signed(person).document)
    told = orjson.loads(stored.body)["extension"]
    assert [each["valueReference"]["identifier"]["value"] for each in told] == [PRACTICE]


def test_nobody_signs_words_that_they_have_not_read(person):
    letter = begun(person)
    read = letter.stamp
    actions.rewrite_letter(by=GRACE, letter=letter, text=written(letter), receivers=receivers_of(letter))
    with pytest.raises(ChangedMeanwhile, match="Read it as it is now"):
        actions.sign_letter(by=GRACE, letter=letter, record=opened(person), seen=read)
    letter.refresh_from_db()
    assert actions.sign_letter(by=GRACE, letter=letter, record=opened(person), seen=letter.stamp).document


def test_two_who_write_one_letter_do_not_overwrite_each_other(person):
    letter = begun(person)
    read, receivers = letter.stamp, receivers_of(letter)
    mine = actions.rewrite_letter(
        by=GRACE, letter=letter, text=written(letter), receivers=receivers, seen=read
    )
    with pytest.raises(ChangedMeanwhile):
        actions.rewrite_letter(by=GRACE, letter=letter, text=letter.text, receivers=receivers, seen=read)
    letter.refresh_from_db()
    assert letter.content == mine.content


def test_a_letter_tells_nobody_where_a_sealed_person_lives(person):
    home = {
        "address": [{"line": ["1 Hidden Lane"], "postalCode": "DT1 1AA"}],
        "telecom": [{"value": "01305 1"}],
    }
    sealed = {"security": [{"code": "R"}]}
    put(patient("h1", NUMBER, "Hansford", "1942-03-04", meta=sealed, **home), source=HOSPITAL)
    held = keeping.contents_of(signed(person).document)["application/fhir+json"]
    told = [each["resource"] for each in orjson.loads(held)["entry"]]
    (who,) = [each for each in told if each["resourceType"] == "Patient"]
    assert who["name"] and not {"address", "telecom"} & set(who)
    assert b"Hidden Lane" not in held
