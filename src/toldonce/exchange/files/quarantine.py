"""The quarantine of a file: what was refused, where and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import orjson

from toldonce.exchange.files.rows import RowFault


def write_quarantine(path: Path, file_name: str, faults: Sequence[RowFault]) -> None:
    """Write what was refused of a file, a line for each fault: line, column, reason; never the words of the row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(orjson.dumps({"file": file_name, **asdict(each)}) + b"\n" for each in faults)
