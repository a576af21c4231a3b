"""Search over HTTP: what comes back, in which wrapping, and what is refused."""

import pytest

from tests.exchange.fhir_api.conftest import Speaker, patient, weight


@pytest.fixture
def weighed(fhir: Speaker) -> Speaker:
    """Two patients; the first was weighed three times."""
    fhir.store(
        patient("p1", "Gale"),
        patient("p2", "Storm"),
        weight("w1", "p1", 70, "2024-01-01"),
        weight("w2", "p1", 71, "2024-02-01"),
        weight("w3", "p1", 72, "2024-03-01"),
        weight("w4", "p2", 80, "2024-01-01"),
    )
    return fhir


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Patient?family=gale", ["p1"]),
        ("Patient?_id=p2", ["p2"]),
        ("Observation?patient=p1&date=ge2024-02-01&_sort=date", ["w2", "w3"]),
        ("Observation?patient=p1&_sort=-date", ["w3", "w2", "w1"]),
        ("Observation?subject:Patient.family=storm", ["w4"]),
        ("Observation?value-quantity=gt71|http://unitsofmeasure.org|kg&_sort=value-quantity", ["w3", "w4"]),
        ("Patient?_has:Observation:patient:value-quantity=80", ["p2"]),
        ("Patient/p1/Observation?_sort=date", ["w1", "w2", "w3"]),
        ("Patient/p2/Observation?code=29463-7", ["w4"]),
        ("Patient/p2/Patient", ["p2"]),
        ("Patient?family=nobody", []),
    ],
)
def test_a_question_and_its_ids(weighed: Speaker, question: str, ids: list[str]):
    said = weighed.get(question)
    assert (said.status, said.json["type"]) == (200, "searchset")
    assert said.ids == ids


def test_an_entry_says_where_it_is_and_why_it_is_there(weighed: Speaker):
    said = weighed.get("Observation?_id=w1&_include=Observation:patient").json
    assert [(each["fullUrl"], each["search"]["mode"]) for each in said["entry"]] == [
        ("http://testserver/fhir/Observation/w1", "match"),
        ("http://testserver/fhir/Patient/p1", "include"),
    ]
    assert said["entry"][0]["resource"] == weighed.get("Observation/w1").json


def test_a_search_by_post_is_the_same_as_by_get(weighed: Speaker):
    form = "application/x-www-form-urlencoded"
    both = weighed.post("Observation/_search?patient=p1", b"date=2024-02&_sort=date", form)
    assert both.ids == ["w2"]
    assert both.link("self") == "Observation?patient=p1&date=2024-02&_sort=date"
    assert weighed.post("Patient/_search", b"family=gale", form).ids == ["p1"]
    assert weighed.post("Patient/p1/Observation/_search", b"date=2024-03", form).ids == ["w3"]
    assert weighed.post("Patient/_search", b'{"family":"gale"}').status == 415


def test_pages_follow_one_another_while_others_write(weighed: Speaker):
    page, seen = weighed.get("Observation?patient=p1&_sort=date&_count=1"), []
    while True:
        seen += page.ids
        if not page.link("next"):
            break
        weighed.store(weight(f"late{len(seen)}", "p1", 60, "2023-01-01"), weight("w3", "p1", 60 + len(seen)))
        page = weighed.get(page.link("next"))
        assert page.link("first") == "Observation?patient=p1&_sort=date&_count=1"
    assert seen == ["w1", "w2", "w3"]


def test_a_link_to_a_page_that_was_changed_is_refused(weighed: Speaker):
    following = weighed.get("Observation?_count=1").link("next")
    assert weighed.get(following + "x").status == 400
    assert weighed.get(following.replace("Observation", "Patient")).status == 400
    assert weighed.get(following + "&code=1").status == 400


def test_totals_and_counts(weighed: Speaker):
    assert "total" not in weighed.get("Observation?patient=p1").json
    assert weighed.get("Observation?patient=p1&_total=accurate&_count=1").json["total"] == 3
    for query in ("_summary=count", "_count=0"):
        told = weighed.get(f"Observation?patient=p1&{query}").json
        assert (told["total"], told.get("entry"), told.get("meta")) == (3, None, None)


def test_parts_are_marked(weighed: Speaker):
    said = weighed.get("Observation?_id=w1&_elements=status&_include=Observation:patient").json
    observation, person = (each["resource"] for each in said["entry"])
    assert set(observation) == {"resourceType", "id", "meta", "status", "code"}
    assert observation["meta"]["tag"][0]["code"] == "SUBSETTED"
    assert person["name"] == [{"family": "Gale"}]


@pytest.mark.parametrize(
    "query",
    [
        "_text=x",
        "_content=x",
        "_filter=x",
        "_query=x",
        "_list=x",
        "colour=x",
        "code:near=x",
        "code:in=x",
        "_elements=x",
    ],
)
def test_what_is_not_supported_is_refused_or_left_out_and_said(weighed: Speaker, query: str):
    refused = weighed.get(f"Observation?patient=p1&{query}")
    assert (refused.status, refused.issues[0]["code"]) == (400, "not-supported")
    assert query.split("=")[0] in refused.sentence
    lenient = weighed.get(f"Observation?patient=p1&{query}", Prefer="handling=lenient")
    assert sorted(lenient.ids) == ["w1", "w2", "w3"]
    outcome = lenient.json["entry"][-1]
    assert (outcome["search"]["mode"], outcome["resource"]["resourceType"]) == ("outcome", "OperationOutcome")
    assert query in outcome["resource"]["issue"][0]["diagnostics"]
    assert lenient.link("self") == "Observation?patient=p1"


@pytest.mark.parametrize(
    "question",
    [
        "Observation?date=someday",
        "Observation?_count=many",
        "Observation?_sort=colour",
        "Observation?_include=colour",
        "Observation?code=",
        "Observation?patient=p1&_summary=perhaps",
        "Patient?family=%00",
        "Patient?family=%ff",
        "Patient?" + "&".join("family=x" for _ in range(1500)),
    ],
)
def test_what_cannot_be_understood_is_400(weighed: Speaker, question: str):
    said = weighed.get(question)
    assert said.status == 400
    assert said.issues[0]["severity"] == "error"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 501),
        ("_history", 501),
        ("Patient/p1/Organization", 404),
        ("Organization/o1/Patient", 404),
        ("Patient/p1/*", 404),
        ("Weather", 404),
        ("Weather/1", 404),
        ("patient/p1", 404),
        ("Patient/p1/_history/1/x", 404),
        ("Patient/$fly", 404),
        ("Patient/%20/$everything", 404),
        ("Observation/w1/$everything", 404),
        ("Weather/1/$everything", 404),
        ("Patient/p_1", 404),
        ("Patient/_search", 405),
        ("Patient/" + "x" * 65, 404),
        ("%0a", 404),
        ("Patient/%00", 404),
    ],
)
def test_an_address_that_is_not_there(fhir: Speaker, path: str, status: int):
    said = fhir.get(path)
    assert said.status == status
    assert said.sentence


def test_a_method_that_is_not_there_says_which_are(fhir: Speaker):
    said = fhir.ask("POST", "Patient/p1", patient("p1"))
    assert (said.status, said.headers["Allow"]) == (405, "DELETE, GET, HEAD, PATCH, PUT")
