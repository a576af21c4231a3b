"""Fill an empty database from a backup: all of it, or nothing is changed.

Every file is checked against the manifest before anything is written, and the chain of the ledger afterwards. The
database is the one of TOLDONCE_HOME or DATABASE_URL; it must be new. `--check` only looks at the files.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from toldonce.project.errors import NotWhole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="a folder that `toldonce backup` wrote")
    parser.add_argument("--check", action="store_true", help="only tell whether the backup is whole")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.project.steps import Steps

    with Steps("restore") as steps:
        return _check(arguments.folder, steps) if arguments.check else _restore(arguments.folder, steps)


def _check(folder: Path, steps) -> int:
    from toldonce.project.backup import check_files, read_manifest

    manifest = read_manifest(folder)
    check_files(folder, manifest, steps)
    print(f"{folder} is whole: {manifest.rows:,} rows of {manifest.made}, Toldonce {manifest.toldonce}.")
    return 0


def _restore(folder: Path, steps) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.ledger.seals import verify
    from toldonce.project.backup import restore

    manifest = restore(folder, by=SYSTEM, progress=steps)
    print(f"{manifest.rows:,} rows of {len(manifest.tables)} tables are back, as of {manifest.made}.")
    verdict = verify()
    if verdict.broken:
        raise NotWhole(f"the data are restored, but the chain of the ledger is broken: {verdict.broken}.")
    print(f"The ledger is whole: {verdict.rows:,} sealed rows in {verdict.blocks:,} blocks.")
    return 0
