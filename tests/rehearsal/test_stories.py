"""The stories hold together: the showcase, the wards, the lists, illness that answers to treatment."""

import base64
from collections import Counter
from statistics import mean

import pytest

from toldonce.rehearsal.letters import FOOT, letter


def of_type(resources, kind):
    return [each for each in resources if each["resourceType"] == kind]


@pytest.fixture(scope="module")
def showcase(demonstration):
    (row,) = [row for row in demonstration.truth if row["showcase"]]
    told = {seen["feed"]: demonstration.about(id) for id, seen in row["patients"].items()}
    return row, told


def test_five_organisations_have_written_about_the_showcase(showcase):
    row, _ = showcase
    assert {seen["source"] for seen in row["patients"].values()} == {
        "J81016",
        "RBD",
        "RDY",
        "E06000059",
        "RYF",
    }


def test_the_sources_of_the_showcase_disagree_as_the_page_says(showcase):
    row, told = showcase
    patients = {feed: of_type(resources, "Patient")[0] for feed, resources in told.items()}
    hospital = [
        i["value"] for i in patients["hospital-system"]["identifier"] if "hospital-number" in i["system"]
    ]
    assert patients["hospital-system"]["name"][0]["family"] == "Handsford" != row["family"]
    assert patients["social-care-system"]["name"][0]["given"] == ["Peggy"]
    assert row["nhs_number"] not in str(patients["ambulance-system"])
    assert hospital[0] in str(patients["ambulance-system"]["identifier"])
    assert patients["community-system"]["address"] != patients["gp-system"]["address"]


def test_two_sources_tell_the_allergy_of_the_showcase_differently(showcase):
    _, told = showcase
    words = {feed: [a["code"]["text"] for a in of_type(told[feed], "AllergyIntolerance")] for feed in told}
    assert words["gp-system"] == ["Allergy to penicillin"]
    assert words["hospital-system"] == ["Allergy to amoxicillin"]


def test_the_showcase_has_a_plan_a_package_and_no_penicillin(showcase):
    _, told = showcase
    titles = {plan["title"] for resources in told.values() for plan in of_type(resources, "CarePlan")}
    assert "Advance care plan" in titles
    assert any(title.startswith("Social care package") for title in titles)
    given = {m["medicationCodeableConcept"]["text"] for m in of_type(told["gp-system"], "MedicationRequest")}
    assert not [name for name in given if "cillin" in name]


def test_wards_and_department_are_peopled(demonstration):
    beds = Counter(row["in_hospital"] for row in demonstration.truth if row["in_hospital"])
    assert sum(beds.values()) >= 3
    assert sum(bool(row["in_emergency_department"]) for row in demonstration.truth) >= 1
    staying = [
        each
        for each in of_type(demonstration.resources, "Encounter")
        if each["status"] == "in-progress" and each["class"]["code"] == "IMP"
    ]
    assert len(staying) == sum(beds.values())
    assert all("end" not in each["period"] for each in staying)


@pytest.mark.parametrize(
    "mark", ["district nurse", "advance care plan", "objection", "child in need", "about me"]
)
def test_the_lists_of_the_demonstration_are_not_empty(demonstration, mark):
    assert sum(mark in row["marks"] for row in demonstration.truth) >= 1


def test_those_who_object_have_said_so_to_their_practice(demonstration):
    denied = {
        each["patient"]["reference"]
        for each in of_type(demonstration.resources, "Consent")
        if each["provision"]["type"] == "deny"
    }
    objecting = [row for row in demonstration.truth if "objection" in row["marks"]]
    assert len(denied) == len(objecting) > 8


def values(demonstration, patient, words):
    found = [o for o in of_type(demonstration.about(patient), "Observation") if words in o["code"]["text"]]
    return sorted(
        (o["effectiveDateTime"][:10], o["valueQuantity"]["value"]) for o in found if "valueQuantity" in o
    )


def practices_patient(row):
    return next(id for id, seen in row["patients"].items() if seen["feed"] == "gp-system")


def test_sugar_is_higher_in_diabetes(demonstration):
    with_diabetes = [row for row in demonstration.truth if row["conditions"].get("DM", "9") < "2020"][:15]
    without = [
        r
        for r in demonstration.truth
        if not {"DM", "NDH"} & set(r["conditions"]) and "HYP" in r["conditions"]
    ]
    sick = [
        v
        for row in with_diabetes
        for _, v in values(demonstration, practices_patient(row), "Haemoglobin A1c")
    ]
    well = [
        v for row in without[:40] for _, v in values(demonstration, practices_patient(row), "Haemoglobin A1c")
    ]
    assert mean(sick) > 48
    assert all(v < 46 for v in well)


def test_kidneys_are_worse_in_kidney_disease(demonstration):
    with_it = [row for row in demonstration.truth if row["conditions"].get("CKD", "9") < "2022"][:15]
    last = [values(demonstration, practices_patient(row), "filtration")[-1][1] for row in with_it]
    assert mean(last) < 58


def test_nobody_allergic_to_penicillin_is_given_it(demonstration):
    for row in (row for row in demonstration.truth if row["allergy"] == "penicillin"):
        for each in of_type(demonstration.about(practices_patient(row)), "MedicationRequest"):
            assert "cillin" not in each["medicationCodeableConcept"]["text"]


def test_a_letter_is_a_small_pdf_that_says_that_it_is_invented(demonstration):
    letters = of_type(demonstration.resources, "DocumentReference")
    for each in letters[:200]:
        attachment = each["content"][0]["attachment"]
        pdf = base64.b64decode(attachment["data"])
        assert pdf.startswith(b"%PDF-1.4")
        assert pdf.endswith(b"%%EOF\n")
        assert len(pdf) == attachment["size"] < 6_000
        assert FOOT.encode() in pdf


def test_the_offsets_of_a_letter_point_at_its_objects():
    text, _ = letter("Ward (one)", "A \\ title", "2026-11-21", "Zoë O'Neill", ["Words. " * 60])
    pdf = base64.b64decode(text)
    table = pdf[pdf.rindex(b"xref\n0 7") :].split(b"\n")[3:9]
    for number, row in enumerate(table, 1):
        assert pdf[int(row[:10]) :].startswith(b"%d 0 obj" % number)
    assert int(pdf.rsplit(b"startxref\n", 1)[1].split()[0]) == pdf.rindex(b"xref\n0 7")
    assert rb"Ward \(one\)" in pdf
