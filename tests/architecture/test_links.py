"""Links between pages lead somewhere."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT

# pages that a command writes on the machine where it runs: `make bench`, and the journeys in a browser
WRITTEN_BY_COMMANDS = ("docs/reference/benchmarks.md", "docs/pictures/")


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md")), ids=lambda p: p.name
)
def test_links_between_pages_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
    there = [(page.parent / target).resolve() for target in targets]
    missing = [str(path.relative_to(ROOT)) for path in there if not path.exists()]
    assert [path for path in missing if not path.startswith(WRITTEN_BY_COMMANDS)] == []
