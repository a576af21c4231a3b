"""From the sheets to the portfolio: keys looked up, how it goes joined to what was agreed.

A row that lacks what it needs, or that refers to nothing, is left out, and of two rows with one key the first counts:
`check` says so of each of them, and nothing here stops at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from toldonce.steering.plans.programmes import words
from toldonce.steering.plans.programmes.plan import (
    Benefit,
    Dependency,
    Line,
    Link,
    Milestone,
    Point,
    Portfolio,
    Programme,
    Project,
    Report,
    Risk,
    Step,
)
from toldonce.steering.sheets.declaring import Contents, Row


class Keyed(Protocol):
    """Something with a key by which others refer to it."""

    @property
    def key(self) -> str: ...


Part = TypeVar("Part", bound=Keyed)


def portfolio_of(contents: Contents) -> Portfolio:
    """The portfolio that the sheets make."""
    about = next(iter(contents.get("portfolio", ())), None)
    programmes = _by_key(_programme(row) for row in _rows(contents, "programmes", "key"))
    projects = _of(programmes, (_project(row) for row in _rows(contents, "projects", "key")))
    milestones = _milestones(contents, projects)
    steps = _of(programmes, (_step(row) for row in _rows(contents, "logic", "key", "stage")))
    return Portfolio(
        as_at=_any(about, "as_at"),
        scale=_word(about, "scale") or "three",
        next_report=_any(about, "next_report"),
        programmes=tuple(programmes.values()),
        projects=tuple(projects.values()),
        milestones=tuple(milestones.values()),
        dependencies=tuple(_dependencies(contents, milestones)),
        benefits=tuple(_of(programmes, _benefits(contents)).values()),
        risks=tuple(_of(programmes, (_risk(row) for row in _rows(contents, "risks", "key"))).values()),
        steps=tuple(steps.values()),
        links=tuple(
            Link(**_place(row), step=step, leads_to=leads_to, because=_word(row, "because"))
            for row, step, leads_to in _pairs(contents, "links", "step", "leads_to", steps)
        ),
        lines=tuple(_of(programmes, _lines(contents)).values()),
        reports=tuple(_reports(contents, programmes)),
        reported=_reported(contents, milestones),
    )


def _programme(row: Row) -> Programme:
    texts = _texts(row, "key", "name", "sponsor", "lead", "purpose")
    return Programme(
        **_place(row), **texts, starts=_any(row, "starts"), ends=_any(row, "ends"), **_whence(row)
    )


def _project(row: Row) -> Project:
    texts = _texts(row, "key", "programme", "name", "lead", "about")
    return Project(**_place(row), **texts, **_whence(row))


def _milestones(contents: Contents, projects: Mapping[str, Project]) -> dict[str, Milestone]:
    """The milestones, each with what is said of it under Progress."""
    progress = _first_of_each(contents, "progress", "milestone")
    return _by_key(
        _milestone(row, projects[_word(row, "project")], progress.get(_word(row, "key")))
        for row in _rows(contents, "milestones", "key", "planned")
        if _word(row, "project") in projects
    )


def _milestone(row: Row, project: Project, progress: Row | None) -> Milestone:
    return Milestone(
        **_place(row),
        **_texts(row, "key", "name", "owner"),
        project=project.key,
        programme=project.programme,
        planned=_any(row, "planned"),
        forecast=_any(progress, "forecast"),
        actual=_any(progress, "actual"),
        why=_word(progress, "why"),
        progress=progress.number if progress else None,
        **_whence(row),
    )


def _dependencies(contents: Contents, milestones: Mapping[str, Milestone]) -> Iterable[Dependency]:
    for row, milestone, waits_for in _pairs(contents, "dependencies", "milestone", "waits_for", milestones):
        yield Dependency(
            **_place(row),
            milestone=milestone,
            waits_for=waits_for,
            days=_any(row, "days") or 0,
            note=_word(row, "note"),
        )


def _benefits(contents: Contents) -> Iterable[Benefit]:
    planned = _points(contents, "trajectory", "by")
    measured = _points(contents, "measured", "on")
    columns = ("key", "programme", "name", "kind", "owner", "unit", "better", "indicator", "place", "after")
    for row in _rows(contents, "benefits", "key"):
        of_it = {
            "planned": planned.get(_word(row, "key"), ()),
            "measured": measured.get(_word(row, "key"), ()),
        }
        yield Benefit(**_place(row), **_texts(row, *columns), **of_it, **_whence(row))


def _points(contents: Contents, sheet: str, day: str) -> dict[str, tuple[Point, ...]]:
    """The values of each benefit, oldest first."""
    found: dict[str, list[Point]] = {}
    for row in _rows(contents, sheet, "benefit", day, "value"):
        point = Point(
            on=_any(row, day),
            value=_any(row, "value"),
            baseline=bool(row.values.get("baseline")),
            number=row.number,
            **_whence(row),
        )
        found.setdefault(_word(row, "benefit"), []).append(point)
    return {key: tuple(sorted(points, key=lambda point: point.on)) for key, points in found.items()}


def _risk(row: Row) -> Risk:
    columns = ("key", "programme", "name", "kind", "likelihood", "impact", "mitigation", "owner", "milestone")
    still = row["state"] != words.CLOSED
    return Risk(
        **_place(row), **_texts(row, *columns), review=_any(row, "review"), open=still, **_whence(row)
    )


def _step(row: Row) -> Step:
    return Step(**_place(row), **_texts(row, "key", "programme", "stage", "says", "benefit"), **_whence(row))


def _lines(contents: Contents) -> Iterable[Line]:
    outturn = _first_of_each(contents, "outturn", "line")
    for row in _rows(contents, "money", "key", "kind", "year", "planned"):
        known = outturn.get(_word(row, "key"))
        yield Line(
            **_place(row),
            **_texts(row, "key", "programme", "name", "kind"),
            year=_any(row, "year"),
            recurrent=bool(row["recurrent"]),
            planned=_any(row, "planned"),
            to_date=_any(known, "to_date"),
            forecast=_any(known, "forecast"),
            why=_word(known, "why"),
            outturn=known.number if known else None,
            **_whence(row),
        )


def _reports(contents: Contents, programmes: Mapping[str, Programme]) -> list[Report]:
    found = [
        Report(
            **_place(row),
            **_texts(row, "programme", "done", "next", "asked", "by"),
            as_at=_any(row, "as_at"),
            ratings=_texts(row, *words.RATED),
            invented=bool(row["invented"]),
        )
        for row in _rows(contents, "reports", "as_at")
        if _word(row, "programme") in programmes
    ]
    return sorted(found, key=lambda report: report.as_at)


def _reported(
    contents: Contents, milestones: Mapping[str, Milestone]
) -> dict[str, tuple[tuple[Any, Any], ...]]:
    """Of each milestone the days of the reports and the days expected then, oldest first."""
    found: dict[str, dict[Any, Any]] = {}
    for row in _rows(contents, "reported", "as_at", "expected"):
        if _word(row, "milestone") in milestones:
            found.setdefault(_word(row, "milestone"), {})[row["as_at"]] = row["expected"]
    return {key: tuple(sorted(days.items())) for key, days in found.items()}


def _rows(contents: Contents, sheet: str, *needed: str) -> Iterable[Row]:
    """The rows of a sheet in which these cells have a value."""
    return (row for row in contents.get(sheet, ()) if all(row[column] is not None for column in needed))


def _pairs(
    contents: Contents, sheet: str, one: str, other: str, known: Mapping[str, object]
) -> Iterable[tuple[Row, str, str]]:
    """The rows of a sheet that join two things that are known, with their keys."""
    for row in _rows(contents, sheet, one, other):
        if _word(row, one) in known and _word(row, other) in known:
            yield row, _word(row, one), _word(row, other)


def _first_of_each(contents: Contents, sheet: str, key: str) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in _rows(contents, sheet, key):
        found.setdefault(_word(row, key), row)
    return found


def _by_key(parts: Iterable[Part]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in parts:
        found.setdefault(part.key, part)
    return found


def _of(programmes: Mapping[str, Programme], parts: Iterable[Any]) -> dict[str, Any]:
    """The parts of programmes that there are, by their keys."""
    return _by_key(part for part in parts if part.programme in programmes)


def _place(row: Row) -> dict[str, Any]:
    return {"row": row.key, "number": row.number}


def _texts(row: Row, *columns: str) -> dict[str, Any]:
    return {column: _word(row, column) for column in columns}


def _whence(row: Row) -> dict[str, Any]:
    return {"source": _word(row, "source"), "invented": bool(row["invented"])}


def _word(row: Row | None, column: str) -> str:
    value = row[column] if row else None
    return "" if value is None else str(value)


def _any(row: Row | None, column: str) -> Any:
    return row[column] if row else None
