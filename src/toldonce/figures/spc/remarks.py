"""What must be known of some figures of a chart: numbered marks on it, each with its note below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toldonce.figures.missing import Missing
from toldonce.figures.spc.series import NOT_GIVEN, Series

STRETCHES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """One note with its number, and the stretches of a series that it is about, each by its first and last place."""

    number: int
    note: str
    stretches: tuple[tuple[int, int], ...]


def remarks(series: Series, flaws: Iterable[tuple[str, date, date]] = ()) -> tuple[Remark, ...]:
    """Return a remark for each reason for which figures are missing, and for each flaw of figures that are there.

    A flaw is a note with the first and the last day that it touches. They are numbered as they come in the series.
    """
    told: dict[str, list[int]] = {}
    given = list(flaws)
    for at, point in enumerate(series.points):
        if isinstance(point.value, Missing):
            notes = [point.value.reason] if point.value != NOT_GIVEN else []
        else:
            notes = [note for note, since, until in given if since <= point.on <= until]
        for note in notes:
            told.setdefault(note, []).append(at)
    return tuple(
        Remark(number, note, _stretches(places)) for number, (note, places) in enumerate(told.items(), 1)
    )


def numbers(found: Iterable[Remark]) -> dict[int, str]:
    """Return the numbers of the remarks about each place of a series that has any: 1, or 1, 2."""
    told: dict[int, list[str]] = {}
    for remark in found:
        for first, last in remark.stretches:
            for at in range(first, last + 1):
                told.setdefault(at, []).append(str(remark.number))
    return {at: ", ".join(those) for at, those in told.items()}


def periods_of(remark: Remark, series: Series) -> str:
    """Return the periods that a remark is about: April 2021 to August 2021; June 2023."""
    named = [
        " to ".join(dict.fromkeys(series.period(series.points[at].on) for at in stretch))
        for stretch in remark.stretches[-STRETCHES_NAMED:]
    ]
    before = len(remark.stretches) - len(named)
    return "; ".join([*([f"{before} times before"] if before else []), *named])


def _stretches(places: list[int]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for at in places:
        if found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return tuple(found)
