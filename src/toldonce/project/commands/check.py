"""List what in the record is doubtful: noted doubts, lost references, patients never received, shared NHS numbers.

Nothing is changed. Every body is read for its references, which takes about a minute for a million resources. With
`--strict` the exit code is 5 if anything was found.
"""

from __future__ import annotations

import argparse

from toldonce.project.errors import NotWhole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--examples", type=int, default=3, help="how many of each kind to name (3)")
    parser.add_argument("--strict", action="store_true", help="exit with 5 if anything was found")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.ledger import actions as ledger
    from toldonce.project.steps import Steps
    from toldonce.record import checking

    ledger.write(by=SYSTEM, act="record.check")
    many = arguments.examples
    with Steps("check") as steps:
        lost = checking.dangling(many, steps)
    parts = {
        "Doubts noted when resources were stored": checking.noted_doubts(many),
        "References to something that is not there": lost,
        "Persons": [
            finding
            for finding in (checking.never_received(many), checking.shared_numbers(many))
            if finding.count
        ],
    }
    for title, findings in parts.items():
        _show(title, findings)
    found = sum(checking.total(findings) for findings in parts.values())
    if found and arguments.strict:
        raise NotWhole(f"{found:,} doubtful things were found: ask their sources to send them again, mended.")
    return 0


def _show(title: str, findings) -> None:
    if not findings:
        print(f"{title}: none.")
        return
    print(f"{title}:")
    for finding in findings:
        print(f"{finding.count:>9,}  {finding.what}")
        for example in finding.examples:
            print(f"{'':>11}{example}")
