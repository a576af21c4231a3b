"""Synthea's people and HL7's examples: what is written in a resource is found by the parameters that read it."""

import tarfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest

from toldonce.codes.fhir import validation
from toldonce.codes.fhir.definitions import RTYPE, search_parameters
from toldonce.record.search import fetching
from toldonce.record.search.criteria import BadSearch, Search
from toldonce.record.search.expressions import parameter_branches
from toldonce.record.search.matching import matches
from toldonce.record.search.parse import parse
from toldonce.record.search.run import run

from .conftest import stored

PEOPLE, VALUES, LARGE = 3, 3, 200_000
Json = dict[str, Any]


def synthea(folder: Path) -> Iterator[Json]:
    """The resources of a few people, the references of their bundles resolved."""
    files = sorted((folder / "synthea").glob("*.json"), key=lambda file: file.stat().st_size)
    for file in files[:PEOPLE]:
        text = file.read_text()
        for entry in orjson.loads(text)["entry"]:
            resource = entry["resource"]
            text = text.replace(f'"{entry["fullUrl"]}"', f'"{resource["resourceType"]}/{resource["id"]}"')
        yield from (entry["resource"] for entry in orjson.loads(text)["entry"])


def examples(folder: Path) -> Iterator[Json]:
    """HL7's published examples of all types, the largest left out."""
    for archive in sorted((folder / "hl7_r4_examples").glob("*.tgz")):
        with tarfile.open(archive) as files:
            for file in files:
                if not file.name.endswith(".json") or file.size > LARGE:
                    continue
                content = files.extractfile(file)
                resource = orjson.loads(content.read()) if content else {}
                if (
                    resource.get("resourceType") in RTYPE
                    and resource.get("id")
                    and not validation.problems(resource)
                ):
                    yield resource


def kept(resources: Iterable[Json]) -> dict[str, list[Json]]:
    """Stores resources and returns them by type, each id once."""
    once = {(each["resourceType"], each["id"]): each for each in resources}
    by_type: dict[str, list[Json]] = {}
    for (rtype, _), resource in once.items():
        by_type.setdefault(rtype, []).append(resource)
    for found in by_type.values():
        stored(*found)
    return by_type


def questions(value: Any) -> Iterator[str]:
    """Ways in which somebody could ask for a value."""
    if isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, str):
        yield from (value, value[:4], f"ge{value[:10]}", f"lt{value[:7]}")
    elif isinstance(value, (int, float)):
        yield from (str(value), f"gt{value}")
    elif isinstance(value, dict):
        for part in (value, *value.get("coding", ())):
            names = ("code", "value", "reference", "start", "family", "city")
            codes = [part[name] for name in names if part.get(name)]
            yield from (question for code in codes for question in questions(code))
            if part.get("system") and codes:
                yield from (f"{part['system']}|{codes[0]}", f"{part['system']}|")


def disagreements(by_type: dict[str, list[Json]], each_of: int) -> tuple[int, list[str]]:
    """How many questions were asked, and those that search and the bodies answer differently."""
    asked, wrong = 0, []
    for rtype, resources in by_type.items():
        for code, parameter in search_parameters(rtype).items():
            branches = parameter_branches(rtype, code) if parameter.expression else ()
            values = (v for branch in branches for each in resources[:each_of] for v in branch.reader()(each))
            for question in dict.fromkeys(q for value in islice(values, VALUES) for q in questions(value)):
                answer = agrees(rtype, resources, code, question)
                asked += answer is not None
                wrong += [f"{rtype}?{code}={question}"] if answer is False else []
    return asked, wrong


def agrees(rtype: str, resources: list[Json], code: str, question: str) -> bool | None:
    """Whether search finds what the bodies say; None where it cannot be asked."""
    escaped = question.replace("\\", r"\\").replace(",", r"\,").replace("$", r"\$")
    try:
        search = parse(rtype, [(code, escaped), ("_count", "1000")])
    except BadSearch:
        return None
    found = ids_on_all_pages(search)
    if code == "_lastUpdated":  # which only what is stored has
        return True
    is_match = matches(search.wanted.conditions[0])
    return sorted(found) == sorted(each["id"] for each in resources if is_match(each))


def ids_on_all_pages(search: Search) -> list[str]:
    page = run(search)
    found = [each.id for each in page.matches]
    while page.next:
        page = run(search, after=page.next)
        found += [each.id for each in page.matches]
    return found


@pytest.mark.parametrize("rare", [1000, 0])
def test_search_finds_what_synthea_says_and_nothing_else(db, shared_data, monkeypatch, rare):
    monkeypatch.setattr(fetching, "RARE", rare)
    asked, wrong = disagreements(kept(synthea(shared_data)), each_of=40)
    assert asked > 1000
    assert wrong == []


@pytest.mark.long
def test_search_finds_what_hl7s_examples_say_and_nothing_else(db, shared_data):
    by_type = kept(examples(shared_data))
    if not by_type:
        pytest.skip("HL7's examples are not among the open data beside the project")
    asked, wrong = disagreements(by_type, each_of=40)
    assert asked > 5000
    assert wrong == []
