"""`toldonce figures audit`: tables read from files or what is piped in, audited, and told to a person or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import orjson

from toldonce.figures.audit import auditing, grids
from toldonce.figures.audit.errors import AuditTrouble
from toldonce.figures.audit.tables import tables_of
from toldonce.figures.audit.telling import told
from toldonce.project.errors import BadInput


def audit(paths: Sequence[Path], *, as_json: bool, rules: bool) -> int:
    """Print the audit of tables, several together; 1 when there are findings. Raises BadInput."""
    try:
        grids_of_all = [grid for path in paths for grid in _grids(path)]
        found = auditing.audit([table for grid in grids_of_all for table in tables_of(grid)])
    except AuditTrouble as trouble:
        raise BadInput(str(trouble)) from trouble
    if as_json:
        print(orjson.dumps(found.as_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        print(told(found, rules=rules))
    return 1 if found.findings else 0


def _grids(path: Path) -> list[grids.Grid]:
    return [grids.of_text(sys.stdin.read(), "standard input")] if str(path) == "-" else grids.of_file(path)
