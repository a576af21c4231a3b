"""Load a million figures, read series, and tell what it took: `python -m bench.figures.loading [FIGURES]`."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench.measured import Measured, home_of_its_own, size, tell

ABOUT = "Loading and reading figures"
FIGURES = 1_000_000
MONTHS, INDICATORS = 120, 100
LOAD_BUDGET, SERIES_BUDGET = 60.0, 3.0  # seconds, milliseconds
MAPPING = """
mapping: million
title: A hundred indicators by place and month
source: million
columns: {who: Place, when: Month, what: Indicator, value: Value}
place: {columns: who}
period: {columns: when, ways: ["%Y-%m-%d"]}
indicator: {columns: what, codes: {CODES}}
figures: [{value: value}]
"""


def main() -> None:
    tell(measured(int(size(FIGURES))))


def measured(figures: int) -> Iterator[Measured]:
    """Load so many figures twice, then read some of them."""
    with home_of_its_own() as folder:
        places = max(1, figures // (MONTHS * INDICATORS))
        _prepare(places)
        path = folder / "million.csv"
        budget = LOAD_BUDGET * places * MONTHS * INDICATORS / FIGURES
        for turn, words in enumerate(("load, all new", "load, one in ten revised")):
            _write(path, places, turn)
            yield _load(words, path, date(2024, 1 + turn, 1), budget)
        yield from _read()


def _prepare(places: int) -> None:
    from toldonce.directory.models import Organisation, Place, Source
    from toldonce.figures.models import Indicator

    place = Place.objects.create(code="here", name="Here")
    Source.objects.create(
        place=place, key="million", title="Invented", publisher="Nobody", dated="", licence="MIT"
    )
    Organisation.objects.bulk_create(
        Organisation(code=f"P{n:04}", place=place, kind="practice", name=f"Practice {n}")
        for n in range(places)
    )
    Indicator.objects.bulk_create(
        Indicator(code=f"indicator-{n}", name=f"Indicator {n}", definition="invented", owner="nobody", unit="count",
                  good="neither", every="month", source="invented")
        for n in range(INDICATORS)
    )  # fmt: skip


def _write(path: Path, places: int, turn: int) -> None:
    """Write the file; in the second turn one value in ten is another."""
    months = [f"{2014 + n // 12}-{n % 12 + 1:02}-01" for n in range(MONTHS)]
    with path.open("w") as file:
        file.write("Place,Month,Indicator,Value\n")
        for place in range(places):
            for indicator in range(INDICATORS):
                for number, month in enumerate(months):
                    value = 1000 + (place * 7 + indicator * 13 + number * 3) % 500
                    value += turn if number % 10 == 0 else 0
                    file.write(f"P{place:04},{month},indicator-{indicator},{value}\n")


def _load(words: str, path: Path, as_at: date, budget: float) -> Measured:
    from toldonce.directory.actors import SYSTEM
    from toldonce.figures.receiving.actions import load
    from toldonce.figures.receiving.mapping_files import mapping_from

    codes = ", ".join(f"indicator-{n}: indicator-{n}" for n in range(INDICATORS))
    mapping = mapping_from(MAPPING.replace("CODES", codes).encode(), "million")
    started, busy = time.perf_counter(), time.process_time() + _busy()
    file = load(by=SYSTEM, path=path, mapping=mapping, as_at=as_at)
    lasted, worked = time.perf_counter() - started, time.process_time() + _busy() - busy
    counted = f"{file.new:,} new, {file.revised:,} revised, {file.same:,} the same; {worked:.1f} s of processor time"
    return Measured(ABOUT, words, lasted, "s", budget, counted)


def _busy() -> float:
    """How many seconds our connection's process of PostgreSQL has worked, where /proc tells."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone() or (0,)
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    ticks = stat.read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def _read() -> Iterator[Measured]:
    from toldonce.figures.queries import latest, series

    codes = [f"indicator-{n}" for n in range(60)]
    asked: dict[str, Callable[[], object]] = {
        f"one series of {MONTHS} months": lambda: series("indicator-7", "P0003"),
        "the newest of 60 indicators": lambda: latest(codes, "P0003"),
        "the newest two of 60 indicators": lambda: latest(codes, "P0003", points=2),
    }
    for what, ask in asked.items():
        taken = []
        for _ in range(200):
            started = time.perf_counter()
            ask()
            taken.append((time.perf_counter() - started) * 1000)
        taken.sort()
        yield Measured(
            ABOUT, f"{what}, p95", taken[189], "ms", SERIES_BUDGET, f"p50 {statistics.median(taken):.2f} ms"
        )


if __name__ == "__main__":
    main()
