"""A pot of money among the kinds of plans, opened."""

from __future__ import annotations

import pytest

from tests.steering.sheets.conftest import POT, pot_called
from toldonce.steering.books import KINDS
from toldonce.steering.sheets.models import Book

PARTIES = [{"party": "QQQ", "capacity": "Chair of the board"}]


@pytest.fixture
def pot(here, monkeypatch) -> Book:
    """The pot of this year, which the board of Here must sign."""
    monkeypatch.setitem(KINDS, "pot", POT)
    return pot_called("this-year", parties=PARTIES, source="the plan, page 3", invented=True, year=2019)
