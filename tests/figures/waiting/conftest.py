"""A place with two hospitals and one mapping, whose large files are read by the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.figures.conftest import ATTENDANCES, HEAD, hospitals, loaded  # noqa: F401 the same hospitals
from toldonce.directory.actors import Actor
from toldonce.figures.waiting import actions
from toldonce.figures.waiting.models import WaitingFile

ANN = Actor("a.nalyst", "Ann Alyst", "planner", "AAA")
BEN = Actor("b.oard", "Ben Oard", "planner", "AAA")


def place_with_a_mapping(folder: Path) -> Path:
    """The folder of a place that has the mapping `attendances`."""
    mappings = folder / "place" / "figures" / "mappings"
    mappings.mkdir(parents=True)
    (mappings / "attendances.yaml").write_text(ATTENDANCES)
    return folder / "place"


@pytest.fixture
def place(hospitals, settings, tmp_path) -> Path:  # noqa: F811
    """The folder of the place."""
    settings.TOLDONCE_PLACE = place_with_a_mapping(tmp_path)
    return settings.TOLDONCE_PLACE


@pytest.fixture
def sent(place) -> Callable[..., WaitingFile]:
    """Send lines as a file that the worker reads."""

    def do(*lines: str, by: Actor = ANN, name: str = "file.csv", **more) -> WaitingFile:
        raw = "\n".join((HEAD, *lines)).encode()
        said = {"mapping": "attendances", "as_at": date(2024, 6, 1), **more}
        return actions.send(by=by, raw=raw, file_name=name, **said)

    return do


def now(waiting: WaitingFile) -> WaitingFile:
    """A waiting file as it is now."""
    return WaitingFile.objects.get(pk=waiting.pk)
