"""What is documented is there, and what is there is documented."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT, files
from toldonce.project import cli, configuration, documenting

HAZARDS = ROOT / "docs" / "safety" / "hazard-log.md"


@pytest.mark.parametrize("page", documenting.pages())
def test_the_pages_made_from_the_code_are_up_to_date(page):
    assert (ROOT / "docs" / page).read_text() == documenting.pages()[page], "run `make docs`"


@pytest.mark.parametrize("command", cli.modules())
def test_every_command_is_documented_with_all_its_arguments(command):
    page = (ROOT / "docs/reference/commands.md").read_text()
    assert f"## toldonce {command}\n" in page
    assert cli.summary(cli.modules()[command])


def test_every_setting_is_documented_and_no_other_is_read():
    page = (ROOT / "docs/reference/configuration.md").read_text()
    known = {setting.name for setting in configuration.SETTINGS}
    assert all(f"| `{name}` |" in page for name in known)
    read = {name for path in files() for name in re.findall(r"\bTOLDONCE_[A-Z]+\b", path.read_text())}
    assert read <= known


def hazards() -> list[tuple[str, str]]:
    """Return each hazard and what it is held by, from the table whose head has the column “held by”."""
    found, column = [], None
    for line in HAZARDS.read_text().splitlines() if HAZARDS.exists() else []:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        heads = [cell.lower() for cell in cells]
        if "held by" in heads:
            column = heads.index("held by")
        elif column is not None and line.startswith("|") and not set(line) <= set("|-: "):
            found.append((cells[0], cells[column]))
        elif not line.startswith("|"):
            column = None
    return found


def test_every_hazard_names_a_test_that_exists():
    assert hazards()
    for hazard, held_by in hazards():
        named = re.findall(r"(tests/[\w/]+\.py)(?:::(\w+))?", held_by)
        assert named, f"{hazard} names no test"
        for path, test in named:
            assert (ROOT / path).is_file(), f"{hazard}: there is no {path}"
            assert not test or f"def {test}(" in (ROOT / path).read_text(), f"{hazard}: {path} has no {test}"
