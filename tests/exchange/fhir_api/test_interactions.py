"""Read, write, delete and history of single resources over HTTP."""

import pytest

from tests.exchange.fhir_api.conftest import Speaker, patient, weight


def test_what_is_put_is_read_back_with_its_version(fhir: Speaker):
    made = fhir.put("Patient/p1", patient("p1"))
    assert made.status == 201
    assert made.headers["ETag"] == 'W/"1"'
    assert made.headers["Location"] == "http://testserver/fhir/Patient/p1/_history/1"
    assert made.headers["Last-Modified"].endswith("GMT")
    read = fhir.get("Patient/p1")
    assert (read.status, read.headers["ETag"]) == (200, 'W/"1"')
    assert read.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert read.json["name"] == [{"family": "Gale"}]
    assert read.json["meta"]["versionId"] == "1"
    assert read.raw == made.raw


def test_a_create_gets_an_id_of_ours(fhir: Speaker):
    made = fhir.post("Patient", patient("theirs"))
    assert made.status == 201
    assert made.json["id"] != "theirs"
    assert fhir.get(f"Patient/{made.json['id']}").status == 200
    assert fhir.get("Patient/theirs").status == 404


def test_an_update_makes_a_version_and_the_same_again_does_not(fhir: Speaker):
    fhir.put("Patient/p1", patient("p1", "Gale"))
    assert (fhir.put("Patient/p1", patient("p1", "Storm"))).headers["ETag"] == 'W/"2"'
    again = fhir.put("Patient/p1", patient("p1", "Storm"))
    assert (again.status, again.headers["ETag"]) == (200, 'W/"2"')
    assert fhir.get("Patient/p1/_history/1").json["name"][0]["family"] == "Gale"
    assert fhir.get("Patient/p1/_history/2").json["name"][0]["family"] == "Storm"
    for version in ("3", "0", "x", "99999999999999999999", "-1", "²"):
        assert fhir.get(f"Patient/p1/_history/{version}").status == 404


def test_what_is_deleted_is_gone_and_can_come_back(fhir: Speaker):
    fhir.put("Patient/p1", patient("p1"))
    gone = fhir.delete("Patient/p1")
    assert (gone.status, gone.headers["ETag"], gone.raw) == (204, 'W/"2"', b"")
    assert fhir.get("Patient/p1").status == 410
    assert fhir.get("Patient/p1/_history/2").status == 410
    assert fhir.delete("Patient/p1").status == 204
    assert fhir.delete("Patient/never").status == 204
    assert fhir.put("Patient/p1", patient("p1")).status == 201
    assert fhir.get("Patient/p1").headers["ETag"] == 'W/"3"'


@pytest.mark.parametrize(
    ("header", "status"),
    [('W/"1"', 412), ('"1"', 412), ('W/"2"', 200), ("*", 200), ("three", 412), ('W/"99999999999"', 412)],
)
def test_if_match_holds_or_nothing_is_written(fhir: Speaker, header: str, status: int):
    fhir.put("Patient/p1", patient("p1", "One"))
    fhir.put("Patient/p1", patient("p1", "Two"))
    assert fhir.put("Patient/p1", patient("p1", "Three"), If_Match=header).status == status
    assert fhir.get("Patient/p1").json["name"][0]["family"] == ("Three" if status == 200 else "Two")


def test_if_match_on_what_is_not_there_is_412(fhir: Speaker):
    assert fhir.put("Patient/p1", patient("p1"), If_Match='W/"1"').status == 412
    assert fhir.delete("Patient/p1", If_Match='W/"1"').status == 412
    assert fhir.get("Patient/p1").status == 404


def test_if_none_match_star_creates_only(fhir: Speaker):
    assert fhir.put("Patient/p1", patient("p1"), If_None_Match="*").status == 201
    assert fhir.put("Patient/p1", patient("p1", "Storm"), If_None_Match="*").status == 412


def test_a_client_that_has_the_version_is_not_sent_it_again(fhir: Speaker):
    made = fhir.put("Patient/p1", patient("p1"))
    known = fhir.get("Patient/p1", If_None_Match='W/"1"')
    assert (known.status, known.raw, known.headers["ETag"]) == (304, b"", 'W/"1"')
    assert fhir.get("Patient/p1", If_None_Match='W/"7"').status == 200
    assert fhir.get("Patient/p1", If_Modified_Since=made.headers["Last-Modified"]).status == 304
    assert fhir.get("Patient/p1", If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT").status == 200
    assert fhir.get("Patient/p1", If_Modified_Since="yesterday").status == 200


@pytest.mark.parametrize(
    ("returned", "kind"),
    [("minimal", None), ("representation", "Patient"), ("OperationOutcome", "OperationOutcome")],
)
def test_the_client_says_what_it_wants_back(fhir: Speaker, returned: str, kind: str | None):
    made = fhir.put("Patient/p1", patient("p1"), Prefer=f"return={returned}")
    assert made.headers["Location"].endswith("Patient/p1/_history/1")
    assert (made.json["resourceType"] if made.raw else None) == kind


def test_the_history_tells_every_version_newest_first(fhir: Speaker):
    fhir.put("Patient/p1", patient("p1", "One"))
    fhir.put("Patient/p1", patient("p1", "Two"))
    fhir.delete("Patient/p1")
    told = fhir.get("Patient/p1/_history").json
    assert (told["type"], told["total"]) == ("history", 3)
    assert [each["request"]["method"] for each in told["entry"]] == ["DELETE", "PUT", "PUT"]
    assert [each["response"]["status"] for each in told["entry"]] == ["204", "200", "201"]
    assert [each.get("resource", {}).get("name") for each in told["entry"]] == [
        None,
        [{"family": "Two"}],
        [{"family": "One"}],
    ]
    assert fhir.get("Patient/never/_history").status == 404


def test_the_history_of_a_type_is_read_page_by_page(fhir: Speaker):
    fhir.store(*(patient(f"p{n}") for n in range(5)))
    path, seen = "Patient/_history?_count=2", []
    while path:
        page = fhir.get(path)
        seen += [each["resource"]["id"] for each in page.json["entry"]]
        path = page.link("next")
    assert seen == ["p4", "p3", "p2", "p1", "p0"]
    assert fhir.get("Patient/_history?_since=2100-01-01").json.get("entry") is None
    assert fhir.get("Patient/_history?_since=soon").status == 400
    assert fhir.get("Patient/_history?_before=xyz").status == 400


def test_a_conditional_create_finds_what_is_there(fhir: Speaker):
    numbered = patient("x", identifier=[{"system": "http://a", "value": "1"}])
    first = fhir.post("Patient", numbered, If_None_Exist="identifier=http://a|1")
    again = fhir.post("Patient", numbered, If_None_Exist="identifier=http://a|1")
    assert (first.status, again.status) == (201, 200)
    assert again.headers["Location"] == first.headers["Location"]
    fhir.post("Patient", numbered)
    assert fhir.post("Patient", numbered, If_None_Exist="identifier=http://a|1").status == 412
    for criteria in ("", "nonsense=1", "_count=1", "identifier"):
        if criteria:
            assert fhir.post("Patient", numbered, If_None_Exist=criteria).status == 400


def test_a_conditional_update_aims_at_the_one_that_matches(fhir: Speaker):
    numbered = {"resourceType": "Patient", "identifier": [{"system": "http://a", "value": "1"}]}
    made = fhir.put("Patient?identifier=http://a|1", numbered)
    assert made.status == 201
    id = made.json["id"]
    changed = fhir.put("Patient?identifier=http://a|1", {**numbered, "gender": "female"})
    assert (changed.status, changed.json["id"], changed.headers["ETag"]) == (200, id, 'W/"2"')
    assert fhir.put("Patient?identifier=http://a|1", {**numbered, "id": "other"}).status == 400
    assert fhir.put("Patient?identifier=http://a|2", {**numbered, "id": "mine"}).json["id"] == "mine"
    assert fhir.put("Patient?identifier=http://a|1", numbered).status == 412
    assert fhir.put("Patient", numbered).status == 400


def test_a_conditional_delete_takes_one_or_none(fhir: Speaker):
    fhir.store(patient("p1", "Gale"), patient("p2", "Gale"), patient("p3", "Storm"))
    assert fhir.delete("Patient?family=storm").status == 204
    assert fhir.get("Patient/p3").status == 410
    assert fhir.delete("Patient?family=storm").status == 204
    assert fhir.delete("Patient?family=gale").status == 412
    assert fhir.delete("Patient").status == 400
    assert fhir.get("Patient/p1").status == 200


def test_parts_of_a_resource_are_marked_as_parts(fhir: Speaker):
    fhir.store(
        {
            **weight("w1", "p1"),
            "note": [{"text": "standing"}],
            "text": {"status": "generated", "div": "<div/>"},
        }
    )

    def names(query: str) -> set[str]:
        said = fhir.get(f"Observation/w1?{query}").json
        assert said["meta"]["tag"][-1]["code"] == "SUBSETTED"
        return set(said) - {"resourceType", "id", "meta"}

    whole = {"status", "code", "subject", "effectiveDateTime", "valueQuantity", "note", "text"}
    assert names("_summary=true") == whole - {"note", "text"}
    assert names("_summary=text") == {"status", "code", "text"}
    assert names("_summary=data") == whole - {"text"}
    assert names("_elements=value,note") == {"status", "code", "valueQuantity", "note"}
    assert "tag" not in fhir.get("Observation/w1?_summary=false").json["meta"]
    for query in ("_elements=weight", "_summary=much", "_summary=count", "weight=1"):
        assert fhir.get(f"Observation/w1?{query}").status == 400


def test_a_head_has_the_headers_and_no_body(fhir: Speaker):
    fhir.store(patient("p1"))
    head = fhir.ask("HEAD", "Patient/p1")
    assert (head.status, head.raw, head.headers["ETag"]) == (200, b"", 'W/"1"')
    assert int(head.headers["Content-Length"]) == len(fhir.get("Patient/p1").raw)


def test_pretty_keeps_decimals_as_they_were_written(fhir: Speaker):
    fhir.put(
        "Observation/w1",
        b'{"resourceType":"Observation","id":"w1","status":"final","code":{"text":"w"},'
        b'"valueQuantity":{"value":70.50}}',
    )
    assert b"70.50" in fhir.get("Observation/w1").raw
    pretty = fhir.get("Observation/w1?_pretty=true").raw
    assert b'"value": 70.50' in pretty
    assert b"70.50" in fhir.get("Observation/w1?_elements=value").raw
