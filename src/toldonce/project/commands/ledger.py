"""Verify, seal or show the ledger.

`verify` walks the chain of seals, names the first broken link, and says how many rows are not sealed yet. It
tells the newest seal: kept elsewhere and given to `--kept` later, that also finds a chain that was made anew.
"""

from __future__ import annotations

import argparse
import sys

from toldonce.project.errors import NotWhole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify", "seal", "show"])
    parser.add_argument(
        "--kept", default="", metavar="BLOCK:HASH", help="for verify: a seal that was kept elsewhere"
    )
    parser.add_argument("--count", type=int, default=20, help="how many rows to show (20)")


def run(arguments: argparse.Namespace) -> int:
    return {"verify": _verify, "seal": _seal, "show": _show}[arguments.what](arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from toldonce.ledger.seals import newest_seal, stands, verify

    verdict = verify()
    print(
        f"{verdict.rows:,} rows in {verdict.blocks:,} sealed blocks; {verdict.unsealed:,} rows are not sealed yet."
    )
    if verdict.broken:
        raise NotWhole(
            f"the chain is broken: {verdict.broken}. Compare with a backup: `toldonce restore --help`."
        )
    if arguments.kept and not stands(arguments.kept):
        raise NotWhole(
            f"the chain is whole but does not hold the seal {arguments.kept}: it was made anew, or the seal is of "
            "another database. Compare with a backup of the day on which you kept it."
        )
    print(f"The newest seal is {newest_seal() or 'still to come'}")
    print("The chain is whole.")
    return 0


def _seal(arguments: argparse.Namespace) -> int:
    from toldonce.ledger.seals import seal

    print(f"{seal():,} rows sealed.")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from toldonce.ledger.queries import newest

    for row in reversed(newest(count=arguments.count)):
        who = f"{row.account} ({', '.join(filter(None, (row.role, row.organisation)))})"
        sys.stdout.write(f"{row.n} {row.at:%Y-%m-%d %H:%M:%S} {who} {row.act} {row.subject} {row.why}\n")
    return 0
