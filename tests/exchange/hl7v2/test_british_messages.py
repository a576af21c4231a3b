"""Habits of English and Welsh senders: NHS numbers, times and places as they write them.

Drawn after what such systems are seen to send; the people are invented.
"""

from __future__ import annotations

import pytest

from tests.exchange.hl7v2.writing import FEED, heard, the
from toldonce.exchange.hl7v2.mapping import FeedMap
from toldonce.exchange.hl7v2.unread import unread

NHS = "https://fhir.nhs.uk/Id/nhs-number"


def numbers() -> dict[str, str]:
    return {each["system"].rpartition("/")[2]: each["value"] for each in the("Patient")["identifier"]}


@pytest.mark.parametrize(
    ("pid", "kept"),
    [
        ("PID|1||9990000026^^^NHS^NH~E100023^^^108^PI", {"nhs-number": "9990000026", "108": "E100023"}),
        ("PID|1||999 000 0026^^^^NH~12067204^^^R0A^MR", {"nhs-number": "9990000026", "r0a": "12067204"}),
        ("PID||2018^^^^MRN|2018^^^^MRN~9990000026^^^NHSNMBR", {"nhs-number": "9990000026", "mrn": "2018"}),
        ("PID|1||9990000026^03^^^NI~N5022039^^^^PI", {"nhs-number": "9990000026", "pi": "N5022039"}),
        (
            "PID|1|98765^^^108^MR|9990000026^^^NHS^NH~B1^^^212^PI",
            {"nhs-number": "9990000026", "108": "98765", "212": "B1"},
        ),
        ("PID|1||9990000026^^^&2.16.840.1.113883.2.1.4.1&ISO", {"nhs-number": "9990000026"}),
    ],
)
def test_numbers_as_they_are_sent(own_database, pid, kept):
    heard(f"MSH|^~\\&|PAS|108|TIE|200|20240501093000||ADT^A28|1|P|2.5\r{pid}||Davies^Non\r".encode())
    assert numbers() == kept


@pytest.mark.parametrize(
    ("mapping", "pid"),
    [
        ("nhs-number-in-pid-2", "PID||9990000026|94006200^^^MRENTR^MEDREC||Winfield^Ermentrude"),
        (
            "nhs-number-in-pid-19",
            "PID|||94006200^^^MRENTR^MEDREC||Winfield^Ermentrude" + "|" * 14 + "999 000 0026",
        ),
    ],
)
def test_an_nhs_number_where_older_systems_put_it(own_database, mapping, pid):
    body = f"MSH|^~\\&|ADTOUT|PLW|||202405011022||ADT^A28|2|P|2.2\r{pid}\r".encode()
    heard(body, feed=FeedMap(FEED.code, FEED.source, mapping))
    assert numbers()["nhs-number"] == "9990000026"


def test_an_outpatient_of_a_welsh_hospital(own_database):
    person = (
        "PID|1||9990000026^^^NHS^NH~E100023^^^108^PI||Davies^Edley^JOHN^^Mr||1926-08-11|M|||"
        "Tŷ Gwyn^Bwlch^Carmarthenshire^^SA31 4WH^UK~||^PRN^PH^^^^^^Day~386339^PRN^PH^^^^^^Night|||9|Z|||||AZ"
    )
    fields = {
        1: "1",
        2: "O",
        3: "51180^Si-Th^100002092^511^^^^^Radiotherapy Outpatients^7A3C4",
        4: "F",
        18: "OA",
    }
    fields |= {7: "C9630353^Bell^Emma^SHG^^Dr", 19: "M100371970^^^108^VN", 44: "20240501103000"}
    lines = [
        "MSH|^~\\&|7A3WPAS|108|NWIS|200|2024-05-01 20:44:00||ADT^A04^ADT_A01|108569960688|P|2.5.1|||AL",
        "EVN|A04|20240501195358|||SYSDBA",
        person,
        "PD1|||GOWER MEDICAL PRACTICE^^^^^^^^^W98045|G9905135^THOMAS^SE",
        "|".join(["PV1", *(fields.get(number, "") for number in range(1, 46))]),
    ]
    (became,) = heard("\r\n\r\n".join(lines).encode())
    assert became.state == "applied"
    patient, visit = the("Patient"), the("Encounter")
    assert patient["address"][0]["line"] == ["Tŷ Gwyn", "Bwlch"]
    assert [each["value"] for each in patient["telecom"]] == ["386339"]
    assert patient["birthDate"] == "1926-08-11"
    assert patient["generalPractitioner"][0]["identifier"]["value"] == "W98045"
    assert (visit["status"], visit["class"]["code"]) == ("in-progress", "AMB")
    assert visit["location"][0]["location"]["display"] == "Radiotherapy Outpatients"
    assert visit["period"]["start"] == "2024-05-01T10:30:00+01:00"


def test_admission_and_discharge_by_the_codes_of_the_data_dictionary(own_database):
    fields = {2: "I", 3: "STROKE", 4: "21", 10: "300", 14: "19", 19: "V1", 36: "1", 37: "54", 45: "20240505"}
    visit = "|".join(["PV1", *(fields.get(number, "") for number in range(1, 46))])
    person = "PID|1||H1^^^RBD^PI||Ames^Ada"
    heard(f"MSH|^~\\&|PAS|RBD|||20240505100000||ADT^A03|3|P|2.4\r{person}\r{visit}\r".encode())
    stay = the("Encounter")
    assert stay["type"][0]["coding"][0]["display"] == "Emergency admission by an emergency department"
    assert stay["hospitalization"]["admitSource"]["text"] == "Usual place of residence"
    assert stay["hospitalization"]["dischargeDisposition"]["coding"][0]["code"] == "1"
    assert stay["hospitalization"]["destination"]["display"] == "Care home run by the NHS"
    assert stay["serviceType"]["text"]
    assert stay["period"]["end"] == "2024-05-05"


def test_what_no_table_reads_is_named():
    body = (
        b"MSH|^~\\&|PAS|RBD|||20240501||ADT^A28|4|P|2.4\rEVN|A28|20240501\r"
        b"PID|1||H1^^^RBD^PI||Ames^Ada||||Nick^Name|White\rZPI|1|x\rZPI|2|y\r"
    )
    assert unread(body, FEED) == ["PID-10", "ZPI"]
    assert unread(b"MSH|^~\\&|PAS|RBD|||20240501||ORM^O01|4|P|2.4\rPID|1\r", FEED) == []
    assert unread(b"no message", FEED) == []
