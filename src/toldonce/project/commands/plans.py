"""Load the plans that a place ships, list those that there are, or check those of a folder.

`plans load` opens every book of the folder `plans` of the place that is not here yet; one that somebody has edited,
submitted or signed stays as it is. `plans list` names the books with their state and how much does not hold in each.
`plans check` reads the folder, needs no database, and says every cell that is not understood or does not hold; the
exit code is 0 when all of it holds and 5 when a book has errors.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from toldonce.project import configuration
from toldonce.project.errors import BadInput, NotWhole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["load", "list", "check"])
    parser.add_argument("folder", nargs="?", type=Path, help="the folder of plans (that of TOLDONCE_PLACE)")


def needs_database(arguments: argparse.Namespace) -> bool:
    """Everything but the check of a folder."""
    return arguments.what != "check"


def run(arguments: argparse.Namespace) -> int:
    from toldonce.steering.sheets.errors import SheetsError

    folder = arguments.folder or configuration.place() / "plans"
    if arguments.folder and arguments.what != "list" and not any(folder.glob("*/*/*")):
        raise BadInput(f"{folder} holds no plans: a plan is a folder KIND/KEY in it, with a book.yaml.")
    try:
        return {"load": _load, "list": _list, "check": _check}[arguments.what](folder)
    except SheetsError as trouble:
        raise BadInput(str(trouble)) from trouble


def _load(folder: Path) -> int:
    from toldonce.project.installing import load_plans

    for what, count in load_plans(folder).items():
        print(f"{count:>7,} {what}")
    return 0


def _list(folder: Path) -> int:
    from toldonce.steering.books import KINDS
    from toldonce.steering.sheets.queries import books, opened_with

    for book in books(KINDS):
        found = opened_with(KINDS[book.kind], book)
        wrong = f"{len(found.errors):>4,} errors {len(found.findings) - len(found.errors):>4,} doubts"
        print(f"{book.state:<10}{wrong}  {book.kind}/{book.key}  {book.title}")
    return 0


def _check(folder: Path) -> int:
    from toldonce.steering.books import KINDS
    from toldonce.steering.sheets.declaring import Grade, checked
    from toldonce.steering.sheets.opening.folders import shipped

    errors, books = 0, list(shipped(folder, KINDS))
    for told in books:
        for finding in checked(told.kind, told.contents):
            print(f"{told.kind.key}/{told.key}: {finding.grade}: {finding}")
            errors += finding.grade == Grade.ERROR
    if errors:
        raise NotWhole(
            f"{errors} errors in {len(books)} plans: such a plan can be loaded, and not be submitted."
        )
    print(f"{len(books)} plans hold.")
    return 0
