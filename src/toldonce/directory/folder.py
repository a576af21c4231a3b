"""The folder of a place, read into typed rows that remember their file and line.

A table is one CSV file (`areas.csv`) or a folder of them (`organisations/*.csv`), all with the same columns.
"""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

# the definitions of figures name their sources in each entry, plans in the book and in their rows
DESCRIPTIONS = re.compile(r"(place|sources)\.yaml|README\.md|figures/(.*\.yaml|.*README\.md)|plans/.*")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in which file of the place and on which line (0: the file as a whole)."""

    file: str
    row: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.reason}" if self.row else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its typed values and where they stand."""

    file: str
    number: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)


@dataclass(slots=True)
class Folder:
    """Everything that the folder of a place says, and what in it could not be read."""

    path: Path
    place: dict[str, Any]
    sources: list[dict[str, Any]]
    people: list[dict[str, Any]]
    tables: dict[str, list[Row]]
    problems: list[Problem] = field(default_factory=list)

    def files(self) -> set[str]:
        """The names of the files that need a source: all but those that describe the place or name their sources."""
        found = (p.relative_to(self.path).as_posix() for p in self.path.rglob("*") if p.is_file())
        return {name for name in found if not DESCRIPTIONS.fullmatch(name)}

    def codes(self, table: str) -> set[str]:
        """The codes that a table defines."""
        return {row["code"] for row in self.tables[table] if row["code"]}


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _truth(text: str) -> bool:
    return {"true": True, "false": False}[text.lower()]


Reader = tuple[Callable[[str], Any], str]
WHOLE: Reader = (int, "a whole number")
DECIMAL: Reader = (_finite, "a number")
DAY: Reader = (date.fromisoformat, "a date like 2019-10-01")
TRUTH: Reader = (_truth, "true or false")
TEXT: Reader = (str, "text")

READERS: dict[str, Reader] = {
    **dict.fromkeys(("population", "population_estimate", "households", "imd_rank", "imd_decile"), WHOLE),
    **dict.fromkeys(("list_size", "beds"), WHOLE),
    **dict.fromkeys(("lat", "lon", "imd_score"), DECIMAL),
    **dict.fromkeys(("opened", "closed", "since", "until"), DAY),
    "invented": TRUTH,
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "areas": (
        "code", "kind", "name", "parent", "ward", "population", "population_estimate", "households",
        "imd_score", "imd_rank", "imd_decile", "rural_urban", "lat", "lon", "source",
    ),
    "organisations": (
        "code", "kind", "name", "parent", "area", "address", "postcode", "telephone", "lat", "lon",
        "list_size", "list_size_on", "opened", "closed", "invented", "note", "source",
    ),
    "memberships": ("member", "group", "since", "until", "source"),
    "sites": (
        "code", "kind", "organisation", "name", "address", "postcode", "telephone", "lat", "lon", "note",
        "source",
    ),
    "services": (
        "code", "kind", "organisation", "site", "name", "postcode", "lat", "lon", "invented", "source",
    ),
    "wards": ("code", "site", "name", "specialty", "beds", "invented", "source"),
}  # fmt: skip
REQUIRED: dict[str, tuple[str, ...]] = {
    "areas": ("code", "kind", "name", "source"),
    "organisations": ("code", "kind", "name", "source"),
    "memberships": ("member", "group", "since", "source"),
    "sites": ("code", "kind", "organisation", "name", "source"),
    "services": ("code", "kind", "organisation", "name", "source"),
    "wards": ("code", "site", "name", "specialty", "beds", "source"),
}


def read(path: Path) -> Folder:
    """The folder of a place; what cannot be read becomes a problem, never an exception."""
    problems: list[Problem] = []
    place = _yaml(path, "place.yaml", dict, problems)
    sources = _yaml(path, "sources.yaml", list, problems)
    people = _people(path, problems)
    tables = {table: list(_table(path, table, problems)) for table in COLUMNS}
    return Folder(path, place, sources, people, tables, problems)


def outlines(path: Path) -> dict[str, Any]:
    """The outlines of the small areas as GeoJSON, empty where the place has none."""
    file = path / "areas.geojson"
    if not file.exists():
        return {"type": "FeatureCollection", "features": []}
    return json.loads(file.read_text("utf-8"))


def _yaml(path: Path, name: str, kind: type, problems: list[Problem], required: bool = True) -> Any:
    file = path / name
    if not file.exists():
        if required:
            problems.append(Problem(name, 0, "is missing: every place has one"))
        return kind()
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(name, 0, f"is not readable YAML: {_first_line(error)}"))
        return kind()
    if _holds_null(content):
        problems.append(Problem(name, 0, "holds a null character"))
        return kind()
    if not isinstance(content, kind):
        problems.append(Problem(name, 0, f"should hold a {'list' if kind is list else 'mapping'}"))
        return kind()
    return content


def _holds_null(said: Any) -> bool:
    if isinstance(said, dict):
        return any(_holds_null(part) for pair in said.items() for part in pair)
    if isinstance(said, list):
        return any(map(_holds_null, said))
    return isinstance(said, str) and "\x00" in said


def _people(path: Path, problems: list[Problem]) -> list[dict[str, Any]]:
    people = _yaml(path, "personas.yaml", dict, problems, required=False).get("people") or []
    if isinstance(people, list):
        return people
    problems.append(Problem("personas.yaml", 0, "people should be a list"))
    return []


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _table(path: Path, table: str, problems: list[Problem]) -> Iterator[Row]:
    for file in [path / f"{table}.csv", *sorted((path / table).glob("*.csv"))]:
        if file.exists():
            yield from _rows(file, file.relative_to(path).as_posix(), table, problems)


def _rows(file: Path, name: str, table: str, problems: list[Problem]) -> Iterator[Row]:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(name, 0, "is not UTF-8 text"))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    unknown = set(reader.fieldnames or ()) - set(COLUMNS[table])
    if unknown:
        problems.append(Problem(name, 1, f"unknown column: {', '.join(sorted(map(str, unknown)))}"))
    for raw in reader:
        if None in raw:
            problems.append(Problem(name, reader.line_num, "has more cells than the first line has columns"))
        yield _typed(raw, name, reader.line_num, table, problems)


def _typed(raw: dict, name: str, number: int, table: str, problems: list[Problem]) -> Row:
    values: dict[str, Any] = {}
    for column in COLUMNS[table]:
        text = (raw.get(column) or "").strip()
        read_value, wanted = READERS.get(column, TEXT)
        try:
            values[column] = read_value(text) if text else None
        except (ValueError, KeyError):
            problems.append(Problem(name, number, f"{column}: {text!r} is not {wanted}"))
            values[column] = None
    for column in REQUIRED[table]:
        if values[column] is None and not (raw.get(column) or "").strip():
            problems.append(Problem(name, number, f"{column} is missing"))
    return Row(name, number, values)
