"""The JSON Schema of the download as JSON, made from the table of columns."""

from __future__ import annotations

from typing import Any

from toldonce.figures.models import Every, Good, Unit
from toldonce.figures.publication.columns import COLUMNS, DAY, FLAG, NUMBER, TEXT, WHOLE, Column
from toldonce.figures.publication.downloads import DEFINED, OF_A_FIGURE
from toldonce.figures.publication.models import Handling

KINDS: dict[str, dict[str, Any]] = {
    TEXT: {"type": "string"},
    NUMBER: {"type": "number"},
    WHOLE: {"type": "integer"},
    DAY: {"type": "string", "format": "date"},
    FLAG: {"type": "boolean"},
}
CLOSED = {"unit": Unit.values, "good": Good.values, "every": Every.values, "handling": Handling.values}
OTHERS = {
    "version": {"type": "integer"},
    "themes": {"type": "array", "items": {"type": "string"}},
    "review": {"type": ["string", "null"], "format": "date"},
}


def schema() -> dict[str, Any]:
    """The schema of what `downloads.as_json` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Published figures",
        "type": "object",
        "required": ["release", "released", "publisher", "licence", "places", "indicators"],
        "properties": {
            "release": {"type": "integer"},
            "released": {"type": "string", "format": "date-time"},
            "publisher": {"type": "string"},
            "attribution": {"type": "string"},
            "licence": _object({"name": {"type": "string"}, "address": {"type": "string"}}),
            "places": _list({"code": {"type": "string"}, "name": {"type": "string"}}),
            "indicators": _list({"release": {"type": "integer"}, **_words(), "figures": _list(_figure())}),
        },
    }


def _words() -> dict[str, Any]:
    return {
        name: {"enum": list(CLOSED[name])} if name in CLOSED else OTHERS.get(name, {"type": "string"})
        for name in DEFINED
    }


def _figure() -> dict[str, Any]:
    return {column.name: _field(column) for column in COLUMNS if column.name in OF_A_FIGURE}


def _field(column: Column) -> dict[str, Any]:
    told = dict(KINDS[column.kind])
    if column.optional:
        told["type"] = [told["type"], "null"]
    return {**told, "description": column.meaning}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(properties)}
