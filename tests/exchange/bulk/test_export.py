"""What is in an export: everything of the moment at which it was asked for, once, and nothing beyond the scopes."""

from __future__ import annotations

import pytest

from tests.exchange.bulk.conftest import ASYNC, lines_of, writes_all
from tests.exchange.fhir_api.conftest import patient, weight
from toldonce.exchange.bulk import writing


def ids(found: dict) -> dict[str, list[str]]:
    return {rtype: [each["id"] for each in rows] for rtype, rows in found.items()}


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    """Pieces of two resources and files of two pieces, so that few resources make many."""
    monkeypatch.setattr(writing, "PIECE", 2)
    monkeypatch.setattr(writing, "MEMBERS", 2)


def test_everything_is_exported_as_it_is_served(client):
    client.store(patient("p1"), patient("p2"), weight("w1", "p1", 70.50))
    found = client.exports()
    assert ids(found) == {"Patient": ["p1", "p2"], "Observation": ["w1"]}
    assert found["Observation"] == [client.get("Observation/w1").json]


def test_many_resources_are_several_files(client):
    client.store(*(patient(f"p{number}") for number in range(9)))
    manifest = client.manifest()
    assert [(file["type"], file["count"]) for file in manifest["output"]] == [
        ("Patient", 4),
        ("Patient", 4),
        ("Patient", 1),
    ]
    rows = [row["id"] for file in manifest["output"] for row in lines_of(client.fetches(file).raw)]
    assert rows == [f"p{number}" for number in range(9)]


def test_large_attachments_are_put_back(client):
    letter = {
        "resourceType": "Binary",
        "id": "letter",
        "contentType": "text/plain",
        "data": "aGVsbG8g" * 400,
    }
    client.store(letter)
    assert client.exports()["Binary"][0]["data"] == letter["data"]


def test_what_is_written_meanwhile_is_not_in_it_and_what_is_deleted_meanwhile_is(client):
    client.store(patient("p1", "Gale"), patient("p2"), patient("p3"), patient("p4"))
    status = client.begins()
    assert writing.write_on()
    client.store(patient("p1", "Storm"), patient("p0"), patient("p9"))
    client.delete("Patient/p4")
    writes_all()
    [first, *_] = files = client.get(status).json["output"]
    rows = [row for file in files for row in lines_of(client.fetches(file).raw)]
    assert [row["id"] for row in rows] == ["p1", "p2", "p3", "p4"]
    assert rows[0]["name"] == [{"family": "Gale"}]
    assert first["type"] == "Patient"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "$export",
            {
                "Patient": ["p1", "p2", "p3"],
                "Observation": ["w1", "w3"],
                "Organization": ["o"],
                "Group": ["g"],
            },
        ),
        ("$export?_type=Patient,Organization", {"Patient": ["p1", "p2", "p3"], "Organization": ["o"]}),
        ("Patient/$export", {"Patient": ["p1", "p2", "p3"], "Observation": ["w1", "w3"]}),
        ("Patient/$export?patient=Patient/p2,p3", {"Patient": ["p2", "p3"], "Observation": ["w3"]}),
        ("Group/g/$export", {"Patient": ["p1", "p2"], "Observation": ["w1"]}),
        ("Group/g/$export?_type=Observation", {"Observation": ["w1"]}),
        ("Group/g/$export?patient=Patient/p2", {"Patient": ["p2"]}),
    ],
)
def test_whose_and_of_which_types(client, path, expected):
    group = {
        "resourceType": "Group",
        "id": "g",
        "type": "person",
        "actual": True,
        "member": [
            {"entity": {"reference": "Patient/p1"}},
            {"entity": {"reference": "Patient/p2"}},
            {"entity": {"reference": "Patient/p3"}, "inactive": True},
        ],
    }
    client.store(patient("p1"), patient("p2"), patient("p3"), weight("w1", "p1"), weight("w3", "p3"))
    client.store({"resourceType": "Organization", "id": "o", "name": "A practice"}, group)
    found = ids(client.exports(path))
    assert {rtype: sorted(each) for rtype, each in found.items()} == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("_typeFilter=Observation%3Fvalue-quantity%3Dgt80", ["w2", "w3"]),
        ("_typeFilter=Observation%3Fvalue-quantity%3Dgt80%26patient%3Dp2", ["w3"]),
        ("_typeFilter=Observation%3Fvalue-quantity%3D70,Observation%3Fvalue-quantity%3D99", ["w1", "w3"]),
        (
            "_typeFilter=Observation%3Fvalue-quantity%3D70&_typeFilter=Observation%3Fvalue-quantity%3D99",
            ["w1", "w3"],
        ),
    ],
)
def test_a_filter_chooses_among_a_type_and_leaves_the_others_whole(client, filters, expected):
    client.store(patient("p1"), patient("p2"))
    client.store(weight("w1", "p1", 70), weight("w2", "p1", 90), weight("w3", "p2", 99))
    found = ids(client.exports(f"$export?_type=Patient,Observation&{filters}"))
    assert found == {"Patient": ["p1", "p2"], "Observation": expected}


def test_elements_are_marked_as_a_part(client):
    client.store(patient("p1", gender="female", birthDate="1950-01-02"))
    [row] = client.exports("$export?_type=Patient&_elements=birthDate")["Patient"]
    assert row["birthDate"] == "1950-01-02" and "gender" not in row
    assert row["meta"]["tag"][0]["code"] == "SUBSETTED"


def test_the_next_export_has_what_is_new_and_what_was_deleted(client):
    client.store(patient("p1"), patient("p2"), patient("p3"))
    before = client.manifest()["transactionTime"]
    client.store(patient("p2", "Storm"), patient("p4"))
    client.delete("Patient/p3")
    manifest = client.manifest(f"$export?_since={before}")
    rows = [row["id"] for file in manifest["output"] for row in lines_of(client.fetches(file).raw)]
    assert rows == ["p2", "p4"]
    [deleted] = manifest["deleted"]
    [bundle] = lines_of(client.fetches(deleted).raw)
    assert bundle["type"] == "transaction"
    assert [each["request"] for each in bundle["entry"]] == [{"method": "DELETE", "url": "Patient/p3"}]


def test_a_transaction_that_commits_late_is_in_the_next_export(client, other):
    """It had carried its time before the first export was asked for, and was not seen by it."""
    from tests.writing import put

    client.store(patient("p1"))
    other.begins()
    other.does(put, patient("late"))
    before = client.manifest()
    other.commits()
    assert "late" not in str(before["output"])
    assert ids(client.exports(f"$export?_since={before['transactionTime']}")) == {"Patient": ["late"]}


def test_an_export_reaches_what_the_scopes_cover(client, maker):
    client.store(patient("p1"), weight("w1", "p1"))
    narrow = maker("system/Patient.read", name="narrow")
    assert ids(narrow.exports()) == {"Patient": ["p1"]}
    said = narrow.get("$export?_type=Observation", **ASYNC)
    assert said.status == 403 and "system/Observation.read" in said.sentence
    people = maker("user/*.read", name="people")
    assert people.get("$export", **ASYNC).status == 403
    assert maker("system/Patient.write", name="writer").get("$export", **ASYNC).status == 403


def test_a_practice_is_a_group_of_those_registered_there(client):
    from tests.exchange.bulk.places import a_practice

    a_practice("J81016")
    episode = {
        "resourceType": "EpisodeOfCare",
        "id": "e1",
        "status": "active",
        "patient": {"reference": "Patient/p1"},
        "managingOrganization": {"reference": "Organization/ods-J81016"},
    }
    client.store(patient("p1"), patient("p2"), episode, {**episode, "id": "e2", "status": "finished"})
    assert ids(client.exports("Group/practice-J81016/$export")) == {
        "Patient": ["p1"],
        "EpisodeOfCare": ["e1", "e2"],
    }
    assert client.get("Group/practice-X99999/$export", **ASYNC).status == 404
