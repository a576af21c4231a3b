"""Small places, small mappings and small files of figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from tests.writing import NURSE
from toldonce.directory.actors import Actor
from toldonce.directory.models import Organisation, Place, Source
from toldonce.figures.models import Indicator, ReceivedFile
from toldonce.figures.queries import series
from toldonce.figures.receiving.actions import load
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.mapping_files import mapping_from

DORSET = Path(__file__).resolve().parents[2] / "places" / "dorset"
There = TypeVar("There")
ANALYST = Actor("a.nalyst", "Ann Alyst", "administrator", "AAA")
BOARD = Actor("b.oard", "Bo Ard", "administrator", "BBB")
ATTENDANCES = """
mapping: attendances
title: Attendances by hospital by month
source: hospitals
columns: {who: Org, when: Month, seen: Attendances}
empty: ["-"]
suppressed: ["*"]
place: {columns: who}
period: {columns: when, ways: ["%Y-%m-%d"]}
figures: [{indicator: attendances, value: seen}]
"""
HEAD = "Org,Month,Attendances"


@pytest.fixture
def hospitals(own_database) -> Place:
    """Two hospitals, a source that tells of them, and three indicators by month."""
    place = Place.objects.create(code="here", name="Here")
    for code in ("AAA", "BBB"):
        Organisation.objects.create(code=code, place=place, kind="acute_trust", name=f"The hospital {code}")
    Source.objects.create(
        place=place, key="hospitals", title="Hospital activity", publisher="A publisher", dated="2024",
        licence="OGL v3.0", address="https://publisher.example/file.csv",
    )  # fmt: skip
    for code, unit in (("attendances", "count"), ("breaches", "count"), ("within-four-hours", "percent")):
        indicator(code, unit=unit)
    return place


def indicator(code: str, **more) -> Indicator:
    """An indicator of which only some fields matter."""
    said = {"name": code, "definition": "x", "owner": "x", "unit": "count", "good": "lower", "every": "month",
            "source": "x"}  # fmt: skip
    return Indicator.objects.create(code=code, **said | more)


def mapping(text: str = ATTENDANCES, **more) -> Mapping:
    """A mapping from its words, with keys added or replaced."""
    return mapping_from(yaml.safe_dump(yaml.safe_load(text) | more).encode(), "test")


def written(folder: Path, *lines: str, name: str = "file.csv") -> Path:
    """Lines as a file."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def loaded(hospitals, tmp_path) -> Callable[..., ReceivedFile]:
    """Load lines as a file."""

    def do(*lines: str, by: Mapping | None = None, as_at: str = "2024-06-01", **more: Any) -> ReceivedFile:
        path = written(tmp_path, *lines)
        day = date.fromisoformat(as_at) if as_at else None
        return load(by=NURSE, path=path, mapping=by or mapping(), as_at=day, **more)

    return do


def there(found: There | None) -> There:
    """What was found, which must be there."""
    assert found is not None
    return found


def values(code: str = "attendances", place: str = "AAA", part: str = "") -> dict[str, object]:
    """The current values of a series by their period; a missing one as its reason."""
    return {f"{point.period:%Y-%m}": _said(point.value) for point in series(code, place, part)}


def _said(value: object) -> object:
    return value if isinstance(value, float) else str(value)
