"""What the documentation says about places is what the code reads."""

import re

import pytest

from tests.directory.conftest import ROOT
from toldonce.directory.folder import COLUMNS, REQUIRED
from toldonce.directory.models import AreaKind, OrganisationKind, SiteKind

PAGE = ROOT / "docs/reference/places.md"


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_of_a_table_is_documented(table):
    row = re.search(rf"^\| `{table}` \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert row is not None
    said = row[1].split(", ")
    assert tuple(column.strip("*") for column in said) == COLUMNS[table]
    assert tuple(column.strip("*") for column in said if column.startswith("**")) == REQUIRED[table]


@pytest.mark.parametrize("kinds", [OrganisationKind, SiteKind, AreaKind])
def test_every_kind_is_documented(kinds):
    assert ", ".join(kinds.values) in " ".join(PAGE.read_text("utf-8").split())
