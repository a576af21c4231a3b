"""Small places, small mappings and small files of figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.writing import NURSE
from toldonce.directory.models import Organisation, Place, Source
from toldonce.figures.receiving.actions import load
from toldonce.figures.models import Indicator, ReceivedFile
from toldonce.figures.queries import series
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.mapping_files import mapping_from

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


@pytest.fixture
def hospitals(own_database) -> Place:
    """Two hospitals, a source that tells of them, and three indicators by month."""
    place = Place.objects.create(code="here", name="Here")
    for code in ("AAA", "BBB"):
        Organisation.objects.create(code=code, place=place, kind="acute_trust", name=f"The hospital {code}")
    Source.objects.create(place=place, key="hospitals", title="Hospital activity", publisher="A publisher",
                          dated="2024",
                          licence="OGL v3.0", address="https://publisher.example/file.csv")  # fmt: skip
    for code, unit in (("attendances", "count"), ("breaches", "count"), ("within-four-hours", "percent")):
        Indicator.objects.create(
            code=code,
            name=code,
            definition="x",
            owner="x",
            unit=unit,
            good="lower",
            every="month",
            source="x",
        )
    return place


def mapping(text: str = ATTENDANCES, **more: str) -> Mapping:
    """A mapping from its words, with keys added or replaced."""
    import yaml

    return mapping_from(yaml.safe_dump(yaml.safe_load(text) | more).encode(), "test")


@pytest.fixture
def loaded(hospitals, tmp_path) -> Callable[..., ReceivedFile]:
    """Load lines as a file."""

    def do(
        *lines: str, by: Mapping | None = None, as_at: str = "2024-06-01", name: str = "file.csv", **more
    ) -> ReceivedFile:
        path: Path = tmp_path / name
        path.write_text("\n".join(lines) + "\n")
        return load(by=NURSE, path=path, mapping=by or mapping(), as_at=date.fromisoformat(as_at), **more)

    return do


def values(indicator: str = "attendances", place: str = "AAA", part: str = "") -> dict[str, object]:
    """The current values of a series by their period."""
    return {f"{point.period}": point.value for point in series(indicator, place, part)}
