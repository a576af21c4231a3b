"""Play a day of the rehearsal at a chosen speed: messages, files, letters by the mailbox, requests by the FHIR API.

Without a day it plays the twenty-four hours that end now, and then goes on at the pace of life until it is stopped.
Everybody in it is invented. `toldonce web`, `toldonce listen` and `toldonce worker` must be running.
"""

from __future__ import annotations

import argparse
import signal
from datetime import date, datetime

from toldonce.project import serving
from toldonce.project.errors import BadInput

SLOWEST, FASTEST = 1.0, 600.0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--speed", type=float, default=60.0, help="minutes a minute, 1 to 600 (60)")
    parser.add_argument("--day", type=date.fromisoformat, default=None, help="play this day whole and stop")
    parser.add_argument("--quiet", action="store_true", help="say nothing while it goes on")


def run(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from toldonce.project import playing, receiving
    from toldonce.project.stage import Stage

    if not SLOWEST <= arguments.speed <= FASTEST:
        raise BadInput(f"the speed is {arguments.speed:g}: choose one from {SLOWEST:g} to {FASTEST:g}.")
    signal.signal(signal.SIGTERM, serving.as_interrupt)
    stage = Stage(receiving.port(), settings.MAILBOX, serving.address())
    try:
        playing.play(
            speed=arguments.speed,
            day=arguments.day,
            stage=stage,
            progress=_silent if arguments.quiet else _said,
        )
    finally:
        stage.close()
    print(f"{stage.words} were told.")
    return 0


def _silent(stage, at: datetime) -> None:
    """Say nothing."""


def _said(stage, at: datetime) -> None:
    if stage.counted.total() % 25 == 0:
        print(f"{at:%a %H:%M}  {stage.words}", flush=True)
