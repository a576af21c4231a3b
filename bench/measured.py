"""What was measured beside its budget, how something is timed, and a database of its own to measure in."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

WARMING = 2  # times that are not counted


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, in its unit; a budget is the most that it may be, where there is one."""

    about: str
    what: str
    value: float
    unit: str
    budget: float | None = None
    more: str = ""

    def __str__(self) -> str:
        budget = "" if self.budget is None else f"  (budget {self.budget:g} {self.unit}: {self.verdict})"
        return f"{self.what:<66} {in_digits(self.value)} {self.unit}{budget}{'  ' + self.more if self.more else ''}"

    @property
    def verdict(self) -> str:
        """Whether the budget is kept, or by how much it is missed."""
        if self.budget is None:
            return ""
        return (
            "kept"
            if self.value <= self.budget
            else f"missed: {self.value / self.budget:.3g} times the budget"
        )


def in_digits(value: float) -> str:
    """A number with the digits that a reader needs: whole from a hundred on, else two that say something."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 10 else f"{value:.2g}"


def tell(found: Iterable[Measured]) -> None:
    """Print what is measured as it comes, and keep it in the file that the second word of the command names."""
    rows = []
    for each in found:
        print(each, flush=True)
        rows.append(asdict(each))
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_bytes(orjson.dumps(rows))


def took(
    about: str, what: str, do: Callable[[], object], budget: float | None = None, times: int = 30
) -> Measured:
    """How many milliseconds something takes in 95 of 100 times, by the clock; and half of the times, and of a core."""
    clock, core = zip(*(_once(do) for _ in range(times + WARMING)), strict=True)
    taken, p95 = sorted(clock[WARMING:]), int(times * 0.95)
    more = f"p50 {statistics.median(taken):.1f} ms; {statistics.median(core[WARMING:]):.1f} ms of a core"
    return Measured(about, f"{what}, p95", taken[p95], "ms", budget, more)


def _once(do: Callable[[], object]) -> tuple[float, float]:
    clock, core = time.perf_counter(), time.process_time()
    do()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - core) * 1000


def size(usual: float) -> float:
    """How much is measured: the first word of the command, or what is usual."""
    return float(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else usual


@contextmanager
def home_of_its_own(**more: str) -> Iterator[Path]:
    """A folder with a running database whose tables are empty; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="toldonce-bench-"))
    folder.chmod(0o755)
    os.environ |= {
        "TOLDONCE_HOME": str(folder / "home"),
        "DJANGO_SETTINGS_MODULE": "toldonce.project.settings",
        **more,
    }
    os.environ.pop("DATABASE_URL", None)
    import django

    from toldonce.project.embedded import Server, running

    django.setup()
    try:
        with running(Server(folder / "home")):
            from django.core.management import call_command

            call_command("migrate", interactive=False, verbosity=0)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
