"""Tell whether this machine and installation are fit: each line says ok, warn or fail, and what to do next.

Looks at Python, libraries, PostgreSQL, disk, clock, settings, tables, the ledger's seals and the sources' last words.
The exit code is 5 if a line says fail. A database that is not there yet is not made.
"""

from __future__ import annotations

import argparse

from toldonce.project.errors import NotWhole

NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(arguments: argparse.Namespace) -> int:
    from toldonce.project.doctoring import State, examine

    worst = State.OK
    for line in examine():
        worst = max(worst, line.state)
        print(f"{line.state.name.lower():<5} {line.what}{f': {line.next_step}' if line.next_step else ''}")
    if worst is State.FAIL:
        raise NotWhole("something has to be mended before Toldonce can run: see the lines that say fail.")
    return 0
