"""The real figures that ship with the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from toldonce.directory import places
from toldonce.directory.actors import SYSTEM
from toldonce.figures.actions import define, load
from toldonce.figures.missing import Missing
from toldonce.figures.queries import series
from toldonce.figures.receiving.mapping_files import mapping_called

PLACE = Path(__file__).resolve().parents[2] / "places" / "dorset"
DATA = PLACE / "figures" / "data"


@pytest.fixture
def dorset(own_database) -> Path:
    places.load(PLACE)
    define(by=SYSTEM, folder=PLACE / "figures")
    return PLACE


def test_four_hours(dorset):
    mapping = mapping_called("ae-by-trust", PLACE)
    file = load(by=SYSTEM, path=DATA / "ae_by_trust_2021_2025.csv", mapping=mapping)
    assert file.new == 406
    points = series("ae-within-four-hours", "R0D")
    assert isinstance(points[0].value, Missing)
    assert points[-1].value == pytest.approx(100 * (1 - 5821 / 20367))
