"""Strings: beginnings, whatever the case, the accents and the punctuation; exactly; anywhere."""

import pytest

NAMES = {
    "mueller": {"family": "Müller", "given": ["Ann-Marie", "Jo"]},
    "obrien": {"family": "O'Brien", "given": ["Éamon"]},
    "smith": {"family": "Smith", "given": ["Eve"], "prefix": ["Dr"]},
    "smyth": {"text": "Smyth, Adam", "family": "Smyth"},
    "van": {"family": "van der  Berg"},
}


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("family=mul", ["mueller"]),
        ("family=MÜL", ["mueller"]),
        ("family=müller", ["mueller"]),
        ("family=muller-", ["mueller"]),
        ("family=uller", []),
        ("family:contains=ULL", ["mueller"]),
        ("family:exact=Müller", ["mueller"]),
        ("family:exact=Muller", []),
        ("family:exact=müller", []),
        ("family:exact=Mül", []),
        ("family=obrien", ["obrien"]),
        ("family=O'B", ["obrien"]),
        ("given=eam", ["obrien"]),
        ("given=e", ["obrien", "smith"]),
        ("given=jo", ["mueller"]),
        ("name=ev", ["smith"]),
        ("name=dr", ["smith"]),
        ("name=smyth adam", ["smyth"]),
        ("name=sm", ["smith", "smyth"]),
        ("name=smith,smyth", ["smith", "smyth"]),
        ("family=van der berg", ["van"]),
        ("family=smith&given=eve", ["smith"]),
        ("family=smith&given=adam", []),
        ("phonetic=smit", ["smith", "smyth"]),
        ("family:missing=true", []),
    ],
)
def test_a_name_is_found_by_its_beginning(found, question, ids):
    people = [{"resourceType": "Patient", "id": id, "name": [name]} for id, name in NAMES.items()]
    assert found(people, f"Patient?{question}") == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("address=bourn", ["a"]),
        ("address=12 high", ["a"]),
        ("address-postalcode=BH1", ["a"]),
        ("address-city=poole", ["b"]),
        ("address-city=bh1", []),
        ("address-use=home", ["a"]),
    ],
)
def test_an_address_is_found_by_the_beginning_of_any_part(found, question, ids):
    people = [
        {"resourceType": "Patient", "id": "a", "address": [
            {"use": "home", "line": ["12 High Street"], "city": "Bournemouth", "postalCode": "BH1 2AB"}]},
        {"resourceType": "Patient", "id": "b", "address": [{"city": "Poole"}]},
    ]  # fmt: skip
    assert found(people, f"Patient?{question}") == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("url=http://acme.org/fhir/ValueSet/123", ["exact"]),
        ("url=http://acme.org/fhir/ValueSet", []),
        ("url:below=http://acme.org/fhir/", ["below", "exact"]),
        ("url:below=http://acme.org/fhir/ValueSet/123", ["below", "exact"]),
        ("url:above=http://acme.org/fhir/ValueSet/123/_history/5", ["below", "exact"]),
        ("url=urn:oid:1.2.3.4.5", ["oid"]),
    ],
)
def test_a_uri_is_found_whole_below_or_above(found, question, ids):
    urls = {
        "exact": "http://acme.org/fhir/ValueSet/123", "oid": "urn:oid:1.2.3.4.5",
        "below": "http://acme.org/fhir/ValueSet/123/_history/5",
    }  # fmt: skip
    sets = [
        {"resourceType": "ValueSet", "id": id, "status": "active", "url": url} for id, url in urls.items()
    ]
    assert found(sets, f"ValueSet?{question}") == ids
