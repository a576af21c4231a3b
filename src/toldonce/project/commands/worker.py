"""Do what nobody waits for: seal the ledger, let listeners hear of changes, send what is to be sent."""

from __future__ import annotations

import argparse
import os
import signal
import time

from toldonce.project import serving
from toldonce.project.garbage import collect_seldom

GIVES_WAY = {"quick": 3, "slow": 10}  # niceness: pages, and messages on their way into the record, come first


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only",
        choices=("quick", "slow"),
        default=None,
        help="run one part of it: what is done in a moment, or what computes for long",
    )
    parser.add_argument("--once", action="store_true", help="do what there is to do and stop")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.project import clocks, listeners

    signal.signal(signal.SIGTERM, serving.as_interrupt)
    if arguments.once:
        return _once()
    os.nice(GIVES_WAY.get(arguments.only, 0))
    parts = {"quick": (False,), "slow": (True,)}.get(arguments.only, (False, True))
    collect_seldom()
    bell = listeners.start([each for each in listeners.LISTENERS if each.computes in parts])
    clocks.start(bell.stopped, tuple(each for each in clocks.CLOCKS if each.computes in parts))
    try:
        while True:
            time.sleep(3600)
    finally:
        bell.stop()


def _once() -> int:
    from toldonce.project import clocks, listeners
    from toldonce.record.listening import listen_once

    for listener in listeners.LISTENERS:
        while listen_once(listener):
            pass
    for clock in clocks.CLOCKS:
        clocks.turn_once(clock)
    return 0
