"""Audit tables: find the figures that do not agree with each other, and say what they should be.

`figures audit TABLE.csv` reads CSV files and workbooks as people publish them, several together, or what is piped in
(`-`). It needs no database. The exit code is 0 when all that could be checked holds and 1 when there are findings.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from toldonce.project.errors import BadInput

if TYPE_CHECKING:
    from toldonce.figures.audit.findings import Audit

NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["audit"])
    parser.add_argument(
        "tables",
        nargs="+",
        type=Path,
        metavar="TABLE",
        help="a CSV file or a workbook; - is what is typed or piped in",
    )
    parser.add_argument("--json", action="store_true", help="print the audit as JSON")
    parser.add_argument("--rules", action="store_true", help="say as well which rules the figures follow")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.figures.audit.errors import AuditTrouble
    from toldonce.figures.audit.telling import told

    try:
        audit = _audit(arguments.tables)
    except AuditTrouble as trouble:
        raise BadInput(str(trouble)) from trouble
    if arguments.json:
        import orjson

        print(orjson.dumps(audit.as_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        print(told(audit, rules=arguments.rules))
    return 1 if audit.findings else 0


def _audit(paths: list[Path]) -> Audit:
    from toldonce.figures.audit import auditing, grids
    from toldonce.figures.audit.tables import tables_of

    found = []
    for path in paths:
        read = (
            [grids.of_text(sys.stdin.read(), "standard input")] if str(path) == "-" else grids.of_file(path)
        )
        found += [table for grid in read for table in tables_of(grid)]
    return auditing.audit(found)
