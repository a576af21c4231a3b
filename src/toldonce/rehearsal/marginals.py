"""What is published about a place, as the rehearsal needs it: areas, practices, registers."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

AGES = 91  # single years of age, the last is 90 and over
ETHNIC_GROUPS = ("white", "asian", "black", "mixed", "other")
NEAREST = 8  # practices that a small area may register with
KILOMETRES_OF_HABIT = 3.0  # how fast the wish for a practice falls with distance: an assumption


@dataclass(slots=True)
class Area:
    """A small area (LSOA 2021) with its published margins."""

    code: str
    name: str
    council: str
    lat: float
    lon: float
    decile: int
    residents: float
    ages: list[float]
    ethnicity: list[float]
    tenure: dict[str, float]
    practices: list[tuple[str, float]] = field(default_factory=list)  # code and share of the residents


@dataclass(slots=True)
class Practice:
    """A general practice: where it is, how long its list is, how full its disease registers are."""

    code: str
    name: str
    lat: float
    lon: float
    postcode: str
    town: str
    size: int
    registers: dict[str, float]  # share of the whole list
    network: str = ""


@dataclass(slots=True)
class Place:
    """Everything that the rehearsal knows about a place."""

    areas: list[Area]
    practices: dict[str, Practice]
    female: list[float]  # share of women by single year of age
    demonstration: dict
    folder: Path


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table of the place: one file (`sites.csv`) or a folder of them (`sites/*.csv`)."""
    single = folder / f"{name}.csv"
    files = [single] if single.exists() else sorted((folder / name).glob("*.csv"))
    return [row for file in files for row in rows(file)]


class MissingMargin(FileNotFoundError):
    """A margin without which nobody can be invented."""


class Point(Protocol):
    """Somewhere on the map."""

    lat: float
    lon: float


def kilometres(a: Point, b: Point) -> float:
    """Straight line between two points, flat-earth within a county."""
    east = (a.lon - b.lon) * 111.32 * math.cos(math.radians(a.lat))
    return math.hypot(east, (a.lat - b.lat) * 110.57)


def read(folder: Path) -> Place:
    """Read a place's folder and let every area find its practices."""
    settings = yaml.safe_load((folder / "place.yaml").read_text(encoding="utf-8"))
    population = folder / "population"
    practices = _practices(folder)
    areas = _areas(population)
    _attach(areas, practices)
    return Place(areas, practices, _female_share(population), settings.get("demonstration", {}), folder)


def _areas(population: Path) -> list[Area]:
    ages, ethnicity, tenure = (
        _table(_newest(population, f"{name}_by_small_area.csv"), "area")
        for name in ("age", "ethnicity", "tenure")
    )
    all_areas = {row["code"]: row for row in table(population.parent, "areas")}
    councils = {area: row["code"] for area, row in _councils(population.parent).items()}
    return [
        Area(
            code,
            row["name"],
            _council(code, all_areas, councils),
            float(row["lat"]),
            float(row["lon"]),
            int(row["imd_decile"]),
            sum(ages[code].values()),
            list(ages[code].values()),
            [_of(ethnicity[code], group) for group in ETHNIC_GROUPS],
            tenure[code],
        )
        for code, row in sorted(all_areas.items())
        if code in ages
    ]


def _table(path: Path, key: str) -> dict[str, dict[str, float]]:
    """A wide table as {key: {column: number}}."""
    return {row.pop(key): {name: float(n or 0) for name, n in row.items()} for row in rows(path)}


def _council(code: str, areas: dict[str, dict[str, str]], councils: dict[str, str]) -> str:
    """The council that serves the area or one of those above it; the topmost area where none is known."""
    while code not in councils and areas[code]["parent"] in areas:
        code = areas[code]["parent"]
    return councils.get(code, code)


def _of(counts: dict[str, float], group: str) -> float:
    return sum(n for name, n in counts.items() if name.lower().startswith(group))


def _practices(folder: Path) -> dict[str, Practice]:
    known = sorted((folder / "population").glob("registers_by_practice_*.csv"))
    registers = _registers(known[-1]) if known else {}
    return {
        row["code"]: Practice(
            row["code"], row["name"], float(row["lat"]), float(row["lon"]), row["postcode"],
            _town(row["address"], _counties(folder)), int(row["list_size"]), registers.get(row["code"], {}),
            row["parent"],
        )
        for row in table(folder, "organisations")
        if row["kind"] == "practice" and row.get("list_size") and row["lat"] and not row.get("closed")
    }  # fmt: skip


def _councils(folder: Path) -> dict[str, dict[str, str]]:
    """The councils by the area that they serve."""
    return {row["area"]: row for row in table(folder, "organisations") if row["kind"] == "council"}


def _counties(folder: Path) -> set[str]:
    """Names of the councils' areas, which are not towns."""
    return {row["name"].removesuffix(" Council") for row in _councils(folder).values()}


def _town(address: str, counties: set[str]) -> str:
    parts = [part.strip() for part in address.split(",")]
    return next((part for part in reversed(parts) if part not in counties), parts[-1])


def _newest(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise MissingMargin(f"{folder / pattern} is missing: people cannot be invented without it.")
    return found[-1]


def _registers(path: Path) -> dict[str, dict[str, float]]:
    """Register as a share of the whole list, for each practice and condition."""
    whole = {r["practice"]: float(r["list_size"]) for r in rows(path) if r["list_type"] == "TOTAL"}
    table: dict[str, dict[str, float]] = {}
    for row in rows(path):
        code = row["practice"]
        table.setdefault(code, {})[row["group"]] = float(row["register"]) / whole[code]
    return table


def _female_share(population: Path) -> list[float]:
    table = rows(_newest(population, "sex_by_age_*.csv"))
    return [float(r["females"]) / (float(r["females"]) + float(r["males"])) for r in table]


def _attach(areas: list[Area], practices: dict[str, Practice]) -> None:
    """Share each area's residents among near practices so that the lists have their published proportions."""
    near = {a.code: sorted(practices.values(), key=lambda p: kilometres(a, p))[:NEAREST] for a in areas}
    pull = {
        a.code: [math.exp(-kilometres(a, p) / KILOMETRES_OF_HABIT) + 1e-6 for p in near[a.code]]
        for a in areas
    }
    wanted = sum(a.residents for a in areas) / sum(p.size for p in practices.values())
    weight = {p.code: float(p.size) for p in practices.values()}
    shares: dict[str, list[float]] = {}
    for _ in range(30):
        got = dict.fromkeys(practices, 1e-9)
        for area in areas:
            raw = [weight[p.code] * w for p, w in zip(near[area.code], pull[area.code], strict=True)]
            total = sum(raw)
            shares[area.code] = [r / total for r in raw]
            for p, share in zip(near[area.code], shares[area.code], strict=True):
                got[p.code] += share * area.residents
        for code, practice in practices.items():
            weight[code] *= practice.size * wanted / got[code]
    for area in areas:
        area.practices = [(p.code, s) for p, s in zip(near[area.code], shares[area.code], strict=True)]
