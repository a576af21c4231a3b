"""How long rates take, and how near they are to published vectors.

`python -m bench.figures.rates [TIMES] [FILE] [FOLDER]`: TIMES is how often each is tried (3), FILE takes what was
measured as JSON, FOLDER holds the vectors of PHEindicatormethods.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench.measured import Measured, size, tell

ABOUT = "Rates and inequality"
SEED, TIMES = 1, 3


def main() -> None:
    tell(measured(int(size(TIMES))))
    if len(sys.argv) > 3:
        _agreement(Path(sys.argv[3]))


def measured(times: int) -> Iterator[Measured]:
    """The shortest of so many tries of each."""
    for what, budget, work in _works():
        work()  # once to warm up
        yield Measured(ABOUT, what, min(_seconds(work) for _ in range(times)), "s", budget)


def _works() -> list[tuple[str, float, Callable[[], object]]]:
    from toldonce.figures.rates.crude import rates
    from toldonce.figures.rates.groups import Kind, groups
    from toldonce.figures.rates.inequality import inequality
    from toldonce.figures.rates.life import life_table
    from toldonce.figures.rates.standard import EUROPEAN_2013
    from toldonce.figures.rates.standardised import directly_standardised

    random = np.random.default_rng(SEED)
    events, people = random.poisson(20, 100_000), random.integers(1_000, 50_000, 100_000)
    starts = [0, 1, *range(5, 95, 5)]
    living = random.integers(5_000, 20_000, (1_000, len(starts)))
    dying = random.poisson(living * np.geomspace(0.0005, 0.15, len(starts)))
    values = 80 + random.normal(0, 3, (100, 10))
    deciles = random.integers(5_000, 20_000, (100, 10))
    plain = groups(deciles, values, errors=np.full((100, 10), 1.0))
    shares = groups(deciles, values / 100, limits=(values / 103, values / 98), kind=Kind.PROPORTION)
    bands = _nineteen()
    return [
        (
            "100,000 crude rates with 95% and 99.8% intervals",
            1,
            lambda: rates(events, people, confidence=[95, 99.8]),
        ),
        (
            "10,000 directly standardised rates of 19 bands",
            1,
            lambda: directly_standardised(
                np.tile(dying[:, :19], (10, 1)), np.tile(living[:, :19], (10, 1)), EUROPEAN_2013, bands=bands
            ),
        ),
        (
            "1,000 life tables of 20 bands, expectancy at 0 and 65",
            1,
            lambda: [life_table(dying, living, starts).at(age) for age in (0, 65)],
        ),
        (
            "100 slopes of 10 groups, 100,000 repetitions, linear",
            10,
            lambda: inequality(plain, seed=SEED, confidence=[95, 99.8]),
        ),
        (
            "100 slopes of proportions, 100,000 repetitions, linear",
            10,
            lambda: inequality(shares, seed=SEED, confidence=[95, 99.8]),
        ),
        (
            "100 slopes of proportions, 100,000 repetitions, multiplicative",
            10,
            lambda: inequality(shares, seed=SEED, confidence=[95, 99.8], multiplicative=True),
        ),
    ]


def _nineteen():
    from toldonce.figures.rates.bands import age_bands

    return age_bands([*(f"{age}-{age + 4}" for age in range(0, 90, 5)), "90+"])


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _agreement(folder: Path) -> None:
    from tests.figures.rates.oracle import CASES

    print("\nlargest relative difference from the vectors")
    for name, case in CASES.items():
        pairs = list(case(folder))
        print(f"{name:<66} {max(pair.difference for pair in pairs):8.1e}  ({len(pairs)} numbers)")


if __name__ == "__main__":
    main()
