"""What is a valid resource, and how a person is told what is wrong with one that is not."""

import copy
from collections import Counter

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.codes import examples
from toldonce.codes.fhir.definitions import RESOURCE_TYPES
from toldonce.codes.fhir.faults import faults
from toldonce.codes.fhir.schema import gate
from toldonce.codes.fhir.validation import MOST_PROBLEMS, doubts, problems

STATUSES = "amended, cancelled, corrected, entered-in-error, final, preliminary, registered, unknown"
A_DATE_TIME = "a date that exists (YYYY, YYYY-MM or YYYY-MM-DD), nor one with time and zone (Thh:mm:ss+zz:zz)"
OBSERVATION = {
    "resourceType": "Observation",
    "id": "hb-1",
    "meta": {
        "versionId": "1",
        "lastUpdated": "2026-11-21T10:00:00.123Z",
        "profile": ["https://example.org/p"],
    },
    "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">132\u00a0g/L</div>'},
    "extension": [{"url": "https://example.org/x", "valueCode": "a"}],
    "identifier": [{"system": "https://example.org/id", "value": "1"}],
    "status": "final",
    "code": {"coding": [{"system": "http://snomed.info/sct", "code": "1022431000000105"}]},
    "subject": {"reference": "Patient/1"},
    "effectiveDateTime": "2026-11-20",
    "issued": "2026-11-20T09:30:00+00:00",
    "valueQuantity": {"value": 132, "unit": "g/L", "system": "http://unitsofmeasure.org", "code": "g/L"},
    "referenceRange": [{"low": {"value": 115.5}, "text": "adult"}],
    "component": [{"code": {"text": "x"}, "valueBoolean": True}],
}
PATIENT = {
    "resourceType": "Patient",
    "active": True,
    "name": [{"family": "Smith", "given": ["Ann", "Mary"]}],
    "gender": "female",
    "birthDate": "1950-02-28",
    "multipleBirthInteger": 2,
    "photo": [{"contentType": "image/png", "data": "aGVs\nbG8h", "size": 6}],
}


def with_(resource, **changes):
    """The resource with these elements; None takes an element away."""
    changed = {**copy.deepcopy(resource), **changes}
    return {name: value for name, value in changed.items() if value is not None}


def said(resource):
    return [f"{problem.place}: {problem.reason}" for problem in problems(resource)]


def test_valid_resources_have_no_problems():
    assert said(OBSERVATION) == []
    assert said(PATIENT) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"status": None}, "Observation.status: is missing: Observation needs status"),
        ({"code": None}, "Observation.code: is missing: Observation needs code"),
        (
            {"status": "done"},
            f'Observation.status: "done" is not one of {STATUSES}',
        ),
        (
            {"valueString": "high"},
            "Observation: two values of value[x]: valueQuantity and valueString; only one is allowed",
        ),
        ({"note": []}, "Observation.note: must not be an empty list: leave it out"),
        ({"method": {}}, "Observation.method: must not be empty: leave it out"),
        ({"code": {"text": ""}}, "Observation.code.text: must not be empty"),
        ({"code": {"text": 1}}, "Observation.code.text: must be text, not a number"),
        (
            {"statuss": "final"},
            "Observation.statuss: Observation has no element statuss: did you mean status?",
        ),
        ({"colour": "red"}, "Observation.colour: Observation has no element colour"),
        ({"subject": [{"reference": "a"}]}, "Observation.subject: must be an object, not a list"),
        ({"category": {"text": "a"}}, "Observation.category: must be a list, not an object"),
        (
            {"effectiveDateTime": "2023-02-30"},
            f'Observation.effectiveDateTime: "2023-02-30" is not {A_DATE_TIME}',
        ),
        ({"id": "a b"}, 'Observation.id: "a b" is not an id: 1 to 64 letters, digits, hyphens and dots'),
        (
            {"component": [{"code": {"text": "x"}}, {"valueString": "y"}]},
            "Observation.component[1].code: is missing: Observation.component needs code",
        ),
        (
            {"component": [{"code": {"text": "x"}, "valueBoolean": 1}]},
            "Observation.component[0].valueBoolean: must be true or false, not a number",
        ),
        (
            {"extension": [{"url": "a"}]},
            "Observation.extension[0]: an extension holds either one value or further extensions",
        ),
        (
            {"extension": [{"url": "a", "valueCode": "a", "valueString": "b"}]},
            "Observation.extension[0]: two values of value[x]: valueCode and valueString; only one is allowed",
        ),
        ({"note": [None]}, "Observation.note[0]: must not be null: leave it out"),
        ({"valueQuantity": {"value": "7"}}, "Observation.valueQuantity.value: must be a number, not text"),
        (
            {"language": "en\x00"},
            'Observation.language: "en\x00" is not a code: no space at either end, no double spaces',
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_reason(changes, sentence):
    resource = with_(OBSERVATION) | changes
    resource = {name: value for name, value in resource.items() if value is not None}
    assert said(resource) == [sentence]


@pytest.mark.parametrize(
    ("element", "value", "valid"),
    [
        ("birthDate", "2024-02-29", True),
        ("birthDate", "2023-02-29", False),
        ("birthDate", "1900-02-29", False),
        ("birthDate", "2000-02-29", True),
        ("birthDate", "2024-04-31", False),
        ("birthDate", "2024-13", False),
        ("birthDate", "2024-12", True),
        ("birthDate", "2024", True),
        ("birthDate", "0000", False),
        ("birthDate", "24", False),
        ("birthDate", "2024-01-01T00:00:00Z", False),
        ("birthDate", "2024-01-01\n", False),
        ("deceasedDateTime", "2024-01-01T24:00:00Z", False),
        ("deceasedDateTime", "2024-01-01T23:59:60Z", True),
        ("deceasedDateTime", "2024-01-01T10:00:00", False),
        ("deceasedDateTime", "2024-01-01T10:00:00.123456+14:00", True),
        ("deceasedDateTime", "2024-01-01T10:00:00+15:00", False),
        ("deceasedDateTime", "2024-01-01T10:00Z", False),
        ("multipleBirthInteger", 2147483648, False),
        ("multipleBirthInteger", 1.0, False),
        ("multipleBirthInteger", True, False),
        ("active", "true", False),
        ("active", 1, False),
        ("gender", "Female", False),
        ("implicitRules", "https://example.org/with space", False),
        ("language", " en", False),
    ],
)
def test_a_primitive_is_what_it_says(element, value, valid):
    base = with_(PATIENT, multipleBirthInteger=None)
    assert (problems(base | {element: value}) == []) is valid


@pytest.mark.parametrize(
    ("name", "valid", "why"),
    [
        ({"given": ["Ann"]}, True, "plain"),
        ({"_given": [{"id": "a"}]}, True, "an extension alone"),
        ({"given": ["Ann", None], "_given": [None, {"id": "a"}]}, True, "each list fills the other's gaps"),
        ({"given": [None], "_given": [{"id": "a"}]}, True, "a null that an extension explains"),
        ({"given": ["Ann", None]}, False, "a null that nothing explains"),
        ({"given": [None], "_given": [None]}, False, "two nulls"),
        ({"given": ["Ann"], "_given": {"id": "a"}}, False, "an extension that is not a list"),
        ({"given": None}, False, "null instead of a list"),
        ({"family": None}, False, "null instead of text"),
        ({"_family": {"id": "a"}}, True, "an extension of one primitive"),
        ({"_family": {}}, False, "an empty extension"),
        ({"_period": {"id": "a"}}, False, "only primitives have extensions beside them"),
    ],
)
def test_nulls_are_allowed_only_where_an_extension_takes_their_place(name, valid, why):
    assert (problems(with_(PATIENT, name=[name])) == []) is valid, why


def test_a_primitive_that_must_be_there_may_be_an_extension():
    absent = {
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
        ]
    }
    assert problems(with_(OBSERVATION, status=None) | {"_status": absent}) == []


def test_one_choice_may_have_its_own_extension_but_not_anothers():
    note = {"id": "a"}
    ours = with_(PATIENT, deceasedBoolean=True, _deceasedBoolean=note)
    others = with_(PATIENT, deceasedBoolean=True, _deceasedDateTime=note)
    assert problems(ours) == []
    assert said(others) == [
        "Patient: two values of deceased[x]: deceasedBoolean and deceasedDateTime; only one is allowed"
    ]


def test_extensions_hold_values_or_extensions_and_may_have_an_id():
    plain = {"url": "https://example.org/a", "valueString": "b"}
    assert problems(with_(PATIENT, extension=[{"url": "https://example.org/c", "extension": [plain]}])) == []
    assert problems(with_(PATIENT, extension=[plain | {"id": "x"}])) == []
    assert problems(with_(PATIENT, extension=[plain | {"extension": [plain]}])) != []
    assert problems(with_(PATIENT, extension=[{"valueString": "b"}])) != []


@pytest.mark.parametrize(
    ("resource", "sentence"),
    [
        (None, ": a resource is an object, not null"),
        ([], ": a resource is an object, not a list"),
        ({}, "resourceType: is missing: every resource says what it is"),
        ({"resourceType": "Elephant"}, 'resourceType: "Elephant" is not a resource type of FHIR R4'),
        ({"resourceType": "Resource"}, 'resourceType: "Resource" is not a resource type of FHIR R4'),
        ({"resourceType": "Quantity"}, 'resourceType: "Quantity" is not a resource type of FHIR R4'),
        ({"resourceType": 7}, "resourceType: a number is not a resource type of FHIR R4"),
        ({"resourceType": ["Patient"]}, "resourceType: a list is not a resource type of FHIR R4"),
    ],
)
def test_what_is_no_resource_at_all(resource, sentence):
    assert said(resource) == [sentence]


def test_resources_inside_a_resource_are_looked_at_too():
    wrong = {"resourceType": "Patient", "gender": "f"}
    contained = with_(OBSERVATION, contained=[wrong])
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [{"resource": PATIENT}, {"resource": wrong}],
    }
    parameters = {
        "resourceType": "Parameters",
        "parameter": [{"name": "a", "part": [{"name": "b", "resource": wrong}]}],
    }
    fault = '"f" is not one of female, male, other, unknown'
    assert said(contained) == [f"Observation.contained[0].gender: {fault}"]
    assert said(bundle) == [f"Bundle.entry[1].resource.gender: {fault}"]
    assert said(parameters) == [f"Parameters.parameter[0].part[0].resource.gender: {fault}"]
    assert problems(bundle, inside=False) == []


def test_a_contained_resource_contains_no_others():
    inner = {"resourceType": "Patient", "id": "b"}
    outer = {"resourceType": "Patient", "id": "a", "contained": [inner]}
    assert said(with_(OBSERVATION, contained=[outer])) == [
        "Observation.contained[0].contained: a contained resource must not contain others"
    ]
    assert said(with_(OBSERVATION, contained=["a"])) == [
        "Observation.contained[0]: must be a resource, not text"
    ]


@pytest.mark.parametrize("depth", [130, 1_000, 50_000])
def test_deep_nesting_is_refused_and_never_crashes(depth):
    extension = {"url": "a", "valueString": "b"}
    for _ in range(depth):
        extension = {"url": "a", "extension": [extension]}
    assert said(with_(PATIENT, extension=[extension])) == [
        "Patient: is nested too deeply: more than 254 levels"
    ]


def test_nesting_that_a_person_might_write_is_accepted():
    item = {"linkId": "1", "type": "display"}
    for _ in range(40):
        item = {"linkId": "1", "type": "group", "item": [item]}
    assert problems({"resourceType": "Questionnaire", "status": "draft", "item": [item]}) == []


def test_text_that_is_not_unicode_is_refused():
    assert said(with_(PATIENT, name=[{"family": "\ud800"}])) == [
        "Patient: holds text that is not valid Unicode (half of a pair of surrogates)"
    ]


def test_of_very_many_problems_only_the_first_are_told():
    assert len(problems(with_(PATIENT, name=[{"colour": "red"}] * 10_000))) == MOST_PROBLEMS


def test_a_sql_fragment_is_text_and_nothing_else():
    attack = "'; DROP TABLE resource; --"
    assert problems(with_(PATIENT, name=[{"family": attack, "given": [attack]}])) == []
    assert problems(with_(PATIENT, id=attack)) != []


@pytest.mark.parametrize("rtype", RESOURCE_TYPES)
def test_every_resource_type_has_a_schema(rtype):
    assert not gate(rtype).is_valid({"resourceType": rtype, "nonsense": 1})


def refused_of_hl7(*, definitions):
    refused = set()
    for name, resource in examples.hl7_examples(definitions=definitions):
        assert isinstance(doubts(resource), list)
        if problems(resource):
            refused.add(name)
    return refused


def test_every_example_that_hl7_published_is_accepted():
    refused = refused_of_hl7(definitions=False)
    assert {name for name in refused if not name.startswith(examples.HL7_INVALID)} == set()
    assert len(refused) <= 4


@pytest.mark.long
def test_every_definition_that_hl7_published_is_accepted():
    refused = refused_of_hl7(definitions=True)
    assert {name for name in refused if not name.startswith(examples.HL7_INVALID)} == set()
    assert len(refused) <= 11


def test_every_person_of_synthea_is_accepted():
    assert Counter(sentence for resource in examples.synthea_resources() for sentence in said(resource)) == {}


def test_booking_and_referral_examples_are_accepted_where_they_are_fhir():
    refused = {name for name, resource in examples.booking_examples() if problems(resource)}
    assert refused == examples.BOOKING_INVALID


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 5),
        st.floats(-10, 10),
        st.sampled_from(["", "a", "final", "2020-01-01"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["value", "code", "id", "extension", "url", "text", "_value", "system"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


def places(value, at=()):
    """Every place in a document as a path of keys and numbers."""
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*at, key))


def changed(resource, path, value, key):
    """The resource with something else at a place, or under another key beside it."""
    resource = copy.deepcopy(resource)
    holder = resource
    for step in path[:-1]:
        holder = holder[step]
    if isinstance(holder, dict) and key:
        holder[key] = value
    elif value is None and isinstance(holder, dict):
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return resource


KEYS = st.sampled_from(
    ["", "", "", "valueString", "_valueString", "_status", "id", "extension", "_given", "url", "valueCode"]
)


@given(st.data())
def test_the_quick_gate_and_the_walk_over_the_elements_agree(data):
    base = data.draw(st.sampled_from([OBSERVATION, PATIENT]))
    path = data.draw(st.sampled_from([place for place in places(base) if place]))
    resource = changed(base, path, data.draw(JSON), data.draw(KEYS))
    rtype = resource.get("resourceType")
    if rtype != base["resourceType"]:
        return
    told = list(faults(rtype, resource, rtype))
    if gate(rtype).is_valid(resource):
        assert told == []
    assert all(problem.place and problem.reason for problem in told)
    assert problems(resource) == told[:MOST_PROBLEMS]


@given(JSON)
def test_any_json_gets_an_answer(value):
    assert problems(value) != []
    assert isinstance(problems({"resourceType": "Patient", "name": value}), list)
    assert orjson.dumps(said({"resourceType": "Observation", "component": value}))
