"""Load files of figures by a mapping, or try them first, and say what came; audit any table.

`figures load FILE --mapping NAME` loads a file, all of it or nothing; with `--dry-run` it says what the file would do.
`figures load` alone brings in what the place defines and ships; what is there already is left alone. `figures list`
names the files that came, `figures mappings` the mappings.

`figures audit TABLE.csv` finds the figures of a table that do not agree with each other, and says what they should be.
It reads CSV files and workbooks as people publish them, several together, or what is piped in (`-`), and needs no
database. The exit code is 0 when all that could be checked holds and 1 when there are findings.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toldonce.project import configuration
from toldonce.project.errors import BadInput, UsageTrouble

if TYPE_CHECKING:
    from toldonce.figures.receiving.mapping import Mapping

SAID_EVERY = 2.0  # seconds


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["load", "list", "mappings", "audit"])
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="the file to load (without it, those that the place ships), or the tables to audit",
    )
    parser.add_argument("--mapping", default="", help="the name of a mapping, or the path to one (.yaml)")
    parser.add_argument("--as-at", type=date.fromisoformat, help="the day on which the publisher said so")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what the file would do, and store nothing"
    )
    parser.add_argument(
        "--without-refused", action="store_true", help="load it without its faulty rows; say --why"
    )
    parser.add_argument(
        "--confirm-revised", action="store_true", help="yes, so many figures are really revised"
    )
    parser.add_argument("--why", default="", help="why it is loaded like this")
    parser.add_argument("--json", action="store_true", help="print the audit as JSON")
    parser.add_argument("--rules", action="store_true", help="say which rules the audited figures follow")


def needs_database(arguments: argparse.Namespace) -> bool:
    """Everything but the audit of tables."""
    return arguments.what != "audit"


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "audit":
        return _audit(arguments)
    from toldonce.exchange.files.errors import FileTrouble
    from toldonce.figures.errors import FiguresError

    acts = {"load": _load, "list": _list, "mappings": _mappings}
    try:
        return acts[arguments.what](arguments)
    except (FiguresError, FileTrouble) as trouble:
        for fault in getattr(trouble, "faults", ())[:20]:
            print(fault, file=sys.stderr)
        raise BadInput(str(trouble)) from trouble


def _audit(arguments: argparse.Namespace) -> int:
    from toldonce.project import auditing

    if not arguments.files:
        raise UsageTrouble(
            "`figures audit` needs the tables: CSV files or workbooks, or - for what is piped in."
        )
    return auditing.audit(arguments.files, as_json=arguments.json, rules=arguments.rules)


def _load(arguments: argparse.Namespace) -> int:
    if not arguments.files:
        return _load_shipped()
    if len(arguments.files) > 1:
        raise UsageTrouble("`figures load` loads one file at a time: each has its own refusals.")
    arguments.file = arguments.files[0]
    if not arguments.file.is_file():
        raise BadInput(f"there is no file {arguments.file}: say which one is meant.")
    return _try(arguments) if arguments.dry_run else _load_one(arguments)


def _load_shipped() -> int:
    from toldonce.project.installing import load_figures

    for what, count in load_figures(configuration.place()).items():
        print(f"{count:>9,} {what}")
    return 0


def _mapping(arguments: argparse.Namespace) -> Mapping:
    from toldonce.figures.receiving.mapping_files import mapping_called, mapping_from

    if not arguments.mapping:
        raise UsageTrouble("`figures load FILE` needs --mapping: `toldonce figures mappings` names them.")
    if arguments.mapping.endswith((".yaml", ".yml")):
        return mapping_from(Path(arguments.mapping).read_bytes(), Path(arguments.mapping).stem)
    return mapping_called(arguments.mapping, configuration.place())


def _try(arguments: argparse.Namespace) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.figures.receiving.actions import try_out
    from toldonce.figures.receiving.telling import told

    trial = try_out(by=SYSTEM, path=arguments.file, mapping=_mapping(arguments), as_at=arguments.as_at,
                    progress=_Progress())  # fmt: skip
    print(told(trial.report()))
    print("\nNothing was stored.")
    return 0


def _load_one(arguments: argparse.Namespace) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.figures.receiving.actions import load
    from toldonce.figures.receiving.telling import told

    started = time.monotonic()
    file = load(
        by=SYSTEM, path=arguments.file, mapping=_mapping(arguments), as_at=arguments.as_at, reason=arguments.why,
        without_refused=arguments.without_refused, confirm_revised=arguments.confirm_revised, progress=_Progress(),
    )  # fmt: skip
    if not file.is_new:
        print(f"These bytes were loaded on {file.received:%d %B %Y} already: nothing was changed.")
        return 0
    print(told(file.report))
    lasted = max(time.monotonic() - started, 0.001)
    print(
        f"\n{file.report['figures']:,} figures in {lasted:,.1f} s ({file.report['figures'] / lasted:,.0f} a second)"
    )
    return 0


class _Progress:
    """Says on standard error, now and then, how far a file has come."""

    def __init__(self) -> None:
        self.said = time.monotonic()

    def __call__(self, figures: int) -> None:
        if time.monotonic() - self.said >= SAID_EVERY:
            self.said = time.monotonic()
            print(f"reading: {figures:,} figures", file=sys.stderr, flush=True)


def _list(arguments: argparse.Namespace) -> int:
    from toldonce.figures.queries import received

    for file in received():
        counts = f"{file.new:>7,} new {file.revised:>6,} revised {file.same:>7,} the same {file.refused:>5,} refused"
        print(
            f"{file.received:%Y-%m-%d %H:%M} {file.state:<8} {counts}  {file.name} ({file.mapping}, as at {file.as_at})"
        )
    return 0


def _mappings(arguments: argparse.Namespace) -> int:
    from toldonce.figures.receiving.mapping_files import known, mapping_called

    for name in known(configuration.place()):
        print(f"{name:<34} {mapping_called(name, configuration.place()).title}")
    return 0
