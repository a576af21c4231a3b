"""What a file may hold and cost, so that none keeps a worker busy: looked at before it is opened, and while it is read.

What a workbook costs follows its elements, some ten millionths of a second each, and not its bytes: a file of 40 kB
can unpack to millions of empty cells, or to as many styles, which cost far more.
"""

from __future__ import annotations

import io
import re
import zipfile
from time import thread_time

from toldonce.steering.sheets.errors import BookRefused

LARGEST, UNPACKED_AT_MOST = 8 * 2**20, 32 * 2**20  # bytes
ELEMENTS_AT_MOST = 800_000  # counted by their marks: a sheet of 5,000 rows and 24 columns has 630,000
OTHERS_AT_MOST = 20_000  # of all that is no cell, such as styles: a plan has some hundreds
STYLES_AT_MOST = 2**20  # bytes
SECONDS_AT_MOST = 6.0  # of a processor, for what the counts do not foresee; that sheet takes three
LETTERS_AT_MOST = 32_767  # in one cell, as in any spreadsheet
TABLES = re.compile(r"xl/(?:worksheets|media)/|xl/sharedStrings\.xml$", re.IGNORECASE)
STYLES = "xl/styles.xml"
DECLARED = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)  # by which a few letters stand for many
LONG_FORMAT = re.compile(rb"formatCode\s*=\s*(?:\"[^\"]{2000}|'[^']{2000})")  # looked through for each style
FAR_MORE = "The file holds far more than any plan: it was not opened. Edit a workbook downloaded here, and send that."


def refuse_what_is_too_much(content: bytes) -> None:
    """Look at a file without opening it. Raises BookRefused, or whatever an archive that is none raises."""
    if len(content) > LARGEST:
        raise BookRefused(f"The file is larger than {LARGEST // 2**20} MB, which no plan is.")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNPACKED_AT_MOST:
            raise BookRefused("The file unpacks to far more than any plan: it was not opened.")
        tables = others = 0
        for part in packed.infolist():
            marks = _marks(part.filename, packed.read(part))
            if TABLES.match(part.filename):
                tables += marks
            else:
                others += marks
    if tables > ELEMENTS_AT_MOST or others > OTHERS_AT_MOST:
        raise BookRefused(FAR_MORE)


def _marks(name: str, part: bytes) -> int:
    """How many marks of elements a part has. Raises BookRefused for what no spreadsheet program writes."""
    plain = part.replace(b"\0", b"")  # as it is read where every letter has two bytes
    if DECLARED.search(plain):
        raise BookRefused(
            "The file declares words of its own, as no spreadsheet program does: it was not opened."
        )
    if name == STYLES and (len(part) > STYLES_AT_MOST or LONG_FORMAT.search(plain)):
        raise BookRefused(FAR_MORE)
    return part.count(b"<")


class Patience:
    """How long a file may keep a processor busy; it is asked after each row."""

    def __init__(self) -> None:
        self.until = thread_time() + SECONDS_AT_MOST

    def ask(self) -> None:
        """Raise BookRefused when it has come to an end."""
        if thread_time() > self.until:
            raise BookRefused(
                "The file takes longer to read than any plan: it was left. Send it without what is no plan."
            )
