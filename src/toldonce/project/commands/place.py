"""Load or check a place: organisations, sites, services and areas from a folder.

`check` finds references that lead nowhere, codes that stand twice and files without a source.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from toldonce.project import configuration
from toldonce.project.errors import BadInput, NotWhole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["load", "check"])
    parser.add_argument("folder", nargs="?", type=Path, help="the folder of the place (TOLDONCE_PLACE)")


def run(arguments: argparse.Namespace) -> int:
    folder = arguments.folder or configuration.place()
    return _check(folder) if arguments.what == "check" else _load(folder)


def _check(folder: Path) -> int:
    from toldonce.directory import places

    problems = places.check(folder)
    for problem in problems:
        print(problem)
    if problems:
        raise NotWhole(f"{len(problems)} faults in {folder}; mend them and check again.")
    print(f"{folder.name} is whole.")
    return 0


def _load(folder: Path) -> int:
    from toldonce.directory.errors import PlaceRefused
    from toldonce.project.installing import load_place

    try:
        counts = load_place(folder)
    except PlaceRefused as refusal:
        raise BadInput(f"{refusal}; `toldonce place check {folder}` lists every fault.") from refusal
    for what, count in counts.items():
        print(f"{count:>7,} {what}")
    return 0
