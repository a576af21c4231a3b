"""Seal the ledger second by second, until it is stopped."""

from __future__ import annotations

import argparse
import logging
import signal
import time

from toldonce.project import serving

EVERY = 1.0  # seconds


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="seal what is there and stop")


def run(arguments: argparse.Namespace) -> int:
    from django.db import OperationalError, connection

    from toldonce.ledger.seals import seal

    signal.signal(signal.SIGTERM, serving.as_interrupt)
    while True:
        try:
            seal()
        except OperationalError:
            logging.getLogger(__name__).warning("The database does not answer; the worker tries again.")
            connection.close()
        if arguments.once:
            return 0
        time.sleep(EVERY)
