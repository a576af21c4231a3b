"""Weigh source patients that share no number against each other, as the listener does for whatever arrives.

`run` weighs those that have not been weighed yet, or all of them with `--again` (after a new model); what is clear is
joined, what is not waits for the records officer. `show` tells the model and how many wait.
"""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["run", "show"])
    parser.add_argument("--again", action="store_true", help="weigh those too that were weighed before")


def run(arguments: argparse.Namespace) -> int:
    return {"run": _run, "show": _show}[arguments.what](arguments)


def _run(arguments: argparse.Namespace) -> int:
    from toldonce.project.steps import Steps
    from toldonce.record.identity.likeness.catching_up import catch_up

    with Steps("linkage") as steps:
        done = catch_up(again=arguments.again, progress=steps)
    print(f"{done.weighed:,} source patients weighed: {done.moved:,} joined, {done.asked:,} new questions.")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from toldonce.record.identity import reviews
    from toldonce.record.identity.likeness.weighing import model

    used = model()
    print(f"model {used.version}: joined from {used.automatic:g} bits on, shown from {used.look:g} on")
    for kind, count in sorted(reviews.counted().items()):
        print(f"{count:>7,}  {reviews.Kind(kind).label}")
    return 0
