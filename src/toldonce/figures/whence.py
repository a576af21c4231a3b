"""From a figure back to where it came from: the file, the row and its own words, or what it was derived from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toldonce.exchange.files.values import plain
from toldonce.figures.derivations import derivation_of
from toldonce.figures.models import Figure, FigurePlace, Indicator, ReceivedFile
from toldonce.figures.queries import known_on
from toldonce.figures.receiving import kept, lines
from toldonce.figures.receiving.mapping_files import mapping_from


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a figure came from: a file with the words of its row, or a derivation with its inputs."""

    figure: Figure
    indicator: Indicator
    file: ReceivedFile | None = None
    row: int = 0
    words: tuple[tuple[str, str], ...] = ()  # head and cell; empty where the figure stands in no row
    derivation: str = ""
    inputs: tuple[Figure, ...] = ()


def whence(figure: int) -> Whence | None:
    """Where a figure came from; None where there is no such figure."""
    found = Figure.objects.select_related("indicator", "file").filter(pk=figure).first()
    if found is None:
        return None
    if found.file is not None:
        words = row_of(found.file, found.row) if found.row else ()
        return Whence(found, found.indicator, found.file, found.row, words)
    return Whence(found, found.indicator, derivation=found.derivation, inputs=tuple(_inputs(found)))


def authors_of(figures: Iterable[Figure]) -> set[str]:
    """The accounts that brought the files in which figures stand, or in which what they were derived from stands."""
    waiting, seen, found = list(figures), set(), set()
    while waiting:
        figure = waiting.pop()
        if figure.pk in seen:
            continue
        seen.add(figure.pk)
        if figure.file is not None:
            found.add(figure.file.by)
        else:
            waiting += _inputs(figure)
    return found


def row_of(file: ReceivedFile, row: int) -> tuple[tuple[str, str], ...]:
    """The heads and cells of one row of a received file, as they stand in it."""
    mapping = mapping_from(file.mapping_text.encode(), file.mapping)
    with kept.as_file(file.sha256, file.name) as path:
        found = lines.opened(path, mapping)
        cells = next((line.cells for line in found if line.number == row), ())
    return tuple(zip(found.names, (plain(cell) for cell in cells), strict=False))


def _inputs(figure: Figure) -> list[Figure]:
    """What a derived figure was made of, as it was when it was made."""
    combined = FigurePlace.objects.filter(code=figure.place).exclude(made_of=[]).first()
    if combined and figure.indicator.code in combined.combines:
        found = [_said(figure.indicator.code, one["code"], figure.part, figure) for one in combined.made_of]
    else:
        derivation = derivation_of(figure.indicator)
        asked = [(code, figure.part) for code in derivation.inputs]
        asked = asked or [(figure.indicator.code, part) for part in derivation.of]
        found = [_said(code, figure.place, part, figure) for code, part in asked]
    return [each for each in found if each is not None]


def _said(code: str, place: str, part: str, made: Figure) -> Figure | None:
    return known_on(code, place, part, made.period, made.confirmed)
