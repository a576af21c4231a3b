"""What bad input gets: an OperationOutcome that names the place and the reason, and nothing else changes."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.fhir_api.conftest import FHIR, Speaker, patient, weight
from toldonce.exchange.fhir_api import sending

PUT = "Observation/w1"
SQL = "'; drop table resource; --"


def observation(**elements: Any) -> bytes:
    return orjson.dumps({**weight("w1", "p1"), **elements})


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (observation()[:-5], "line 1"),
        (b"", "empty"),
        (b"   ", "empty"),
        (b"null", "object"),
        (b"[]", "object"),
        (b'"Observation"', "object"),
        (b"{}", "resourceType"),
        (b'{"resourceType": 7}', "resourceType"),
        (b'{"resourceType": "Weather", "id": "w1"}', "resourceType"),
        (b'{"resourceType": "Observation", "id": "w1", "status": "fi\xff\xfenal"}', "JSON"),
        (b'{"resourceType": "Observation", "id": "w1", "status": "\\ud800"}', "JSON"),
        (b'{"resourceType": "Observation", "id": "w1", "status": "final", "status": }', "line 1"),
        (observation().replace(b'"final"', b'"\\u0000final"'), "Observation.status"),
        (observation(note=[{"text": "a\0b"}]), "Observation.note[0].text"),
        (observation(status=7), "Observation.status"),
        (observation(status=None), "Observation.status"),
        (observation(status=[]), "Observation.status"),
        (observation(valueString="heavy"), "value"),
        (observation(effectiveDateTime="2024-02-31"), "Observation.effectiveDateTime"),
        (observation(effectiveDateTime="yesterday"), "Observation.effectiveDateTime"),
        (observation(subject="Patient/p1"), "Observation.subject"),
        (observation(performer=[]), "Observation.performer"),
        (observation(colour="red"), "colour"),
        (b'{"resourceType":"Observation","id":"w1","code":{"text":"x"}}', "status"),
        (observation(id="w 1"), "id"),
        (observation(id=""), "id"),
        (observation(id=7), "id"),
        (observation(id=None), "id"),
        (observation().replace(b"70", b"1" + b"0" * 400), ""),
        (observation().replace(b"70", b"1e999"), ""),
        (observation().replace(b"70", b"NaN"), "line 1"),
        (b'{"resourceType":"Observation","id":"w1","contained":' + b"[" * 5000 + b"]" * 5000 + b"}", ""),
        (b'{"resourceType":"Observation","extension":' + b'[{"extension":' * 99 + b"[]" + b"}]" * 99 + b"}", "levels"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_refused_with_its_place(fhir: Speaker, body: bytes, named: str):
    said = fhir.put(PUT, body)
    assert said.status == 400, said.raw
    places = " ".join(place for issue in said.issues for place in issue.get("expression", []))
    assert named in f"{said.sentence} {places}"
    assert fhir.get(PUT).status == 404


def test_odd_things_in_a_meta_do_not_upset_anybody(fhir: Speaker):
    for meta in ("x", [], 7, {"versionId": 5}, {"source": []}):
        organisation = {"resourceType": "Organization", "id": "o1", "name": "x", "meta": meta}
        assert fhir.put("Organization/o1", organisation).status == 400


def test_a_fragment_of_sql_in_every_field_is_kept_as_text(fhir: Speaker):
    observed = weight("w1", "p1") | {
        "code": {
            "text": SQL,
            "coding": [{"system": SQL.replace(" ", ""), "code": SQL.strip("- "), "display": SQL}],
        },
        "note": [{"text": SQL}],
        "identifier": [{"system": SQL.replace(" ", ""), "value": SQL}],
    }
    named = patient("p1", SQL, identifier=[{"value": SQL}], address=[{"postalCode": SQL}])
    assert fhir.put("Patient/p1", named).status == 201
    assert fhir.put(PUT, observed).status in (201, 400)
    for query in (
        "Patient?family=",
        "Patient?identifier=",
        "Patient?_id=",
        "Patient?address-postalcode=",
        "Patient?_sort=",
    ):
        assert fhir.get(query + "%27%3B%20drop%20table%20resource%3B%20--").status in (200, 400)
    assert fhir.get(f"Patient/{SQL}").status == 404
    assert fhir.get("Patient/p1").json["name"][0]["family"] == SQL


def test_text_of_any_script_comes_back_equal(fhir: Speaker):
    for family in ("Ó Súilleabháin", "王", "\U0001f9d1‍⚕️", "عبد الله", "a\tb\nc", "\u2028", "e\u0301"):
        fhir.put("Patient/p1", patient("p1", family))
        assert fhir.get("Patient/p1").json["name"][0]["family"] == family


def test_xml_is_answered_with_a_sentence(fhir: Speaker):
    fhir.store(patient("p1"))
    for headers in ({"Accept": "application/fhir+xml"}, {"Accept": "text/xml, application/xml"}):
        said = fhir.get("Patient/p1", **headers)
        assert (said.status, "JSON" in said.sentence) == (406, True)
    assert fhir.get("Patient/p1?_format=xml").status == 406
    assert fhir.get("Patient/p1", Accept="application/fhir+json; fhirVersion=5.0").status == 406
    sent = fhir.ask("PUT", "Patient/p1", b"<Patient/>", "application/fhir+xml")
    assert (sent.status, "JSON" in sent.sentence) == (415, True)


@pytest.mark.parametrize(
    "accept",
    [
        "application/fhir+json",
        "application/json",
        "*/*",
        "application/fhir+json;fhirVersion=4.0",
        "text/html, */*;q=0.1",
    ],
)
@pytest.mark.parametrize(
    "wanted", ["", "?_format=json", "?_format=application/fhir%2Bjson", "?_format=application/json"]
)
def test_json_by_any_of_its_names(fhir: Speaker, accept: str, wanted: str):
    assert fhir.get(f"metadata{wanted}", Accept=accept).status == 200


def test_packed_bodies_are_unpacked_and_long_answers_packed(fhir: Speaker):
    packed = gzip.compress(orjson.dumps(patient("p1", "G" * 5000)))
    assert fhir.put("Patient/p1", packed, Content_Encoding="gzip").status == 201
    plain, small = fhir.get("Patient/p1"), fhir.get("Patient/p1", Accept_Encoding="gzip, br")
    assert (small.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert int(small.headers["Content-Length"]) < 500
    assert small.raw == plain.raw


def test_a_bomb_a_cut_and_a_strange_coding(fhir: Speaker):
    packer = zlib.compressobj(9, wbits=31)
    zeros = bytes(1024 * 1024)
    bomb = b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()
    assert len(bomb) < 400_000
    assert fhir.put("Patient/p1", bomb, Content_Encoding="gzip").status == 413
    good = gzip.compress(orjson.dumps(patient("p1")))
    assert fhir.put("Patient/p1", good[:-9], Content_Encoding="gzip").status == 400
    assert fhir.put("Patient/p1", b"not gzip at all", Content_Encoding="gzip").status == 400
    assert fhir.put("Patient/p1", good, Content_Encoding="br").status == 415
    assert fhir.get("Patient/p1").status == 404


def test_a_body_beyond_the_bound_is_413(fhir: Speaker, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sending, "MOST_BYTES", 1000)
    said = fhir.put("Patient/p1", patient("p1", "G" * 1000))
    assert (said.status, said.issues[0]["code"]) == (413, "too-long")


def test_fifty_megabytes_are_read(fhir: Speaker):
    photo = {"contentType": "image/png", "data": "QUJD" * (50 * 1024 * 1024 // 4)}
    assert fhir.put("Patient/p1", patient("p1", photo=[photo]), Prefer="return=minimal").status == 201
    assert fhir.get("Patient/p1").json["photo"][0] == photo


def test_when_the_database_is_away_the_client_learns_that_nothing_was_stored(
    fhir: Speaker, monkeypatch: pytest.MonkeyPatch
):
    from django.db import OperationalError

    from toldonce.record import actions, store

    def away(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(store, "read", away)
    monkeypatch.setattr(actions, "put", away)
    for said in (fhir.get("Patient/p1"), fhir.put("Patient/p1", patient("p1"))):
        assert (said.status, said.issues[0]["code"]) == (503, "transient")
        assert said.headers["Retry-After"]


def test_a_fault_of_ours_is_an_outcome_without_its_insides(fhir: Speaker, monkeypatch: pytest.MonkeyPatch):
    from toldonce.record import store

    monkeypatch.setattr(store, "read", lambda *_: 1 / 0)
    said = fhir.get("Patient/p1")
    assert (said.status, said.issues[0]["code"]) == (500, "exception")
    assert "division" not in said.sentence


# --- whatever comes ----------------------------------------------------------------------------------------------

quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(["Patient/p1", "urn:uuid:1", "2024-02-31", "http://a", "#x", "Patient?name=x", "final"])
)
NAMES = """resourceType id meta status code subject reference valueQuantity value contained tag extension url entry
    resource request method identifier system source security _status"""
names = st.sampled_from(NAMES.split()) | st.text(max_size=10)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6),
    max_leaves=25,
)


def is_answered(said) -> None:
    assert said.status < 500 or said.status == 501, said.raw
    if said.status >= 400:
        assert said.issues


def written(tree: Any) -> bytes:
    import json

    return json.dumps(tree).encode()


@quick
@given(tree=trees)
def test_any_json_is_stored_or_refused(fhir: Speaker, tree: Any):
    is_answered(fhir.put(PUT, written(tree)))
    if isinstance(tree, dict):
        is_answered(fhir.put(PUT, written({**weight("w1", "p1"), **tree})))
        is_answered(
            fhir.put("Organization/w1", written({"resourceType": "Organization", "id": "w1", **tree}))
        )
        is_answered(
            fhir.post("Observation/$validate", written({"resourceType": "Parameters", "parameter": [tree]}))
        )


@quick
@given(tree=trees, kind=st.sampled_from(["batch", "transaction"]), data=st.data())
def test_any_bundle_is_answered(fhir: Speaker, tree: Any, kind: str, data: st.DataObject):
    method = data.draw(st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"]))
    url = data.draw(
        st.sampled_from(["Patient", "Patient/p1", "Patient?family=x", "Patient/p1/_history"]) | st.text()
    )
    request = data.draw(st.fixed_dictionaries({"method": st.just(method), "url": st.just(url)}) | trees)
    entry = {"request": request, "resource": tree, "fullUrl": data.draw(scalars)}
    is_answered(fhir.post("", written({"resourceType": "Bundle", "type": kind, "entry": [entry, tree]})))
    is_answered(fhir.post("", written({"resourceType": "Bundle", "type": kind, "entry": tree})))


PARAMETERS = """_id _lastUpdated _tag _sort _count _include _revinclude _summary _elements _total _has _page code date
    value-quantity patient subject:Patient.name code-value-quantity name _has:a:b:c identifier combo-value-quantity
    birthdate _profile _source _before _since start _type"""
VALUES = """ge2024 1e400 1e-400 gt1|a|b a$b a,b \\, | || * Observation:patient -date true count 9999-12-31 0001-01-01
    le0001-01-01 2024-01-01T24:00:00Z Patient/p1 http://[ 99999999999 ap2024-01-01"""
parameters = st.sampled_from(PARAMETERS.split()) | st.text(max_size=12)
values = st.sampled_from(VALUES.split()) | st.text(max_size=30)


@quick
@given(
    path=st.sampled_from(
        [
            "Patient",
            "Observation",
            "Patient/p1/Observation",
            "Patient/p1/$everything",
            "Patient/p1",
            "Patient/_history",
        ]
    ),
    pairs=st.lists(st.tuples(parameters, values), max_size=4),
)
def test_any_query_is_answered(fhir: Speaker, path: str, pairs: list[tuple[str, str]]):
    from urllib.parse import urlencode

    if fhir.get("Patient/p1").status != 200:
        fhir.store(patient("p1"), weight("w1", "p1"))
    is_answered(fhir.get(f"{path}?{urlencode(pairs, errors='surrogatepass')}"))


@quick
@given(
    raw=st.binary(max_size=60),
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE"]),
)
def test_any_bytes_in_address_query_and_body_are_answered(fhir: Speaker, raw: bytes, method: str):
    from urllib.parse import quote

    is_answered(fhir.ask(method, f"Patient/{quote(raw)}", raw))
    is_answered(fhir.ask(method, f"{quote(raw)}?{quote(raw)}={quote(raw)}", raw))
    is_answered(fhir.ask(method, "Patient/_search", raw, "application/x-www-form-urlencoded"))


HEADERS = (
    """If-Match If-None-Match If-Modified-Since If-None-Exist Prefer Accept Authorization Content-Encoding"""
)


@quick
@given(
    name=st.sampled_from(HEADERS.split()),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
)
def test_any_header_is_answered(fhir: Speaker, name: str, value: str):
    for method in ("GET", "PUT"):
        is_answered(fhir.ask(method, "Patient/p1", patient("p1"), FHIR, **{name: value}))
    is_answered(fhir.post("Patient", patient("p1"), **{name: value}))


# --- what is kept elsewhere --------------------------------------------------------------------------------------

FROM_THE_DIRECTORY = {"source": "https://toldonce.example/source/directory"}


def test_what_is_published_from_the_directory_cannot_be_written_here(fhir: Speaker):
    from toldonce.directory.actors import SYSTEM
    from toldonce.record.actions import Arrival, Incoming, put

    published = {
        "resourceType": "Organization",
        "id": "ods-J81010",
        "name": "A practice",
        "meta": FROM_THE_DIRECTORY,
    }
    put(by=SYSTEM, arrival=Arrival("directory", "directory"), incoming=[Incoming(published)])
    mine = {"resourceType": "Organization", "id": "ods-J81010", "name": "Mine"}
    request = {"method": "PUT", "url": "Organization/ods-J81010"}
    answers = [
        fhir.put("Organization/ods-J81010", mine),
        fhir.put("Organization?name=practice", mine),
        fhir.delete("Organization/ods-J81010"),
        fhir.ask("PATCH", "Organization/ods-J81010", {"name": "Mine"}, "application/merge-patch+json"),
        fhir.put("Organization/o1", {**mine, "id": "o1", "meta": FROM_THE_DIRECTORY}),
        fhir.post(
            "",
            {
                "resourceType": "Bundle",
                "type": "transaction",
                "entry": [{"resource": mine, "request": request}],
            },
        ),
    ]
    for said in answers:
        assert (said.status, said.issues[0]["code"]) == (403, "business-rule")
        assert "directory" in said.sentence
    assert fhir.get("Organization/ods-J81010").json["name"] == "A practice"
    named = {"resourceType": "Organization", "id": "o2", "name": FROM_THE_DIRECTORY["source"]}
    assert fhir.put("Organization/o2", named).status == 201
    assert fhir.put("Organization/o2", {**named, "name": "Another"}).status == 200
