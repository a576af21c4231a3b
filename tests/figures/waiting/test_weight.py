"""Which files are read while somebody waits for the page, and which by the worker."""

from __future__ import annotations

import io
import zipfile

import pytest

from toldonce.figures.waiting.weight import CSV_AT_ONCE, WORKBOOK_AT_ONCE, takes_long


def workbook(unpacked: int) -> bytes:
    """A packed file that unpacks to so many bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (unpacked - 100))
        packed.writestr("xl/workbook.xml", b" " * 100)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "is_long"),
    [
        (b"", False),
        (b"x" * CSV_AT_ONCE, False),
        (b"x" * (CSV_AT_ONCE + 1), True),
        (workbook(WORKBOOK_AT_ONCE), False),
        (workbook(WORKBOOK_AT_ONCE + 1), True),
        (workbook(1000)[:-30], False),
        (b"PK\x03\x04 and no archive", False),
    ],
)
def test_what_weighs_more_is_read_by_the_worker(raw, is_long):
    assert takes_long(raw) is is_long
