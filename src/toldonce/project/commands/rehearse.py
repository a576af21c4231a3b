"""Invent people of the place and load what their sources tell of them; nobody in it is real.

The same number, seed and last day give the same people. The truth about them (who is who, who has what) is written to
`TOLDONCE_HOME/rehearsal/truth.ndjson`.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from toldonce.project import configuration


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=2000, help="how many (2000)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    parser.add_argument(
        "--until", type=date.fromisoformat, default=None, help="the last day, as 2026-11-21 (today)"
    )
    parser.add_argument("--files", type=Path, help="write NDJSON files to this folder and load nothing")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.project import installing
    from toldonce.rehearsal.tell import write

    what = {"people": arguments.people, "seed": arguments.seed, "until": arguments.until or date.today()}
    if arguments.files:
        print(
            f"{write(configuration.place(), arguments.files, **what):,} resources written to {arguments.files}"
        )
        return 0
    if not installing.is_installed(configuration.place()):
        installing.load_place(configuration.place())
    installing.rehearse(**what)
    return 0
