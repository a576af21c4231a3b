"""Write the whole database, as one moment sees it, to a new folder.

The folder holds every table, compressed, and a manifest with versions, row counts and sha256; it appears under its name
only when it is whole. It holds people's records in clear: keep it where only those may read it who may read them all.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to write it; must not be there yet")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.project.backup import backup
    from toldonce.project.steps import Steps

    with Steps("backup") as steps:
        manifest = backup(arguments.folder.absolute(), by=SYSTEM, progress=steps)
    size = sum(table.bytes for table in manifest.tables)
    print(f"{manifest.rows:,} rows of {len(manifest.tables)} tables, {size:,} bytes, in {arguments.folder}")
    return 0
