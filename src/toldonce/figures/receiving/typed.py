"""Figures that a person types or pastes: written down as a file, so that they lead back to a row like all others."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.figures import places
from toldonce.figures.errors import ChangedMeanwhile, FiguresRefused
from toldonce.figures.missing import Missing
from toldonce.figures.queries import Point, series
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.mapping_files import mapping_from

HEADS = ("place", "part", "period", "value", "numerator", "denominator", "reason")
TYPED = """
mapping: typed
title: Figures typed by a person
source: typed
columns: {place: place, part: part, period: period, value: value, numerator: numerator, denominator: denominator,
  reason: reason}
place: {columns: place}
part: {columns: part, others: keep}
period: {columns: period, ways: ["%Y-%m-%d"]}
figures:
  - {indicator: INDICATOR, value: value, numerator: numerator, denominator: denominator, reason: reason, at_least: none}
"""


@dataclass(frozen=True, slots=True)
class Typed:
    """One figure as it was typed; `seen` is the figure that was current then, None where there was none."""

    place: str
    period: date
    value: float | Missing
    part: str = ""
    numerator: float | None = None
    denominator: float | None = None
    seen: int | None = None


def mapping_of(indicator: str) -> Mapping:
    """The mapping by which typed figures are read."""
    return mapping_from(TYPED.replace("INDICATOR", indicator).encode(), "typed")


def digest(by: Actor) -> str:
    """What tells one typing from another of the same words: who and when."""
    return hashlib.sha256(f"{by.account} {timezone.now().isoformat()}".encode()).hexdigest()


def written(figures: Sequence[Typed]) -> bytes:
    """Figures as a file."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(HEADS)
    for each in figures:
        value, reason = ("", each.value.reason) if isinstance(each.value, Missing) else (repr(each.value), "")
        rows.writerow(
            [
                each.place,
                each.part,
                each.period,
                value,
                _said(each.numerator),
                _said(each.denominator),
                reason,
            ]
        )
    return out.getvalue().encode()


def _said(number: float | None) -> str:
    return "" if number is None else repr(number)


def refuse_unsound(figures: Sequence[Typed], reason: str) -> None:
    """Refuse what a file could not say either: no reason, no figure, a place that nobody knows."""
    if not reason.strip():
        raise FiguresRefused("Say why: figures are typed only with a reason.")
    if not figures:
        raise FiguresRefused("There is no figure to be taken.")
    known = places.known()
    if unknown := sorted({each.place for each in figures} - known):
        raise FiguresRefused(f"Nobody knows a place with the code {', '.join(unknown)}.")


def refuse_changed(indicator: str, figures: Sequence[Typed]) -> None:
    """Refuse figures that were typed over others than are current now, and say what those are."""
    now: dict[tuple[str, str], dict[date, Point]] = {}
    changed = []
    for each in figures:
        key = (each.place, each.part)
        if key not in now:
            now[key] = {point.period: point for point in series(indicator, *key)}
        point = now[key].get(each.period)
        if (point and point.figure) != each.seen:
            changed.append((each, point))
    if changed:
        first, point = changed[0]
        said = point.value if point else "nothing"
        raise ChangedMeanwhile(
            f"{len(changed)} of these figures have changed since you opened them: {first.place} {first.period} is "
            f"{said} now. Look at that and type again.",
            changed,
        )
