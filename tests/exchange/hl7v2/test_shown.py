"""What messages tell is what the record page shows: stays, results, documents, appointments, contacts."""

from __future__ import annotations

from tests.exchange.hl7v2 import test_documents as documents
from tests.exchange.hl7v2 import test_patients as patients
from tests.exchange.hl7v2 import test_results as results
from tests.exchange.hl7v2 import test_visits as visits
from tests.exchange.hl7v2.writing import heard, message
from toldonce.record import identity
from toldonce.record.gathering import gather
from toldonce.record.readings.allergies import allergies
from toldonce.record.readings.appointments import appointments
from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.documents import documents as documents_of
from toldonce.record.readings.personal_contacts import personal_contacts
from toldonce.record.readings.record import Record
from toldonce.record.readings.referrals import referrals
from toldonce.record.readings.results import reports
from toldonce.record.readings.results import results as results_of
from toldonce.record.readings.stays import stays
from toldonce.record.readings.vaccinations import vaccinations


def record_of(*bodies: bytes) -> Record:
    (pid, *_) = heard(*bodies)[0].pids
    person = identity.person_of(pid)
    return gather(person, identity.pids_of(person))


def test_a_record_told_by_messages_alone(own_database):
    admitted = message(
        "ADT^A01", "202405010900", visits.visit("STROKE^B1^4", start="202405010845"), "PV2|||^Stroke"
    )
    record = record_of(
        patients.told(
            "ADT^A28", "202404010900", patients.FULL, "NK1|1|Ames^Bob|SPO^Spouse||01305 1^PRN^PH||N"
        ),
        admitted,
        visits.A02,
        results.FINAL,
        results.CORRECTED,
        documents.SENT,
        documents.BOOKED,
        documents.referral("REF^I12", "202405010900", "A"),
        documents.vaccination("202405010900"),
        message("ADT^A08", "202405021300", visits.visit("REHAB"), "AL1|1|DA|PEN^Penicillin|SV|Rash"),
    )
    (person,) = demographics(record).items
    assert (person.name, person.nhs_number, person.postcode) == ("Ada Ames", "9990000026", "DT1 1AA")
    (stay,) = stays(record).items
    assert (stay.is_going_on, stay.ward, stay.reasons) == (True, "REHAB", ("Stroke",))
    (potassium,) = results_of(record).items
    assert (potassium.name, potassium.latest.value, potassium.latest.status) == (
        "Potassium",
        4.1,
        "corrected",
    )
    (report,) = reports(record).items
    assert (report.title, report.kind) == ("Urea and electrolytes", "Chemistry")
    (letter,) = documents_of(record).items
    assert (letter.title, letter.author, letter.kind) == (
        "Home from hospital",
        "Dr Sam Cee",
        "Discharge summary",
    )
    (booked,) = appointments(record).items
    assert (booked.service, booked.place, booked.with_whom[-1]) == (
        "Cardiology clinic",
        "OPD, Room 3",
        "Dr Sam Cee",
    )
    (asked,) = referrals(record).items
    assert (asked.service, asked.requester, asked.priority) == ("Cardiology", "Dr Pat Gee", "urgent")
    (allergy,) = allergies(record).items
    assert (allergy.substance, allergy.criticality) == ("Penicillin", "high")
    assert [each.manifestation for each in allergy.reactions] == ["Rash"]
    (bob,) = personal_contacts(record).items
    assert (bob.name, bob.is_next_of_kin, bob.phones) == ("Bob Ames", True, ("01305 1",))
    assert len(vaccinations(record).items) == 1
