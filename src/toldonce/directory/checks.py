"""Whether the folder of a place holds together: each rule is a function from a folder to its problems."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models as fields

from toldonce.directory import folder as folders
from toldonce.directory import models
from toldonce.directory.distance import Travel
from toldonce.directory.folder import Folder, Problem, Row

MODELS: dict[str, type[fields.Model]] = {
    "areas": models.Area,
    "organisations": models.Organisation,
    "memberships": models.Membership,
    "sites": models.Site,
    "services": models.Service,
    "wards": models.Ward,
}
# table, column, and the table in which its code must stand
REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("areas", "parent", "areas"),
    ("areas", "ward", "areas"),
    ("organisations", "parent", "organisations"),
    ("organisations", "area", "areas"),
    ("memberships", "member", "organisations"),
    ("memberships", "group", "organisations"),
    ("sites", "organisation", "organisations"),
    ("services", "organisation", "organisations"),
    ("services", "site", "sites"),
    ("wards", "site", "sites"),
)
# where a code of the demonstration must be known; a name that is not here is free
DEMONSTRATION: dict[str, str] = {
    **dict.fromkeys(("board", "networks", "practices", "trust", "ambulance_trust"), "organisations"),
    **dict.fromkeys(("council", "pharmacies", "care_homes"), "organisations"),
    **dict.fromkeys(("site", "sites"), "sites"),
}
SOURCE_SAYS = ("key", "title", "publisher", "licence", "done")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


def problems_of(folder: Folder) -> list[Problem]:
    """Every problem of a folder, in the order of its files and lines."""
    found = chain(folder.problems, *(rule(folder) for rule in RULES))
    return sorted(dict.fromkeys(found), key=lambda p: (p.file, p.row, p.reason))


def described(folder: Folder) -> Iterator[Problem]:
    """place.yaml has a code, a name, an attribution and bounds."""
    if not folder.place:
        return
    for name in ("code", "name", "attribution"):
        yield from _texts_unfit("place.yaml", models.Place, name, folder.place.get(name), "the place")
    if not SLUG.fullmatch(str(folder.place.get("code", ""))):
        yield Problem("place.yaml", 0, "code is not a short lower-case word")
    if not _bounds(folder):
        yield Problem("place.yaml", 0, "bounds should be four degrees: south, west, north, east")
    for name in ("travel", "demonstration"):
        if not isinstance(folder.place.get(name) or {}, dict):
            yield Problem("place.yaml", 0, f"{name} should be a mapping")
    for name, value in _mapping(folder.place.get("travel")).items():
        if name not in Travel.__slots__ or not isinstance(value, int | float) or not 0 < value < 1000:
            yield Problem("place.yaml", 0, f"travel: {name} {value} is not a known factor or speed")


def _mapping(said: Any) -> dict:
    return said if isinstance(said, dict) else {}


def _listed(said: Any) -> list:
    return said if isinstance(said, list) else []


def _texts_unfit(
    file: str, model: type[fields.Model], name: str, value: Any, whose: str
) -> Iterator[Problem]:
    """A text that a YAML file says: there, a text, and no longer than its column."""
    if value is None or value == "":
        yield Problem(file, 0, f"{whose} does not say its {name}")
    elif not isinstance(value, str):
        yield Problem(file, 0, f"{whose}: {name} should be a text")
    else:
        column = cast(fields.Field, model._meta.get_field(name))
        yield from (Problem(file, 0, f"{whose}: {reason}") for reason in _unfit(column, value))


def once(folder: Folder) -> Iterator[Problem]:
    """A code is defined once in its table, and a membership once a start."""
    for table, rows in folder.tables.items():
        seen: dict[Any, Row] = {}
        for row in rows:
            key = (row["member"], row["group"], row["since"]) if table == "memberships" else row["code"]
            if key is not None and key in seen:
                first = seen[key]
                yield Problem(row.file, row.number, f"{_said(key)} is already in {first.file}:{first.number}")
            seen.setdefault(key, row)


def _said(key: Any) -> str:
    return " in ".join(key[:2]) if isinstance(key, tuple) and all(key[:2]) else str(key)


def referred(folder: Folder) -> Iterator[Problem]:
    """Whatever a row refers to is there."""
    for table, column, target in REFERENCES:
        known = folder.codes(target)
        for row in folder.tables[table]:
            if row[column] is not None and row[column] not in known:
                yield Problem(row.file, row.number, f"{column}: {row[column]} is not in {target}")


def above_themselves(folder: Folder) -> Iterator[Problem]:
    """Nothing is its own parent, at any distance."""
    for table in ("areas", "organisations"):
        parent = {row["code"]: row["parent"] for row in folder.tables[table]}
        for row in folder.tables[table]:
            code, steps = row["parent"], 0
            while code is not None and code != row["code"] and steps <= len(parent):
                code, steps = parent.get(code), steps + 1
            if code is not None and code == row["code"]:
                yield Problem(row.file, row.number, f"parent: {row['code']} is above itself")


def fitting(folder: Folder) -> Iterator[Problem]:
    """Every value fits its column: known kinds, lengths, ranges."""
    for table, rows in folder.tables.items():
        columns = [
            f for f in MODELS[table]._meta.get_fields() if isinstance(f, fields.Field) and not f.is_relation
        ]
        for row in rows:
            for column in columns:
                if row[column.name] is not None:
                    yield from (Problem(row.file, row.number, r) for r in _unfit(column, row[column.name]))


def _unfit(column: fields.Field, value: Any) -> Iterator[str]:
    if isinstance(value, str) and "\x00" in value:
        yield f"{column.name}: holds a null character"
    try:
        column.clean(value, None)
    except ValidationError as error:
        yield f"{column.name}: {' '.join(error.messages)}"


def addressed(folder: Folder) -> Iterator[Problem]:
    """A postcode is written as Royal Mail writes it."""
    for row in chain.from_iterable(folder.tables.values()):
        if row["postcode"] is not None and not POSTCODE.fullmatch(row["postcode"]):
            yield Problem(row.file, row.number, f"postcode: {row['postcode']} is malformed")


def within_bounds(folder: Folder) -> Iterator[Problem]:
    """Coordinates come in pairs and lie in the place, save seats that are declared to be elsewhere."""
    bounds = _bounds(folder)
    elsewhere = set(map(str, _listed(folder.place.get("seats_elsewhere"))))
    for row in chain.from_iterable(folder.tables.values()):
        lat, lon = row["lat"], row["lon"]
        if (lat is None) != (lon is None):
            yield Problem(row.file, row.number, "lat and lon: one is missing")
        elif lat is not None and bounds and row["code"] not in elsewhere:
            south, west, north, east = bounds
            if not (south <= lat <= north and west <= lon <= east):
                yield Problem(row.file, row.number, f"lat and lon: {lat}, {lon} lies outside the place")


def _bounds(folder: Folder) -> tuple[float, float, float, float] | None:
    said = _mapping(folder.place.get("bounds"))
    try:
        south, west, north, east = (float(said[side]) for side in ("south", "west", "north", "east"))
    except (TypeError, KeyError, ValueError):
        return None
    return (south, west, north, east) if south < north and west < east else None


def in_order(folder: Folder) -> Iterator[Problem]:
    """What ends began before; a practice's network is the one of its current membership."""
    for table, began, ended in (("organisations", "opened", "closed"), ("memberships", "since", "until")):
        for row in folder.tables[table]:
            if row[began] and row[ended] and row[ended] < row[began]:
                yield Problem(row.file, row.number, f"{ended} lies before {began}")
    current = {(r["member"], r["group"]) for r in folder.tables["memberships"] if r["until"] is None}
    members = {member for member, _ in current}
    for row in folder.tables["organisations"]:
        if row["code"] in members and (row["code"], row["parent"]) not in current:
            yield Problem(row.file, row.number, f"parent: {row['parent']} is not its current membership")


def sourced(folder: Folder) -> Iterator[Problem]:
    """Every file and every row has a source; every source is complete and names files that are there."""
    entries = [entry for entry in folder.sources if isinstance(entry, dict)]
    if len(entries) < len(folder.sources):
        yield Problem("sources.yaml", 0, "an entry is not a mapping")
    keys = [str(entry.get("key")) for entry in entries]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Problem("sources.yaml", 0, f"{key} is there twice")
    for entry in entries:
        key = str(entry.get("key"))
        for name in SOURCE_SAYS:
            yield from _texts_unfit("sources.yaml", models.Source, name, entry.get(name), key)
        if not isinstance(entry.get("date"), str | date | int) or len(str(entry["date"])) > 100:
            yield Problem("sources.yaml", 0, f"{key} does not say its date")
        if not isinstance(entry.get("address") or "", str):
            yield Problem("sources.yaml", 0, f"{key}: address should be a text")
    yield from _files_sourced(folder, entries)
    for row in chain.from_iterable(folder.tables.values()):
        if row["source"] is not None and row["source"] not in keys:
            yield Problem(row.file, row.number, f"source: {row['source']} is not in sources.yaml")


def _files_sourced(folder: Folder, entries: list[dict]) -> Iterator[Problem]:
    named = {str(name): str(e.get("key")) for e in entries for name in _listed(e.get("files"))}
    there = folder.files()
    for name in sorted(there - named.keys()):
        yield Problem(name, 0, "has no entry in sources.yaml")
    for name in sorted(name for name in named.keys() - there if not _is_file(folder.path / name)):
        yield Problem("sources.yaml", 0, f"{named[name]} names {name}, which is not there")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False


def outlined(folder: Folder) -> Iterator[Problem]:
    """Where there are outlines, every small area has one and nothing else has."""
    try:
        features = folders.outlines(folder.path)["features"]
        drawn = {feature["properties"]["code"] for feature in features}
    except (ValueError, KeyError, TypeError):
        yield Problem("areas.geojson", 0, "is not GeoJSON with a code on every feature")
        return
    if not features:
        return
    small = {row["code"]: row for row in folder.tables["areas"] if row["kind"] == "small"}
    for code in sorted(small.keys() - drawn):
        yield Problem(small[code].file, small[code].number, f"{code} has no outline in areas.geojson")
    for code in sorted(drawn - small.keys()):
        yield Problem("areas.geojson", 0, f"{code} is not a small area of the place")


def demonstrated(folder: Folder) -> Iterator[Problem]:
    """The demonstration speaks of organisations and sites that are there."""
    for name, code in _named(folder.place.get("demonstration")):
        target = DEMONSTRATION.get(name)
        if target and code not in folder.codes(target):
            yield Problem("place.yaml", 0, f"demonstration: {name} {code} is not in {target}")


def _named(said: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(said, dict):
        for key, value in said.items():
            yield from _named(value, name if key == "code" else key)
    elif isinstance(said, list):
        for value in said:
            yield from _named(value, name)
    elif said is not None:
        yield name, str(said)


def staffed(folder: Folder) -> Iterator[Problem]:
    """Every persona has a name of its own, a known role, an organisation and a ward that are there."""
    seen: set[str] = set()
    for person in map(_mapping, folder.people):
        who = str(person.get("username"))
        for name in ("username", "name", "about"):
            yield from _texts_unfit("personas.yaml", models.Account, name, person.get(name), who)
        if who in seen:
            yield Problem("personas.yaml", 0, f"{who}: every persona has a username of its own")
        seen.add(who)
        if not isinstance(person.get("posts") or [], list):
            yield Problem("personas.yaml", 0, f"{who}: posts should be a list")
        for post in map(_mapping, _listed(person.get("posts"))):
            yield from (
                Problem("personas.yaml", 0, f"{who}: {reason}") for reason in _post_unfit(folder, post)
            )


def _post_unfit(folder: Folder, post: dict) -> Iterator[str]:
    role, organisation, ward = (str(post.get(name)) for name in ("role", "organisation", "ward"))
    if role not in models.Role.values:
        yield f"role: {role} is unknown"
    if organisation not in folder.codes("organisations"):
        yield f"organisation: {organisation} is not in organisations"
    if not isinstance(post.get("title") or "", str) or len(post.get("title") or "") > 120:
        yield "title: should be a text of at most 120 characters"
    if post.get("ward") is not None:
        sites = {row["code"]: row["organisation"] for row in folder.tables["sites"]}
        owners = {row["code"]: sites.get(row["site"]) for row in folder.tables["wards"]}
        if ward not in owners:
            yield f"ward: {ward} is not in wards"
        elif owners[ward] != organisation:
            yield f"ward: {ward} is not a ward of {organisation}"


RULES: tuple[Callable[[Folder], Iterator[Problem]], ...] = (
    described,
    once,
    referred,
    above_themselves,
    fitting,
    addressed,
    within_bounds,
    in_order,
    sourced,
    outlined,
    demonstrated,
    staffed,
)
