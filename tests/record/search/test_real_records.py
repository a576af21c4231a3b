"""Synthea's people: whatever is written in a resource is found by the parameters that read it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest

from toldonce.codes.fhir.definitions import search_parameters
from toldonce.record.search import fetching
from toldonce.record.search.criteria import BadSearch
from toldonce.record.search.expressions import parameter_branches
from toldonce.record.search.matching import matches
from toldonce.record.search.parse import parse
from toldonce.record.search.run import run

from .conftest import stored

PEOPLE, VALUES = 3, 3


@pytest.fixture
def by_type(db, shared_data: Path) -> dict[str, list[dict[str, Any]]]:
    files = sorted((shared_data / "synthea").glob("*.json"), key=lambda file: file.stat().st_size)
    found: dict[str, list[dict[str, Any]]] = {}
    for file in files[:PEOPLE]:
        for resource in resources_of(file):
            found.setdefault(resource["resourceType"], []).append(resource)
    for resources in found.values():
        stored(*{each["id"]: each for each in resources}.values())
    return found


def resources_of(file: Path) -> list[dict[str, Any]]:
    """The resources of a bundle, with its references resolved."""
    text = file.read_text()
    for entry in orjson.loads(text)["entry"]:
        resource = entry["resource"]
        text = text.replace(f'"{entry["fullUrl"]}"', f'"{resource["resourceType"]}/{resource["id"]}"')
    return [entry["resource"] for entry in orjson.loads(text)["entry"]]


def questions(value: Any) -> Iterator[str]:
    """Ways in which somebody could ask for a value."""
    if isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, str):
        yield from {value, value[:4], f"ge{value[:10]}", f"lt{value[:7]}"}
    elif isinstance(value, (int, float)):
        yield from (str(value), f"gt{value}")
    elif isinstance(value, dict):
        parts = [value, *value.get("coding", ())]
        for part in parts:
            codes = [
                part[name]
                for name in ("code", "value", "reference", "start", "family", "city")
                if part.get(name)
            ]
            yield from (question for code in codes for question in questions(code))
            if part.get("system") and codes:
                yield from (f"{part['system']}|{codes[0]}", f"{part['system']}|")


@pytest.mark.parametrize("rare", [1000, 0])
def test_search_finds_what_the_bodies_say_and_nothing_else(by_type, monkeypatch, rare):
    monkeypatch.setattr(fetching, "RARE", rare)
    asked = 0
    for rtype, resources in by_type.items():
        for code, parameter in search_parameters(rtype).items():
            branches = parameter_branches(rtype, code) if parameter.expression else ()
            values = (
                value for branch in branches for each in resources[:40] for value in branch.reader()(each)
            )
            for question in dict.fromkeys(q for value in islice(values, VALUES) for q in questions(value)):
                asked += agrees(rtype, resources, code, question)
    assert asked > 1000


def agrees(rtype: str, resources: list[dict[str, Any]], code: str, question: str) -> bool:
    escaped = question.replace("\\", r"\\").replace(",", r"\,").replace("$", r"\$")
    try:
        search = parse(rtype, [(code, escaped), ("_count", "1000")])
    except BadSearch:
        return False
    is_match = matches(search.wanted.conditions[0])
    if code != "_lastUpdated":
        expected = {each["id"] for each in resources if is_match(each)}
        assert {each.id for each in run(search).matches} == expected, (rtype, code, question)
    return True
