"""Figures are loaded and listed by a command, which says what it did and what it refused."""

from __future__ import annotations

import pytest

from tests.figures.conftest import ATTENDANCES, HEAD, hospitals, values, written
from tests.project.commands import toldonce

__all__ = ["hospitals"]
pytestmark = pytest.mark.usefixtures("hospitals")


@pytest.fixture
def file(tmp_path):
    (tmp_path / "attendances.yaml").write_text(ATTENDANCES)
    return written(tmp_path, HEAD, "AAA,2024-01-01,100", "AAA,2024-03-01,120")


def load(file, *more: str):
    return toldonce("figures", "load", str(file), "--mapping", str(file.parent / "attendances.yaml"), *more)


def test_a_dry_run_tells_and_stores_nothing(file):
    said = load(file, "--dry-run", "--as-at", "2024-04-01")
    assert said.returncode == 0
    assert "2 rows, 2 figures: 2 new, 0 revised, 0 the same; 0 rows refused." in said.stdout
    assert "attendances AAA has nothing between January 2024 and March 2024" in said.stdout
    assert "Nothing was stored." in said.stdout
    assert values() == {}


def test_a_file_is_loaded_and_listed_and_again_it_changes_nothing(file):
    assert "2 new" in load(file).stdout
    assert values() == {"2024-01": 100, "2024-03": 120}
    assert "were loaded on" in load(file).stdout
    listed = toldonce("figures", "list").stdout.strip().splitlines()
    assert len(listed) == 1
    assert "file.csv (attendances, as at" in listed[0]


def test_every_fault_is_said_and_the_exit_code_tells(file):
    written(file.parent, HEAD, "AAA,2024-01-01,many", "CCC,2024-01-01,1")
    said = load(file)
    assert said.returncode == 4
    assert said.stderr.splitlines()[:2] == [
        "row 2, Attendances: “many” is not a number",
        "row 3, Org: nobody knows a place with the code “CCC”",
    ]
    assert "so nothing of it was stored" in said.stderr.splitlines()[2]
    assert values() == {}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["load", "/no/such/file", "--mapping", "x"], 4),
        (["load", __file__], 2),
        (["load", __file__, "--mapping", "x"], 4),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(words, code):
    said = toldonce("figures", *words)
    assert said.returncode == code
    assert said.stderr.startswith("toldonce figures: ")


def test_the_mappings_of_the_place_are_named():
    assert "A&E by trust by month" in toldonce("figures", "mappings").stdout
