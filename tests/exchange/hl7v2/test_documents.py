"""Documents, appointments, referrals and vaccinations: announced, moved, replaced, cancelled, in any order."""

from __future__ import annotations

import base64
from itertools import permutations

import pytest

from tests.exchange.hl7v2.writing import heard, message, record, the, those


def document(kind: str, at: str, number: str, *segments: str, parent: str = "", status: str = "AU") -> bytes:
    title = "Home from hospital"
    numbers = f"{number}^DOC|{parent}|||letter.pdf|{status}||AV||||||{title}"
    heading = f"TXA|1|DS^Discharge summary|TX|{at}|C1^Cee^Sam^^^Dr||{at}|||||{numbers}"
    return message(kind, at, heading, *segments)


PDF = base64.b64encode(b"%PDF-1.4 " + b"y" * 3000).decode()
INSIDE = f"OBX|1|ED|PDF^Letter||^application^pdf^Base64^{PDF}||||||F"
ANNOUNCED = document("MDM^T01", "202405010900", "D1", status="IP")
SENT = document("MDM^T02", "202405011000", "D1", INSIDE)
REPLACED = document(
    "MDM^T10",
    "202405021000",
    "D2",
    "OBX|1|TX|LET||Dear Dr Gee||||||F",
    "OBX|2|TX|LET||Better.||||||F",
    parent="D1^DOC",
)
CANCELLED = document("MDM^T11", "202405031000", "D2")


@pytest.mark.parametrize("order", [(ANNOUNCED, SENT), (SENT, ANNOUNCED)])
def test_a_document_that_was_announced_and_sent(own_database, order):
    heard(*order)
    found = the("DocumentReference")
    assert (found["status"], found["docStatus"], found["description"]) == (
        "current",
        "final",
        "Home from hospital",
    )
    assert found["content"][0]["attachment"]["data"] == PDF
    assert found["content"][0]["attachment"]["contentType"] == "application/pdf"
    assert found["author"][0]["display"] == "Dr Sam Cee"


@pytest.mark.parametrize("order", list(permutations([SENT, REPLACED, CANCELLED])))
def test_a_document_that_was_replaced_and_the_new_one_cancelled(own_database, order):
    for body in order:
        heard(body)
    found = {each["masterIdentifier"]["value"]: each for each in those("DocumentReference")}
    assert {number: each["status"] for number, each in found.items()} == {
        "D1": "superseded",
        "D2": "entered-in-error",
    }
    assert found["D2"]["relatesTo"][0]["target"]["reference"] == f"DocumentReference/{found['D1']['id']}"
    words = base64.b64decode(found["D2"]["content"][0]["attachment"]["data"]).decode()
    assert words == "Dear Dr Gee\nBetter."


def appointment(kind: str, at: str, start: str = "", *, status: str = "") -> bytes:
    schedule = f"SCH|P1|A1^PAS||||NORMAL^Too busy|300^Chest pain|FU^Follow-up|30|MIN|^^30^{start}||||||||||||||{status}"
    return message(
        kind,
        at,
        schedule,
        "RGS|1",
        "AIS|1||CARD^Cardiology clinic",
        "AIL|1||OPD^Room 3",
        "AIP|1||C1^Cee^Sam^^^Dr",
    )


BOOKED = appointment("SIU^S12", "202405010900", "202406100930", status="Booked")
MOVED = appointment("SIU^S13", "202405020900", "202406110930")
OFF = appointment("SIU^S15", "202405030900", "202406110930")
MISSED = appointment("SIU^S26", "202406120900", "202406110930")


@pytest.mark.parametrize(
    ("told", "status", "start"),
    [
        ([BOOKED], "booked", "2024-06-10T09:30:00+01:00"),
        ([MOVED, BOOKED], "booked", "2024-06-11T09:30:00+01:00"),
        ([OFF, MOVED, BOOKED], "cancelled", "2024-06-11T09:30:00+01:00"),
        ([MISSED, BOOKED, MOVED], "noshow", "2024-06-11T09:30:00+01:00"),
    ],
)
def test_an_appointment_is_what_was_said_last(own_database, told, status, start):
    heard(*told)
    found = the("Appointment")
    assert (found["status"], found["start"]) == (status, start)
    assert found["end"] == start.replace("09:30", "10:00")
    assert [each["actor"].get("display") for each in found["participant"][1:]] == [
        "OPD, Room 3",
        "Dr Sam Cee",
    ]
    assert ("cancelationReason" in found) == (status == "cancelled")


def test_an_appointment_without_a_number_waits(own_database):
    (became,) = heard(message("SIU^S12", "202405010900", "SCH||||||NORMAL"))
    assert became.state == "quarantined" and "SCH-1, SCH-2" in became.reason
    assert those("Appointment") == []


def referral(kind: str, at: str, status: str) -> bytes:
    return message(
        kind,
        at,
        f"RF1|{status}|U|MED^Cardiology||OP|R1^TIE|{at}|||AF^Atrial fibrillation",
        "PRD|RP|Gee^Pat^^^Dr|||||G1234567",
        "PRD|RT|Cardiology^^",
    )


def test_a_referral_and_its_end(own_database):
    heard(referral("REF^I14", "202405020900", "A"), referral("REF^I12", "202405010900", "P"))
    found = the("ServiceRequest")
    assert (found["status"], found["priority"], found["authoredOn"][:10]) == (
        "revoked",
        "urgent",
        "2024-05-02",
    )
    assert found["code"]["text"] == "Cardiology"
    assert found["requester"]["display"] == "Dr Pat Gee"
    assert found["reasonCode"][0]["text"] == "Atrial fibrillation"


def vaccination(at: str, completion: str = "CP", action: str = "A") -> bytes:
    by, refused = "N1^Nurse^Ann", "REL^Religious"
    what = "1119349007^COVID-19 vaccine^SCT|0.3|mL||"
    given = f"RXA|0|1|20240501||{what}|{by}|||||B123|20241231|PF^Pfizer|{refused}||{completion}|{action}"
    return message(
        "VXU^V04", at, "ORC|RE|V1|V1^GP", given, "RXR|IM^Intramuscular^HL70162|LD^Left deltoid^HL70163"
    )


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([vaccination("202405010900")], "completed"),
        ([vaccination("202405010900", "RE")], "not-done"),
        ([vaccination("202405020900", action="D"), vaccination("202405010900")], "entered-in-error"),
    ],
)
def test_a_vaccination(own_database, told, status):
    heard(*told)
    found = the("Immunization")
    assert (found["status"], found["vaccineCode"]["text"], found["lotNumber"]) == (
        status,
        "COVID-19 vaccine",
        "B123",
    )
    assert ("statusReason" in found) == (status == "not-done")
    assert ("doseQuantity" in found) == (status == "completed")


def test_allergies_stay_until_they_are_taken_away(own_database):
    heard(
        message("ADT^A28", "202405010900", "AL1|1|DA|PEN^Penicillin|SV|Rash~Wheeze", "AL1|2|FA|NUT^Nuts|MO"),
        message("ADT^A31", "202405020900", "AL1|1|FA|NUT^Nuts|MO"),
        message("ADT^A60", "202405030900", "IAM|1|FA|NUT^Nuts|MO||D"),
    )
    found = {each["code"]["text"]: each for each in those("AllergyIntolerance")}
    penicillin = found["Penicillin"]
    assert penicillin["clinicalStatus"]["coding"][0]["code"] == "active"
    assert (penicillin["criticality"], penicillin["category"]) == ("high", ["medication"])
    assert [each["text"] for each in penicillin["reaction"][0]["manifestation"]] == ["Rash", "Wheeze"]
    assert found["Nuts"]["verificationStatus"]["coding"][0]["code"] == "entered-in-error"


def test_a_z_segment_is_read_where_a_source_says_so(own_database, tmp_path, monkeypatch):
    from toldonce.exchange.hl7v2 import mapping

    for name in ("segments", "codes", "messages.yaml"):
        (tmp_path / name).symlink_to(mapping.FOLDER / name)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "own.yaml").write_text(
        "segments:\n  ZPI: {about: patient, says: ours}\n"
        "fields:\n  ZPI-2: {name: Text telephone, to: telecom, as: telecoms, use: home}\n  PID-8: null\n"
        "authorities:\n  RBD: {system: 'https://toldonce.example/id/RBD/hospital-number'}\n"
    )
    monkeypatch.setattr(mapping, "FOLDER", tmp_path)
    heard(
        message("ADT^A28", "202405010900", "ZPI|1|01305 9"), feed=mapping.FeedMap("pas", "RBD", mapping="own")
    )
    patient = the("Patient")
    assert patient["telecom"][0]["value"] == "01305 9"
    assert "gender" not in patient
    assert patient["identifier"][0]["system"].endswith("/hospital-number") or patient["identifier"][1][
        "system"
    ].endswith("/hospital-number")
    assert record()
