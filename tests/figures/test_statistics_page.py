"""The page of statistics names every function that counts or compares something."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT, SRC, name, public_functions

PAGE = (ROOT / "docs" / "reference" / "statistics.md").read_text(encoding="utf-8")
# what only other modules of rates use
INSIDE = {"bands", "confidence", "estimates", "intervals", "strata"}
MODULES = [
    path
    for folder in ("rates", "comparison")
    for path in sorted((SRC / "figures" / folder).glob("*.py"))
    if path.stem not in INSIDE | {"sentences", "verdicts"}
]
NOT_ASKED_FOR = {"too_few", "score_limits", "variance_of_dying", "from_age_on", "expectancies"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_each_function_is_on_the_page(path):
    named = set(re.findall(r"`(\w+)", PAGE))
    assert {node.name for node in public_functions(path)} - NOT_ASKED_FOR <= named
