"""Who has which long-term condition: shapes by age, sex and deprivation, fitted to each practice's registers."""

import bisect
import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

from toldonce.rehearsal.days import YEAR
from toldonce.rehearsal.marginals import AGES, Place
from toldonce.rehearsal.people import Person

BANDS = (0, 10, 20, 30, 40, 50, 60, 70, 80, 90)
EXCLUDES = {"NDH": ("DM",)}
MADE_UP_FOR = {"NDH": 1.2, "PC": 1.3}  # drawn more often: some of those drawn are excluded, or have died
BURDEN_SHAPE = 2.2  # how unevenly illness falls on people of one age: smaller is more uneven (an assumption)
MOST = 0.92


@dataclass(slots=True)
class Shape:
    """Cases in a thousand by ten-year band, men against women, most against least deprived tenth."""

    group: str
    men: float
    deprivation: float
    bands: list[float]

    def expected(self, age: int, female: bool, decile: int) -> float:
        """The chance before calibration, halving the step from one band to the next."""
        level = self.bands[bisect.bisect_right(BANDS, age) - 1] / 1000
        if self.men > 100:
            return 0.0 if female else level
        sex = 2 / (1 + self.men) if female else 2 * self.men / (1 + self.men)
        return level * sex * self.deprivation ** ((5.5 - decile) / 9)


def shapes() -> list[Shape]:
    """The table of shapes: inferred, not published."""
    path = Path(__file__).parent / "invented" / "conditions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Shape(r["group"], float(r["men"]), float(r["deprivation"]), [float(r[str(b)]) for b in BANDS])
            for r in csv.DictReader(file)
        ]


class Epidemiology:
    """Draws conditions for a person so that each practice's register comes out as published."""

    def __init__(self, place: Place) -> None:
        self.shapes = shapes()
        self.lift = _calibrate(place, self.shapes)

    def conditions(self, person: Person, until: int, rng: Random) -> dict[str, int]:
        """Condition to the day on which it was first recorded."""
        age = int((until - person.birth) / YEAR)
        burden = rng.gammavariate(BURDEN_SHAPE, 1 / BURDEN_SHAPE)
        if person.care_home:
            burden = max(burden, 0.8) * 1.15
        lift, found = self.lift[person.practice], {}
        for shape in self.shapes:
            chance = shape.expected(age, person.female, person.decile)
            if shape.group == "DEM":
                chance *= 2.2 if person.care_home else 0.8
            drawn = chance and rng.random() < _tempered(chance * lift[shape.group], burden)
            if drawn and not any(other in found for other in EXCLUDES.get(shape.group, ())):
                found[shape.group] = _onset(shape, age, until, person.birth, rng)
        return found


def _tempered(chance: float, burden: float) -> float:
    """The odds multiplied by the person's burden."""
    odds = chance / (1 - min(chance, MOST)) * burden
    return min(odds / (1 + odds), MOST)


def _onset(shape: Shape, age: int, until: int, birth: int, rng: Random) -> int:
    """A day before now, weighted to the recent years, not before the condition's youngest age."""
    youngest = next((b for b, level in zip(BANDS, shape.bands, strict=True) if level >= 0.2), 0)
    room = max(0.3, age - youngest)
    return max(birth + 30, until - int(min(rng.expovariate(1 / 8.0), room * rng.random() + 0.05) * YEAR) - 5)


def _quantiles() -> list[float]:
    rng = Random(1)
    draws = sorted(rng.gammavariate(BURDEN_SHAPE, 1 / BURDEN_SHAPE) for _ in range(2100))
    return draws[50::100]


STEPS = 1000


def _grid() -> list[float]:
    """The mean of the tempered chance over burdens, at chances 0, 1/1000, 2/1000, …"""
    burdens = _quantiles()
    return [sum(_tempered(i / STEPS, b) for b in burdens) / len(burdens) for i in range(STEPS + 2)]


MEAN_TEMPERED = _grid()


def _mean_tempered(chance: float) -> float:
    at = min(chance, 1.0) * STEPS
    low = int(at)
    return MEAN_TEMPERED[low] + (at - low) * (MEAN_TEMPERED[low + 1] - MEAN_TEMPERED[low])


def _calibrate(place: Place, all_shapes: list[Shape]) -> dict[str, dict[str, float]]:
    """For each practice and register the factor that makes the expected register the published one."""
    mixes = _mixes(place)
    typical = _typical_registers(place)
    lifts = {}
    for code, mix in mixes.items():
        published = place.practices[code].registers or typical
        lifts[code] = {s.group: _lift(s, mix, published.get(s.group)) for s in all_shapes}
    return lifts


def _mixes(place: Place) -> dict[str, dict[tuple[int, int], float]]:
    """Residents of each practice by ten-year band and decile."""
    mixes: dict[str, dict[tuple[int, int], float]] = {code: {} for code in place.practices}
    for area in place.areas:
        bands = [sum(area.ages[low : low + 10]) for low in BANDS[:-1]] + [area.ages[AGES - 1]]
        for code, share in area.practices:
            mix = mixes[code]
            for low, n in zip(BANDS, bands, strict=True):
                mix[low, area.decile] = mix.get((low, area.decile), 0.0) + n * share
    return mixes


def _typical_registers(place: Place) -> dict[str, float]:
    """The mean register, for a practice that publishes none."""
    known = [p for p in place.practices.values() if p.registers]
    total = max(1, sum(p.size for p in known))
    groups = {g for p in known for g in p.registers}
    return {g: sum(p.registers.get(g, 0) * p.size for p in known) / total for g in sorted(groups)}


def _lift(shape: Shape, mix: dict[tuple[int, int], float], published: float | None) -> float:
    if published is None:
        return 1.0
    cells = [
        (shape.expected(band, female, decile), n / 2)
        for (band, decile), n in mix.items()
        for female in (True, False)
    ]
    people = sum(n for _, n in cells)
    published *= MADE_UP_FOR.get(shape.group, 1.0)
    lift = 1.0
    for _ in range(3):
        expected = sum(_mean_tempered(chance * lift) * n for chance, n in cells if chance) / people
        lift *= published / max(expected, 1e-9)
    return lift
