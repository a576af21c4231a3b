"""Verify, seal or show the ledger.

`verify` walks the chain of seals, names the first broken link, and says how many rows are not sealed yet.
"""

from __future__ import annotations

import argparse
import sys

from toldonce.project.errors import NotWhole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify", "seal", "show"])
    parser.add_argument("--count", type=int, default=20, help="how many rows to show (20)")


def run(arguments: argparse.Namespace) -> int:
    return {"verify": _verify, "seal": _seal, "show": _show}[arguments.what](arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from toldonce.ledger.seals import verify

    verdict = verify()
    print(
        f"{verdict.rows:,} rows in {verdict.blocks:,} sealed blocks; {verdict.unsealed:,} rows are not sealed yet."
    )
    if verdict.broken:
        raise NotWhole(
            f"the chain is broken: {verdict.broken}. Compare with a backup: `toldonce restore --help`."
        )
    print("The chain is whole.")
    return 0


def _seal(arguments: argparse.Namespace) -> int:
    from toldonce.ledger.seals import seal

    print(f"{seal():,} rows sealed.")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from toldonce.ledger.queries import newest

    for row in reversed(newest(count=arguments.count)):
        who = f"{row.account} ({row.role}, {row.organisation})"
        sys.stdout.write(f"{row.n} {row.at:%Y-%m-%d %H:%M:%S} {who} {row.act} {row.subject} {row.why}\n")
    return 0
