"""Any shape that R4 allows: resources drawn at random from HL7's own table of elements."""

from random import Random

from toldonce.codes.fhir.definitions import Element, elements, is_structure

DEPTH = 3
NOT_INSIDE = ("extension", "modifierExtension", "contained", "id")
WORDS = (
    "Asthma",
    "No known allergies",
    "Ramipril 5mg capsules",
    "10",
    "",
    "é",
    "Reasonable adjustment",
    "GP registration",
)
CODES = (
    "active",
    "resolved",
    "completed",
    "in-progress",
    "deny",
    "permit",
    "IMP",
    "EMER",
    "H",
    "NRAF",
    "R",
    "716186003",
)
SYSTEMS = (
    "http://snomed.info/sct",
    "http://hl7.org/fhir/sid/icd-10",
    "https://fhir.nhs.uk/Id/ods-organization-code",
)
DATES = ("2019", "2019-02", "2026-06-15", "0001-01-01", "9999-12-31")
TIMES = (
    "2026-06-15T12:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59+14:00",
    "2026-01-01T00:00:00.001-12:00",
)
NUMBERS = (0, 1, -1, 5.9, 1e308, 1e-7, 10**18)
LINKS = (
    "Condition/c",
    "#x",
    "Organization/ods-RDZ",
    "urn:uuid:1",
    "http://a.example/Patient/1",
    "Patient/p",
    "#",
    "",
)
PRIMITIVES = {
    "boolean": (True, False),
    "integer": (0, 7, -3),
    "positiveInt": (1, 9),
    "unsignedInt": (0, 3),
    "decimal": NUMBERS,
    "date": DATES,
    "dateTime": DATES + TIMES,
    "instant": TIMES,
    "code": CODES,
    "uri": SYSTEMS,
    "url": ("https://viewer.example/1", "Binary/1"),
    "id": ("x", "c"),
    "base64Binary": ("aGVsbG8=",),
}


def any_resource(rtype: str, random: Random) -> dict:
    """A resource of the type with some of its elements, each of a type that R4 allows there."""
    return {"resourceType": rtype, **_structure(rtype, random, 0)}


def _structure(name: str, random: Random, depth: int) -> dict:
    made = {}
    share = (0.6, 0.35, 0.25, 0.15)[depth]
    for element in elements(name).values():
        if random.random() < share and not (depth and element.name in NOT_INSIDE):
            told, kind = random.choice(list(element.names()))
            value = _value(element, kind, random, depth)
            if value not in ({}, [], None):
                made[told] = value
    return made


def _value(element: Element, kind: str, random: Random, depth: int):
    if element.most == 1:
        return _one(element, kind, random, depth)
    members = [_one(element, kind, random, depth) for _ in range(random.choice((1, 1, 2, 3)))]
    return [each for each in members if each not in ({}, None)]


def _one(element: Element, kind: str, random: Random, depth: int):
    if element.name == "reference":
        return random.choice(LINKS)
    if kind == "Resource":
        rtype = random.choice(("Medication", "Practitioner", "Condition"))
        return {"resourceType": rtype, **_structure(rtype, random, 1), "id": "x"}
    if kind in PRIMITIVES or not is_structure(kind):
        return random.choice(PRIMITIVES.get(kind, WORDS))
    return _structure(kind, random, depth + 1) if depth < DEPTH else None
