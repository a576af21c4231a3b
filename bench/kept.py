"""What was measured last, part by part, with the day and the machine: JSON in `bench/results/`, beside the code."""

from __future__ import annotations

import os
import platform
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).resolve().parent / "results"
PARTS = ("record", "figures", "steering")


def keep(part: str, found: list[dict[str, Any]], *, reduced: bool = False) -> None:
    """Keep what a part found in place of what it had found before."""
    told = {**machine(), "reduced": reduced, "found": found}
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    (FOLDER / f"{part}.json").write_bytes(orjson.dumps(told, option=options))


def fetch(part: str) -> dict[str, Any]:
    """What a part found last; empty where it was never measured."""
    path = FOLDER / f"{part}.json"
    return orjson.loads(path.read_bytes()) if path.exists() else {}


def machine() -> dict[str, Any]:
    """The day, the machine and the programs by which something is measured now."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "memory": _memory(),
        "speed": _speed(),
        "python": platform.python_version(),
        "django": version("django"),
        "granian": version("granian"),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
    }


def _speed() -> float:
    """Return how many milliseconds a million additions take, the middle one of five tries."""
    taken = []
    for _ in range(5):
        started, total = time.perf_counter(), 0
        for number in range(1_000_000):
            total += number
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)[2]


def _memory() -> str:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemTotal"):
            return f"{int(line.split()[1]) / 2**20:.0f} GB"
    return "memory not known"
