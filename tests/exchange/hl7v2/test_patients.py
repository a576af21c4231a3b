"""Who a patient is, as messages tell it: fields kept, deleted, mapped, and never guessed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.exchange.hl7v2.writing import FEED, NOW, heard, message, record, the, those
from toldonce.exchange.hl7v2.mapping import Correction, FeedMap


def person(**fields: str) -> str:
    """A PID by the numbers of its fields, as `f5="Ames^Ada"`."""
    told = {int(name[1:]): value for name, value in fields.items()}
    return "|".join(["PID", *(told.get(number, "") for number in range(1, 41))])


def told(kind: str, at: str, pid: str, *segments: str) -> bytes:
    lines = message(kind, at).decode().split("\r")[:2]
    return "\r".join([*lines, pid, *segments, ""]).encode()


FULL = person(
    f3="H1^^^RBD^PI~999 000 0026^^^NHS^NH",
    f5="Ames^Ada^May^^Mrs^^L~Bee^Ada^^^^^M",
    f7="19400102",
    f8="F",
    f11="The Old Mill^1 High Street^Dorchester^Dorset^DT1 1AA^GBR^H",
    f13="01305 123456^PRN^PH~07700 900123^PRN^CP~^NET^Internet^ada@example.org",
    f14="01305 654321^WPN^PH",
    f15="CY^Welsh",
    f16="W",
    f22="A",
    f32="01",
)


def test_a_patient_in_full(own_database):
    heard(told("ADT^A28", "202405010900", FULL, "PD1|||THE SURGERY^^J81010|G1234567^Gee^Pat^^^Dr^^^GMP"))
    patient = the("Patient")
    assert [(each["use"], each["family"], each["given"]) for each in patient["name"]] == [
        ("official", "Ames", ["Ada", "May"]),
        ("maiden", "Bee", ["Ada"]),
    ]
    assert (patient["gender"], patient["birthDate"], patient["active"]) == ("female", "1940-01-02", True)
    assert patient["address"][0] == {
        "use": "home",
        "line": ["The Old Mill", "1 High Street"],
        "city": "Dorchester",
        "state": "Dorset",
        "postalCode": "DT1 1AA",
        "country": "GBR",
    }
    assert [(each["system"], each["use"], each["value"]) for each in patient["telecom"]] == [
        ("phone", "home", "01305 123456"),
        ("phone", "mobile", "07700 900123"),
        ("email", "home", "ada@example.org"),
        ("phone", "work", "01305 654321"),
    ]
    numbers = {each["system"].rpartition("/")[2]: each["value"] for each in patient["identifier"]}
    assert numbers == {"rbd": "H1", "nhs-number": "9990000026"}
    nhs = next(each for each in patient["identifier"] if each["value"] == "9990000026")
    assert nhs["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == "01"
    assert patient["extension"][0]["valueCodeableConcept"]["coding"][0]["display"] == "White - British"
    assert patient["maritalStatus"]["coding"][0]["display"] == "Widowed"
    assert patient["generalPractitioner"][0] == {
        "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "J81010"},
        "display": "THE SURGERY",
    }
    assert patient["generalPractitioner"][1]["display"] == "Dr Pat Gee"


EARLIER = told("ADT^A28", "202405010900", FULL)


@pytest.mark.parametrize(
    ("later", "element", "is_now"),
    [
        (person(f3="H1^^^RBD^PI", f5="Ames^Ada"), "birthDate", "1940-01-02"),  # nothing said: it stays
        (person(f3="H1^^^RBD^PI", f7='""'), "birthDate", None),  # said to be nothing: it goes
        (person(f3="H1^^^RBD^PI", f7="1941"), "birthDate", "1941"),
        (
            person(f3="H1^^^RBD^PI", f7="19401"),
            "birthDate",
            "1940-01-02",
        ),  # no date: it is noted, and the old one stays
        (person(f3="H1^^^RBD^PI", f8="Q"), "gender", "female"),  # a code that nobody knows is not guessed
        (person(f3="H1^^^RBD^PI", f30="Y"), "deceasedBoolean", True),
        (person(f3="H1^^^RBD^PI", f29="20240601", f30="Y"), "deceasedDateTime", "2024-06-01"),
    ],
)
def test_what_a_later_message_says_of_a_field(own_database, later, element, is_now):
    heard(EARLIER, told("ADT^A31", "202406010900", later))
    assert the("Patient").get(element) == is_now


def test_a_number_that_a_message_leaves_out_stays(own_database):
    heard(EARLIER, told("ADT^A31", "202406010900", person(f3="H1^^^RBD^PI", f5="Ames^Ada")))
    assert len(the("Patient")["identifier"]) == 2


def test_what_other_messages_repeat_does_not_replace_what_a_movement_said(own_database):
    old_label = person(f3="H1^^^RBD^PI", f5="Oldname^Ada", f14="01202 000000")
    heard(EARLIER, told("ORU^R01", "202407010900", old_label, "OBR|1|P1|F1|FBC", "OBX|1|ST|X||yes||||||F"))
    patient = the("Patient")
    assert patient["name"][0]["family"] == "Ames"


def test_a_code_of_another_system_is_not_taken_for_one_of_ours(own_database):
    """`N` of HL7's table 0189 is "not Hispanic"; in England's ethnic categories it is another thing."""
    heard(told("ADT^A28", "202405010900", person(f3="H1^^^RBD^PI", f22="N^NOT HISPANIC OR LATINO^HL70189")))
    ethnic = the("Patient")["extension"][0]["valueCodeableConcept"]
    assert [each["system"] for each in ethnic["coding"]] == ["http://terminology.hl7.org/CodeSystem/v2-0189"]
    assert ethnic["text"] == "NOT HISPANIC OR LATINO"


def test_an_unknown_local_code_is_kept_as_it_came_and_noted(own_database):
    (became,) = heard(told("ADT^A28", "202405010900", person(f3="H1^^^RBD^PI", f16="QQ^Quite single")))
    assert became.reason == "PID-16 Marital status: 'QQ' is not in the table marital_status."
    status = the("Patient")["maritalStatus"]
    assert (status["text"], status["coding"][0]["code"]) == ("Quite single", "QQ")


def test_what_an_operator_says_of_a_code_goes_before_the_files(own_database):
    body = told("ADT^A28", "202405010900", person(f3="H1^^^RBD^PI", f16="QQ^Quite single", f8="W"))
    heard(body)
    corrected = FeedMap(
        FEED.code,
        FEED.source,
        corrections=(
            Correction("marital_status", "qq", "S", "Never married"),
            Correction("sex", "W", "female"),
        ),
    )
    (became,) = heard(body, feed=corrected)
    assert became.reason == ""
    patient = the("Patient")
    assert patient["maritalStatus"]["coding"][0]["display"] == "Never married"
    assert patient["gender"] == "female"


def test_those_close_to_the_patient_are_those_of_the_last_list(own_database):
    bob, cay = "NK1|1|Ames^Bob|SPO^Spouse||01305 1^PRN^PH", "NK1|2|Cay^Cleo|DAU^Daughter|||01305 2^WPN^PH|N"
    heard(
        told("ADT^A28", "202405010900", FULL, bob, cay),
        told("ADT^A31", "202406010900", FULL, cay.replace("|2|", "|1|")),
    )
    related = {
        each["name"][0]["family"] + each["name"][0]["given"][0]: each for each in those("RelatedPerson")
    }
    assert {name: each["active"] for name, each in related.items()} == {"AmesBob": False, "CayCleo": True}
    assert related["CayCleo"]["relationship"][1]["coding"][0]["display"] == "Next-of-Kin"


@pytest.mark.parametrize("sent", ["0", "UNKNOWN", "0000000000", ""])
def test_a_number_that_is_nobodys_names_nobody(own_database, sent):
    (became,) = heard(told("ADT^A28", "202405010900", person(f3=f"{sent}^^^RBD^PI")))
    assert became.state == "quarantined" and "PID-3" in became.reason
    assert record() == {}


def test_a_clock_a_year_ahead_freezes_nothing(own_database):
    ahead = told("ADT^A31", "202705010900", person(f3="H1^^^RBD^PI", f5="Wrong^Ada"))
    (became,) = heard(ahead)
    assert became.state == "applied" and "ahead of our clock" in became.reason
    right = told("ADT^A31", "202606020900", person(f3="H1^^^RBD^PI", f5="Right^Ada"))
    heard(right, received=NOW + timedelta(days=2))
    assert the("Patient")["name"][0]["family"] == "Right"


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        (b"no message at all", "not an HL7 v2 message"),
        (b"MSH|^~\\&|PAS|RBD|||20240501||ADT^A01|1|P|2.4\r", "No PID segment names a patient"),
        (b"MSH|^~\\&|PAS|RBD|||20240501||ADT^A40|1|P|2.4\rPID|1||H1^^^RBD\r", "two different patients"),
    ],
)
def test_a_bad_message_does_not_stop_those_beside_it(own_database, lost, sentence):
    became = heard(EARLIER, lost, told("ADT^A31", "202406010900", person(f3="H1^^^RBD^PI", f7="1941")))
    assert [each.state for each in became] == ["applied", "quarantined", "applied"]
    assert sentence in became[1].reason
    assert the("Patient")["birthDate"] == "1941"


def test_what_makes_no_valid_resource_is_quarantined_alone(own_database, monkeypatch):
    from toldonce.exchange.hl7v2.things import patients

    whole = patients.render

    def spoilt(address, state, setting):
        made = whole(address, state, setting)
        if made[0].get("birthDate") == "1941":
            made[0]["gender"] = "no such gender"
        return made

    monkeypatch.setitem(
        __import__("toldonce.exchange.hl7v2.rendering", fromlist=["RENDER"]).RENDER, "patient", spoilt
    )
    others = [told("ADT^A28", "202405010900", person(f3=f"H{n}^^^RBD^PI", f7="1950")) for n in range(2, 6)]
    became = heard(*others, told("ADT^A31", "202406010900", person(f3="H1^^^RBD^PI", f7="1941")), *others)
    assert [each.state for each in became].count("applied") == 8
    assert became[4].state == "quarantined" and "gender" in became[4].reason
    assert len(those("Patient")) == 4
