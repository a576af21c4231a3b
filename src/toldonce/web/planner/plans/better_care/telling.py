"""The narrative of a Better Care Fund plan, each of its numbers a link to where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.better_care import sheets
from toldonce.steering.plans.better_care.narrative import Piece, sections
from toldonce.steering.sheets.declaring import At, Grade
from toldonce.web.planner.plans.better_care.looking import Looking, looking_at, shared_by_pages
from toldonce.web.planner.readers import readers_of_figures


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of a section: words, or a number with its address; unresolved where it refers to nothing."""

    text: str
    address: str = ""
    unresolved: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A section with what was found in it."""

    title: str
    pieces: list[Told]
    address: str
    findings: list[tuple[str, Grade]]


@readers_of_figures
@require_safe
def narrative(request: HttpRequest, key: str) -> HttpResponse:
    """The narrative with live numbers."""
    looking = looking_at(key)
    shown = {**shared_by_pages(looking, "Narrative, live"), **of_narrative(looking)}
    return render(request, "planner/pages/plans/better_care/narrative.html", shown)


def of_narrative(looking: Looking) -> dict[str, Any]:
    """What is shown of the narrative."""
    found = [each for each in looking.opened.findings if each.at.sheet is sheets.NARRATIVE]
    return {
        "sections": [
            Section(
                each.title,
                [_told(looking, piece) for piece in each.pieces],
                looking.cell(At(sheets.NARRATIVE, each.row, "text")),
                [(finding.says, finding.grade) for finding in found if finding.at.row == each.row],
            )
            for each in sections(looking.opened.contents, looking.money)
        ]
    }


def _told(looking: Looking, piece: Piece) -> Told:
    if not piece.reference:
        return Told(piece.text)
    if piece.value is None:
        return Told(piece.text, unresolved=True)
    if piece.value.of is not None:
        return Told(piece.value.text, looking.whence(piece.value.of))
    return Told(piece.value.text, looking.cell(piece.value.at) if piece.value.at else "")
