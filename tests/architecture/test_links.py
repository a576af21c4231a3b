"""Links between pages lead somewhere, and the address that was meant."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.urls import get_resolver

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


def names_of(resolver) -> list[str]:
    """The name of every address below a resolver."""
    inner = [
        name for each in resolver.url_patterns if hasattr(each, "url_patterns") for name in names_of(each)
    ]
    return inner + [each.name for each in resolver.url_patterns if getattr(each, "name", None)]


def test_no_two_addresses_have_one_name():
    counted = Counter(names_of(get_resolver()))
    assert [name for name, times in counted.items() if times > 1] == []
