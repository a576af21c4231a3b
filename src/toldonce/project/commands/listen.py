"""Receive HL7 v2 messages by MLLP, keep them, acknowledge them, and take them into the record, until it is stopped.

What has arrived is kept before it is acknowledged; a second process, which this one starts, takes it into the record.
"""

from __future__ import annotations

import argparse
import signal


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only",
        choices=("receive", "apply"),
        default=None,
        help="do one of the two parts: receive and keep, or take what is kept into the record",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.only == "apply":
        from toldonce.exchange.hl7v2 import processing
        from toldonce.project import serving

        signal.signal(signal.SIGTERM, serving.as_interrupt)
        return processing.run()
    from toldonce.project import receiving

    return receiving.run(apply=arguments.only is None)
