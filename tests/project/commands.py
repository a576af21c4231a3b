"""Runs commands of `toldonce` as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

from toldonce.project.embedded import Server

ROOT = Path(__file__).resolve().parents[2]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a command that uses the database that Django uses now."""
    url = os.environ.get("DATABASE_URL") or Server(Path(os.environ["TOLDONCE_HOME"])).url()
    name = connection.settings_dict["NAME"]
    before, _, options = url.partition("?")
    address = f"{before.rpartition('/')[0]}/{name}?{options}"
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": address, **more}


def toldonce(*words: str, **more: str) -> subprocess.CompletedProcess:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "toldonce.project.cli", *map(str, words)],
        env=environment(**more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
