"""Series drawn in the test: a word for each figure, month by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from toldonce.figures.models import Figure, Indicator

FIRST = date(2020, 4, 1)


def month(number: int) -> date:
    """The first day of a month, counted from April 2020 (0)."""
    months = FIRST.year * 12 + FIRST.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


@pytest.fixture
def told(hospitals) -> Callable[..., None]:
    """Say the figures of an indicator for a place, one a month; a word is the reason why there is none."""

    def say(
        indicator: str, place: str, values: Sequence[float | str], *, first: int = 0, as_at: date = date(2024, 6, 1),
        part: str = "", revision: int = 1,
    ) -> None:  # fmt: skip
        known = Indicator.objects.get(code=indicator)
        Figure.objects.bulk_create(
            Figure(
                indicator=known, place=place, part=part, period=month(first + at), revision=revision,
                value=None if isinstance(value, str) else value, missing=value if isinstance(value, str) else "",
                as_at=as_at, confirmed=as_at,
            )
            for at, value in enumerate(values)
        )  # fmt: skip

    return say
