"""The play of the demonstration begins at a dawn, so that at whatever hour one looks a whole day has been told."""

from __future__ import annotations

from datetime import datetime

import pytest

from toldonce.project.playing import HERE, dawn_before


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-11-27 14:37", "2026-11-26 05:00"),
        ("2026-11-27 05:00", "2026-11-26 05:00"),
        ("2026-11-27 04:59", "2026-11-25 05:00"),
        ("2026-11-27 00:00", "2026-11-25 05:00"),
        ("2026-10-26 09:00", "2026-10-25 05:00"),  # the clocks went back in the night between
        ("2026-03-01 23:59", "2026-02-28 05:00"),
    ],
)
def test_a_whole_day_from_dawn_to_dawn_is_over_by_now(now: str, begins: str):
    assert dawn_before(_here(now)) == _here(begins)


def _here(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=HERE)
