"""The bytes of a file that was only tried are forgotten after some days; those of a loaded file never are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.figures.conftest import HEAD, written
from toldonce.figures.receiving import kept, retention
from toldonce.ledger import queries as ledger

TRIED = b"Org,Month,Attendances\nAAA,2024-01-01,5\n"


def grow_old(**age: int) -> None:
    """Let everything that is kept have come so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update content set made = made - %s * interval '1 second'", [timedelta(**age).total_seconds()]
        )


@pytest.mark.parametrize(("age", "forgotten"), [({"hours": 47}, 0), ({"hours": 49}, 1)])
def test_a_file_that_was_tried_and_never_loaded_is_forgotten_after_two_days(hospitals, age, forgotten):
    digest = kept.keep(TRIED)
    grow_old(**age)
    assert retention.turn() == forgotten
    if forgotten:
        with pytest.raises(LookupError):
            kept.fetch(digest)
        assert ledger.by_account("toldonce")[0].act == "figures.forget"
    else:
        assert kept.fetch(digest) == TRIED


def test_a_file_that_was_loaded_is_kept_for_ever(loaded, tmp_path):
    file = loaded(HEAD, "AAA,2024-01-01,5")
    grow_old(days=4000)
    assert retention.turn() == 0
    assert kept.fetch(file.sha256) == written(tmp_path, HEAD, "AAA,2024-01-01,5").read_bytes()


def test_a_file_that_is_tried_once_more_is_kept_from_then_on(hospitals):
    digest = kept.keep(TRIED)
    grow_old(hours=47)
    kept.keep(TRIED)
    grow_old(hours=2)
    assert retention.turn() == 0
    assert kept.fetch(digest) == TRIED


def test_content_of_others_is_not_touched(hospitals):
    from toldonce.record import content

    key = content.keep(b"a letter", "application/pdf")
    grow_old(days=4000)
    assert retention.turn() == 0
    assert content.fetch(key) is not None


def test_a_clock_does_it():
    from toldonce.project.clocks import CLOCKS

    assert retention.turn in [each.turn for each in CLOCKS]
