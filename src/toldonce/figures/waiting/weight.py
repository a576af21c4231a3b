"""Which files take longer to be read than somebody waits for a page.

Measured with what a page does, reading and comparing: 512 KB of CSV are up to 80,000 figures, 2 MB of the XML of a
workbook 10,000 rows; each takes about a second of processor, half of it in the database.
"""

from __future__ import annotations

import io
import zipfile

CSV_AT_ONCE = 512 * 1024
WORKBOOK_AT_ONCE = 2 * 1024 * 1024  # of XML, unpacked


def takes_long(raw: bytes) -> bool:
    """Whether a file is to be read by the worker, and not while somebody waits for it."""
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return len(raw) > CSV_AT_ONCE
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return sum(part.file_size for part in packed.infolist()) > WORKBOOK_AT_ONCE
    except zipfile.BadZipFile:
        return len(raw) > CSV_AT_ONCE
