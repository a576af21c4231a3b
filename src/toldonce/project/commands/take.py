"""Take tables (CSV, XLSX, JSON) from other systems by a mapping file, or try them first.

`take list` names the mappings; `take check --mapping FILE` checks one. `take try FILE --mapping NAME` reads a file and
says what it holds, row by row and column by column, and stores nothing. `take file FILE --mapping NAME --source CODE`
takes it. `take inbox` takes what lies in TOLDONCE_INBOX, once.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toldonce.project import configuration
from toldonce.project.errors import BadInput, UsageTrouble

if TYPE_CHECKING:
    from toldonce.exchange.files.mapping import Mapping
    from toldonce.exchange.files.taking import Taking

SAID_EVERY = 5.0  # seconds


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["list", "check", "try", "file", "inbox"])
    parser.add_argument("file", nargs="?", type=Path, help="the file to be tried or taken")
    parser.add_argument("--mapping", default="", help="the name of a mapping, or the path to one (.yaml)")
    parser.add_argument(
        "--source", default="", help="who tells, as an ODS code, where the mapping does not say it"
    )
    parser.add_argument("--report", type=Path, help="where to write the report as well: .json, .html or .txt")
    parser.add_argument(
        "--quarantine", type=Path, help="where to say what was refused (a new file in TOLDONCE_HOME)"
    )
    parser.add_argument("--confirm-fewer", action="store_true", help="yes, so many rows are really gone")
    parser.add_argument(
        "--again", action="store_true", help="take a file anew although a newer one was taken since"
    )


def run(arguments: argparse.Namespace) -> int:
    from toldonce.exchange.files.errors import FileTrouble

    acts = {"list": _list, "check": _check, "try": _try, "file": _take, "inbox": _inbox}
    try:
        return acts[arguments.what](arguments)
    except FileTrouble as trouble:
        raise BadInput(str(trouble)) from trouble


def _list(arguments: argparse.Namespace) -> int:
    from toldonce.exchange.files.reading import usable

    good, bad = usable(configuration.mappings())
    for name, title in good.items():
        print(f"{name:<36} {title}")
    if bad:
        raise BadInput(" ".join(bad.values()))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    mapping = _mapping(arguments)
    print(f"{mapping.name} is whole: {len(mapping.every_column)} columns, {len(mapping.made)} resources.")
    return 0


def _mapping(arguments: argparse.Namespace) -> Mapping:
    from toldonce.exchange.files.reading import mapping_called, mapping_in

    if not arguments.mapping:
        raise UsageTrouble(f"`take {arguments.what}` needs --mapping: `toldonce take list` names them.")
    if arguments.mapping.endswith((".yaml", ".yml")):
        return mapping_in(Path(arguments.mapping))
    return mapping_called(arguments.mapping, configuration.mappings())


def _file(arguments: argparse.Namespace) -> Path:
    if arguments.file is None or not arguments.file.is_file():
        raise BadInput(f"there is no file {arguments.file or 'named'}: say which one is meant.")
    return arguments.file


def _try(arguments: argparse.Namespace) -> int:
    from dataclasses import asdict

    from django.utils import timezone

    from toldonce.exchange.files.trial import report, tried

    mapping = _mapping(arguments)
    source = arguments.source or mapping.source or "UNTOLD"
    trial = tried(_file(arguments), mapping, source, today=timezone.localdate())
    _say(arguments, report(trial), [asdict(each) for each in trial.faults])
    print("\nNothing was stored.")
    return 0


def _say(arguments: argparse.Namespace, report: dict, faults: list[dict]) -> None:
    """Print a report, and write it where it is wanted as well."""
    import orjson

    from toldonce.exchange.files import telling

    print(telling.text(report, faults))
    if arguments.report is None:
        return
    if arguments.report.suffix == ".json":
        arguments.report.write_bytes(orjson.dumps(report | {"refused": faults}, option=orjson.OPT_INDENT_2))
    elif arguments.report.suffix == ".html":
        arguments.report.write_text(
            telling.html(report, faults, f"{arguments.file.name} by {arguments.mapping}")
        )
    else:
        arguments.report.write_text(telling.text(report, faults))


def _take(arguments: argparse.Namespace) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.files.actions import take

    mapping, started = _mapping(arguments), time.monotonic()
    quarantine = arguments.quarantine or _new_quarantine()
    load = take(
        by=SYSTEM, path=_file(arguments), mapping=mapping, source=arguments.source, quarantine=quarantine,
        confirm_fewer=arguments.confirm_fewer, again=arguments.again, progress=_Progress(),
    )  # fmt: skip
    _say(arguments, load.report, load.quarantined)
    lasted = max(time.monotonic() - started, 0.001)
    print(f"\n{load.report['rows']:,} rows in {lasted:,.1f} s ({load.report['rows'] / lasted:,.0f} rows/s)")
    if load.report["faults"]:
        refused = load.report["states"]["refused"]
        raise BadInput(f"{refused:,} rows were refused: they are listed in {quarantine}")
    return 0


class _Progress:
    """Says on standard error, every few seconds, how far a file has come."""

    def __init__(self) -> None:
        self.said = time.monotonic()

    def __call__(self, taking: Taking) -> None:
        if time.monotonic() - self.said >= SAID_EVERY:
            self.said = time.monotonic()
            print(f"taking: {taking.rows_done:,} of {taking.trial.rows:,} rows", file=sys.stderr, flush=True)


def _new_quarantine() -> Path:
    return configuration.home() / "quarantine" / f"{datetime.now():%Y%m%dT%H%M%S}.ndjson"


def _inbox(arguments: argparse.Namespace) -> int:
    from toldonce.exchange.files.inbox import turn

    done = turn()
    print(f"{done} files were looked at in {configuration.inbox()}.")
    return 0
