"""The places that the tests of the directory load."""

import shutil
from pathlib import Path

import pytest

from toldonce.directory.actors import SYSTEM, Actor

ROOT = Path(__file__).resolve().parents[2]
DORSET = ROOT / "places/dorset"
TINYSHIRE = ROOT / "tests/places/tinyshire"


@pytest.fixture
def tinyshire(db) -> Path:
    """Tinyshire, loaded."""
    from toldonce.directory import places  # models, which want Django set up

    places.load(TINYSHIRE)
    return TINYSHIRE


@pytest.fixture
def copy_of_tinyshire(tmp_path: Path) -> Path:
    """Tinyshire in a folder that a test may spoil."""
    return Path(shutil.copytree(TINYSHIRE, tmp_path / "tinyshire"))


@pytest.fixture
def by() -> Actor:
    """Who opens accounts in these tests."""
    return SYSTEM
