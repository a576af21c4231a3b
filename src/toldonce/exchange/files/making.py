"""From a row of values to resources: stable ids, references within the row, decimals as they were written."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from toldonce.codes.fhir import decimals, validation
from toldonce.exchange.files.mapping import Made, Mapping
from toldonce.exchange.files.rows import Row, RowFault, scopes
from toldonce.exchange.files.templates import CONSTANTS, Coded, words

NAMESPACE = uuid.UUID("0c0a5b6e-6c2f-5d0e-9c34-5f1b7a1f5a55")
FAULTS_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource that a row became; `document` is the same with its decimals as they were written."""

    made: Made
    resource: dict
    document: dict

    @property
    def reference(self) -> str:
        """Its type and id."""
        return f"{self.made.rtype}/{self.resource['id']}"


def resources(row: Row, mapping: Mapping, *, source: str, told: str) -> list[Resource]:
    """Every resource of a row whose conditions hold; `told` is the day on which the file was taken."""
    known = {**CONSTANTS, "source": source, "told": told}
    outer: dict[str, Any] = {}
    found: list[Resource] = []
    inner: dict[int, dict[str, str]] = {}
    for made in mapping.made:
        for at, values in enumerate(scopes(row, made.group)):
            refers = inner.setdefault(at, {}) if made.group else outer
            scope = {**known, **values, **outer, **(refers if made.group else {})}
            if made.holds(scope) and (id := _id(made, mapping, scope)):
                refers[f"@{made.name}"] = f"{made.rtype}/{id}"
                found.append(_resource(made, scope, id))
    return found


def _id(made: Made, mapping: Mapping, scope: Map[str, Any]) -> str:
    """The id that the same values always get; none where one of them is missing."""
    told = [scope.get(name) for name in made.id]
    if any(each is None for each in told):
        return ""
    space = made.shared or f"{mapping.feed}/{made.name}"
    seed = [scope["source"], space, *map(_seed, told)]
    return str(uuid.uuid5(NAMESPACE, orjson.dumps(seed).decode()))


def _seed(value: Any) -> str | None:
    """A value as part of an id: of a code, the code, so that another spelling of it changes nothing."""
    return words(value, "code") or words(value, "said") if isinstance(value, Coded) else words(value)


def _resource(made: Made, scope: Map[str, Any], id: str) -> Resource:
    elements = made.build(scope) or {}
    raw = orjson.dumps({"resourceType": made.rtype, "id": id, **elements}, default=_number)
    return Resource(made, *decimals.parse(raw))


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:f}")
    raise TypeError(f"{type(value).__name__} is no value of a resource")


def faults(row: Row, found: list[Resource]) -> Iterator[RowFault]:
    """What breaks a rule of FHIR R4 in the resources of a row."""
    for each in found:
        for problem in validation.problems(each.resource)[:FAULTS_AT_MOST]:
            yield RowFault(row.line, "", f"{each.made.name}: {problem.place} {problem.reason}")
