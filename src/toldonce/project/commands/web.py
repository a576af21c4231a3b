"""Serve pages and the FHIR API until it is stopped; `toldonce up` also prepares what they need."""

from __future__ import annotations

import argparse
import signal

from toldonce.project import serving


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: configuration is by environment."""


def run(arguments: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, serving.as_interrupt)
    return serving.wait([serving.web(), *serving.live()])
