"""Load FHIR resources from files: NDJSON, Bundles, single resources, gzipped or not, or folders of them.

What breaks a rule of FHIR R4 is not stored: a line in the quarantine file says where it stands and why. What is well
formed but doubtful is stored, and `toldonce check` lists it. Safe to repeat, and to start again after it was killed.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from toldonce.project import configuration
from toldonce.project.errors import BadInput, CommandTrouble


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    parser.add_argument("--source", default="", help="who tells, as an ODS code (the name of each file)")
    parser.add_argument(
        "--quarantine", type=Path, help="where to say what was refused (a new file in TOLDONCE_HOME)"
    )


def run(arguments: argparse.Namespace) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.project.progress import Progress
    from toldonce.record.loading.load import LoadTrouble, load

    missing = [str(path) for path in arguments.paths if not path.exists()]
    if missing:
        raise BadInput(f"there is nothing at {', '.join(missing)}; nothing was loaded.")
    quarantine = arguments.quarantine or new_quarantine()
    progress = Progress("loading")
    try:
        summary = load(
            arguments.paths, by=SYSTEM, source=arguments.source, quarantine=quarantine, progress=progress
        )
    except LoadTrouble as trouble:
        raise CommandTrouble(str(trouble)) from trouble
    progress.finish(summary)
    if summary.refused:
        raise BadInput(f"{summary.refused:,} faults kept resources out: they are listed in {quarantine}")
    return 0


def new_quarantine() -> Path:
    """Return the name of a quarantine file of this moment."""
    return configuration.home() / "quarantine" / f"{datetime.now():%Y%m%dT%H%M%S}.ndjson"
