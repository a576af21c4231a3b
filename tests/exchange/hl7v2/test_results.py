"""Results: every type of value, corrections in any order, documents inside reports."""

from __future__ import annotations

import base64
from itertools import permutations

import orjson
import pytest

from tests.exchange.hl7v2.writing import heard, message, record, the, those
from toldonce.record import store


def report(at: str, *segments: str, status: str = "F", order: str = "F1") -> bytes:
    obr = (
        f"OBR|1|P1^TIE|{order}^LAB|UE^Urea and electrolytes^L|||202405010800|||||||||||||||{at}||CH|{status}"
    )
    return message("ORU^R01", at, obr, *segments)


def obx(
    kind: str,
    value: str,
    unit: str = "",
    normal: str = "",
    flag: str = "",
    status: str = "F",
    code: str = "K^Potassium^L",
) -> str:
    return f"OBX|1|{kind}|{code}||{value}|{unit}|{normal}|{flag}|||{status}|||202405010800"


UCUM = "http://unitsofmeasure.org"
POSITIVE = {"system": "https://toldonce.example/source/RBD/codes/l", "code": "POS", "display": "Positive"}
SALMONELLA = {"system": "http://snomed.info/sct", "code": "27268008", "display": "Salmonella"}
UNKNOWN = {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}
MILLIMOLES = {"unit": "mmol/L", "system": UCUM, "code": "mmol/L"}
ONE, MANY = {"value": 1}, {"value": 128}
VALUES = [
    # OBX-2, OBX-5, OBX-6, what is kept
    ("NM", "5.60", "mmol/L^^UCUM", {"valueQuantity": {"value": 5.6, **MILLIMOLES}}),
    ("NM", "+007", "", {"valueQuantity": {"value": 7}}),
    ("NM", "<5", "mg/L", {"valueQuantity": {"value": 5, "comparator": "<", "unit": "mg/L"}}),
    ("NM", "haemolysed", "", {"valueString": "haemolysed"}),
    ("SN", ">^100", "g", {"valueQuantity": {"value": 100, "comparator": ">", "unit": "g"}}),
    ("SN", "^1^:^128", "", {"valueRatio": {"numerator": ONE, "denominator": MANY}}),
    ("SN", "^1^-^128", "", {"valueRange": {"low": ONE, "high": MANY}}),
    ("ST", "one\\T\\two", "", {"valueString": "one&two"}),
    ("TX", "a~b", "", {"valueString": "a\nb"}),
    ("FT", "a\\.br\\b", "", {"valueString": "a\nb"}),
    ("CE", "POS^Positive^L", "", {"valueCodeableConcept": {"coding": [POSITIVE], "text": "Positive"}}),
    ("CWE", "27268008^Salmonella^SCT", "", {"valueCodeableConcept": {"coding": [SALMONELLA], "text": "Salmonella"}}),
    ("DT", "20240501", "", {"valueDateTime": "2024-05-01"}),
    ("TS", "202405010930", "", {"valueDateTime": "2024-05-01T09:30:00+01:00"}),
    ("TM", "0930", "", {"valueTime": "09:30:00"}),
    ("TM", "late", "", {"valueString": "late"}),
    ("ST", "", "", {"dataAbsentReason": {"coding": [UNKNOWN]}}),
]  # fmt: skip


def test_every_type_of_value(own_database):
    for number, (kind, value, unit, _) in enumerate(VALUES):
        (became,) = heard(report("202405011000", obx(kind, value, unit), order=f"F{number}"))
        assert became.state == "applied", (kind, value, became.reason)
    kept = {}
    for found in those("DiagnosticReport"):
        number = int(next(each["value"] for each in found["identifier"] if each["value"].startswith("F"))[1:])
        name = found["result"][0]["reference"]
        kept[number] = {k: v for k, v in record()[name].items() if k.startswith(("value", "dataAbsent"))}
    assert kept == {number: expected for number, (*_, expected) in enumerate(VALUES)}


def test_a_number_keeps_the_digits_it_was_sent_with(own_database):
    heard(report("202405011000", obx("NM", "5.60", "mmol/L", "3.50-5.30", "H")))
    body = store.read_many([("Observation", the("Observation")["id"])])[0].body
    assert b'"value":5.60' in body and b'"value":3.50' in body
    potassium = orjson.loads(body)
    assert potassium["interpretation"][0]["coding"][0]["display"] == "High"
    assert potassium["referenceRange"][0]["text"] == "3.50-5.30"


FIRST = report("202405011000", obx("NM", "5.9", "mmol/L", "", "H", "P"), status="P")
FINAL = report("202405011200", obx("NM", "5.6", "mmol/L", "3.5-5.3", "H", "F"), status="F")
CORRECTED = report("202405020900", obx("NM", "4.1", "mmol/L", "", "", "C"), status="C")


@pytest.mark.parametrize("order", list(permutations([FIRST, FINAL, CORRECTED])))
def test_a_correction_counts_whatever_order_it_comes_in_and_is_taken_whole(own_database, order):
    for body in order:
        heard(body)
    potassium, whole = the("Observation"), the("DiagnosticReport")
    assert (potassium["status"], potassium["valueQuantity"]["value"]) == ("corrected", 4.1)
    assert "interpretation" not in potassium  # never one value with the flag of another
    assert "referenceRange" not in potassium
    assert whole["status"] == "corrected"


def test_a_value_that_was_wrong_leaves_the_report(own_database):
    heard(FINAL, report("202405020900", obx("NM", "5.6", "mmol/L", "", "", "W"), status="C"))
    assert the("Observation")["status"] == "entered-in-error"
    assert "result" not in the("DiagnosticReport")


def test_lines_of_words_are_one_value_and_notes_stay_where_they_were_said(own_database):
    words = [
        f"OBX|{n}|TX|RPT^Report^L||{line}||||||F"
        for n, line in enumerate(("Chest clear.", "", "No fracture."), 1)
    ]
    heard(report("202405011000", "NTE|1||Urgent", *words, "NTE|1||Seen by Dr Gee"))
    assert the("Observation")["valueString"] == "Chest clear.\nNo fracture."
    assert the("Observation")["note"] == [{"text": "Seen by Dr Gee"}]
    assert the("DiagnosticReport")["conclusion"] == "Urgent"


def test_an_embedded_document_is_the_form_of_the_report(own_database):
    pdf = b"%PDF-1.4 " + b"x" * 5000
    data = base64.b64encode(pdf).decode()
    heard(report("202405011000", f"OBX|1|ED|PDF^Full report||^application^pdf^Base64^{data}||||||F"))
    form = the("DiagnosticReport")["presentedForm"][0]
    assert (form["contentType"], form["title"], form["data"]) == ("application/pdf", "Full report", data)


def test_several_patients_in_one_message_each_have_their_own(own_database):
    bodies = report("202405011000", obx("NM", "1")), report("202405011000", obx("NM", "2"), order="F2")
    both = bodies[0] + b"\r".join(bodies[1].split(b"\r")[2:]).replace(
        b"H1^^^RBD^PI~9990000026^^^NHS^NH", b"H2^^^RBD^PI"
    )
    (became,) = heard(both)
    assert len(became.pids) == 2
    assert len({each["subject"]["reference"] for each in those("Observation")}) == 2
