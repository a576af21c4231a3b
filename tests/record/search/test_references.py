"""References in all their forms, chains over them, reversed chains, and what is included with a match."""

import pytest

from .conftest import asked, ids, stored

URN = "urn:uuid:7f1c1c5e-0000-4000-8000-000000000001"


def observation(id, reference=None, code="c", **more):
    subject = {"subject": {"reference": reference}} if reference else {}
    return {
        "resourceType": "Observation", "id": id, "status": "final", "code": {"coding": [{"code": code}]},
        **subject, **more,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def our_base(settings):
    from toldonce.record.search import references

    settings.FHIR_BASES = ["https://record.example/fhir"]
    references.our_bases.cache_clear()
    yield
    references.our_bases.cache_clear()


OBSERVATIONS = [
    observation("relative", "Patient/p1"),
    observation("absolute", "https://record.example/fhir/Patient/p1"),
    observation("versioned", "Patient/p1/_history/3"),
    observation("foreign", "https://elsewhere.example/fhir/Patient/p1"),
    observation("unresolved", URN),
    observation("contained", "#p1", contained=[{"resourceType": "Patient", "id": "p1"}]),
    observation("group", "Group/p1"),
    observation("logical", subject={"identifier": {"system": "s", "value": "17"}}),
    observation("twice", "Patient/p2", performer=[{"reference": "Patient/p1"}, {"reference": "Patient/p2"}]),
    observation("nobody"),
]


@pytest.mark.parametrize(
    ("question", "found_ids"),
    [
        ("subject=Patient/p1", ["absolute", "relative", "versioned"]),
        ("subject=https://record.example/fhir/Patient/p1", ["absolute", "relative", "versioned"]),
        ("subject=p1", ["absolute", "group", "relative", "versioned"]),
        ("subject:Patient=p1", ["absolute", "relative", "versioned"]),
        ("subject:Group=p1", ["group"]),
        ("patient=p1", ["absolute", "relative", "versioned"]),
        ("patient=Group/p1", []),
        ("subject=https://elsewhere.example/fhir/Patient/p1", ["foreign"]),
        (f"subject={URN}", ["unresolved"]),
        ("subject=#p1", []),
        ("subject:identifier=s|17", ["logical"]),
        ("subject:identifier=17", ["logical"]),
        ("subject:identifier=t|17", []),
        ("subject:missing=true", ["nobody"]),
        ("performer=Patient/p1", ["twice"]),
        ("performer=Patient/p2", ["twice"]),
        ("subject=Patient/p1,Patient/p2", ["absolute", "relative", "twice", "versioned"]),
        ("subject=Patient/p1&performer=Patient/p2", []),
        ("subject=Patient/unknown", []),
    ],
)
def test_a_reference_is_found_however_it_is_written(found, question, found_ids):
    assert found(OBSERVATIONS, f"Observation?{question}") == found_ids


PEOPLE = [
    {"resourceType": "Organization", "id": "g1", "name": "Poole Surgery"},
    {"resourceType": "Organization", "id": "g2", "name": "Swanage Surgery", "partOf": {"reference": "Organization/g1"}},
    {"resourceType": "Patient", "id": "anna", "name": [{"family": "Hardy"}], "birthDate": "1940-06-02",
     "managingOrganization": {"reference": "Organization/g2"}},
    {"resourceType": "Patient", "id": "ben", "name": [{"family": "Barnes"}], "birthDate": "1980-01-01",
     "managingOrganization": {"reference": "Organization/g1"}},
    {"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "IMP"},
     "subject": {"reference": "Patient/anna"}, "serviceProvider": {"reference": "Organization/g1"}},
    observation("a1", "Patient/anna", "hb", encounter={"reference": "Encounter/e1"}, effectiveDateTime="2024-01-01"),
    observation("a2", "Patient/anna", "hba1c", effectiveDateTime="2024-02-01"),
    observation("b1", "Patient/ben", "hb", effectiveDateTime="2024-03-01"),
    {"resourceType": "Provenance", "id": "v", "target": [{"reference": "Observation/a1"}],
     "recorded": "2024-01-01T00:00:00Z", "agent": [{"who": {"reference": "Organization/g1"}}]},
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "found_ids"),
    [
        ("Observation?subject:Patient.family=hardy", ["a1", "a2"]),
        ("Observation?patient.family=hardy,barnes&code=hb", ["a1", "b1"]),
        ("Observation?subject.birthdate=gt1970", ["b1"]),
        ("Observation?patient.organization.name=swanage", ["a1", "a2"]),
        ("Observation?patient.organization.partof.name=poole", ["a1", "a2"]),
        (
            "Observation?patient.organization:Organization.partof:Organization.name:exact=Poole Surgery",
            ["a1", "a2"],
        ),
        ("Observation?encounter.service-provider=Organization/g1", ["a1"]),
        ("Observation?patient.family=nobody", []),
        ("Observation?patient.family:missing=true", []),
        ("Observation?patient._id=anna", ["a1", "a2"]),
        ("Patient?_has:Observation:patient:code=hb", ["anna", "ben"]),
        ("Patient?_has:Observation:patient:code=hba1c", ["anna"]),
        ("Patient?_has:Observation:patient:code=hb&_has:Observation:patient:code=hba1c", ["anna"]),
        ("Patient?_has:Observation:patient:_has:Provenance:target:agent=Organization/g1", ["anna"]),
        ("Patient?_has:Observation:patient:encounter.status=finished", ["anna"]),
        ("Patient?organization._has:Encounter:service-provider:status=finished", ["ben"]),
        ("Organization?_has:Patient:organization:family=hardy", ["g2"]),
        ("Observation?_has:Provenance:target:recorded=2024", ["a1"]),
    ],
)
def test_chains_lead_on_to_other_resources(found, question, found_ids):
    assert found(PEOPLE, question) == found_ids


@pytest.mark.parametrize("few", [2000, 0])
def test_chains_answer_the_same_from_either_end(db, monkeypatch, few):
    monkeypatch.setattr("toldonce.record.search.fetching.RARE", few)
    stored(*PEOPLE)
    assert ids("Observation?patient.organization.name=swanage&_sort=date") == ["a1", "a2"]
    assert ids("Patient?_has:Observation:patient:code=hb&_sort=_id") == ["anna", "ben"]
    assert ids("Patient?_has:Observation:patient:_has:Provenance:target:agent=Organization/g1") == ["anna"]


ANNAS = "Observation?_id=a1&_include=Observation:patient&_include:iterate=Patient:organization"


@pytest.mark.parametrize(
    ("question", "included"),
    [
        ("Observation?_id=a1&_include=Observation:patient", ["Patient/anna"]),
        ("Observation?_id=a1&_include=Observation:subject:Group", []),
        ("Observation?_id=a1&_include=Observation:*", ["Encounter/e1", "Patient/anna"]),
        ("Observation?_id=a1&_include=*", ["Encounter/e1", "Patient/anna"]),
        ("Observation?_include=Observation:patient", ["Patient/anna", "Patient/ben"]),
        ("Observation?_id=a1&_include=Observation:patient&_include=Patient:organization", ["Patient/anna"]),
        (ANNAS, ["Organization/g2", "Patient/anna"]),
        (f"{ANNAS}&_include:iterate=Organization:partof", ["Organization/g1", "Organization/g2", "Patient/anna"]),
        ("Patient?_id=anna&_revinclude=Observation:patient", ["Observation/a1", "Observation/a2"]),
        ("Patient?_id=anna&_revinclude=Observation:subject:Patient", ["Observation/a1", "Observation/a2"]),
        ("Patient?_id=anna&_revinclude=Observation:patient&_revinclude:iterate=Provenance:target",
         ["Observation/a1", "Observation/a2", "Provenance/v"]),
        ("Patient?_id=anna&_revinclude=*", ["Encounter/e1", "Observation/a1", "Observation/a2"]),
        ("Patient?_id=none&_revinclude=*", []),
    ],
)  # fmt: skip
def test_what_belongs_to_a_match_comes_with_it(db, question, included):
    stored(*PEOPLE)
    assert sorted(f"{each.rtype}/{each.id}" for each in asked(question).included) == included


class TestAReaderLearnsNothingOfOthers:
    @pytest.fixture(autouse=True)
    def record(self, db):
        from toldonce.record import identity

        stored(*PEOPLE)
        self.anna, self.ben = identity.pids_for(["anna", "ben"]).values()

    @pytest.mark.parametrize("few", [2000, 0])
    @pytest.mark.parametrize(
        ("question", "found_ids"),
        [
            ("Observation?code=hb", ["a1"]),
            ("Patient?family=barnes", []),
            ("Observation?patient.family=barnes", []),
            ("Patient?_has:Observation:patient:code=hb", ["anna"]),
            ("Organization?_has:Patient:organization:family=barnes", []),
            ("Organization?_has:Patient:organization:family=hardy", ["g2"]),
        ],
    )
    def test_by_a_search_or_a_chain(self, monkeypatch, few, question, found_ids):
        monkeypatch.setattr("toldonce.record.search.fetching.RARE", few)
        assert ids(question, only_pids=[0, self.anna]) == found_ids

    def test_by_an_include(self):
        page = asked("Organization?_id=g1,g2&_revinclude=Patient:organization", only_pids=[0, self.anna])
        assert [each.id for each in page.included] == ["anna"]

    def test_by_a_total(self):
        assert asked("Observation?_summary=count", only_pids=[self.anna]).total == 2
        assert asked("Observation?code=hb&_total=accurate", only_pids=[self.anna]).total == 1
        assert asked("Observation?code=hb", only_pids=[]).matches == []
