"""A proposal's figures as the public would see them: each through disclosure control, then kept until it is decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import orjson
from django.db import connection

from toldonce.figures.publication import control
from toldonce.figures.publication.models import Choice, Handling, Proposal
from toldonce.figures.publication.selecting import Extent, Said, Shown, chosen

COPY = """
copy publication_cell (proposal_id, indicator_id, place, part, period, figure_id, numerator, denominator, value, low,
    high, missing, hidden, rule, behind, behind_denominator) from stdin (format binary)
"""
TYPES = (
    *("int8", "int8", "varchar", "varchar", "date", "int8", "float8", "float8", "float8", "float8", "float8"),
    *("text", "bool", "text", "int4", "int4"),
)
BY_THE_SOURCE = "hidden by the source"
PIECE = 1000  # cells


def compose(proposal: Proposal, choices: Sequence[Choice]) -> None:
    """Put the figures that a proposal chooses through control, keep them, and count them in the proposal."""
    extent = Extent(tuple(proposal.places), tuple(proposal.parts), proposal.since, proposal.until)
    handling = {each.indicator_id: each.handling for each in choices}
    said = list(chosen(list(handling), extent))
    people = [each for each in said if handling[each.indicator] == Handling.PEOPLE]
    shown = [_as_it_is(each) for each in said if handling[each.indicator] != Handling.PEOPLE]
    _keep(proposal.pk, shown)
    through_control = control.controlled(people, proposal.pk)
    _keep(proposal.pk, through_control)
    shown = sorted((*shown, *through_control), key=lambda each: each.said[1:5])
    proposal.cells, proposal.hidden = len(shown), sum(each.hidden for each in shown)
    proposal.digest = _digest(shown)


def _as_it_is(said: Said) -> Shown:
    """What is public already, or counts nobody, stays as it was said; what its source hides stays hidden."""
    if said.suppressed:
        return Shown(said, None, said.denominator, None, None, None, said.missing, True, BY_THE_SOURCE)
    return Shown(said, *said[5:11], False, "")


def _keep(proposal: int, shown: Iterable[Shown]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        for each in shown:
            said = each.said
            place = (said.indicator, said.place, said.part, said.period, said.figure)
            copy.write_row((proposal, *place, *each[1:]))


def _digest(shown: Sequence[Shown]) -> str:
    """A digest of everything that the public would see, so that what is released is what was checked."""
    digest = hashlib.sha256()
    for piece in _pieces(shown):
        digest.update(orjson.dumps([[*each.said[1:5], *each[1:8]] for each in piece]))
    return digest.hexdigest()


def _pieces(shown: Sequence[Shown]) -> Iterator[list[Shown]]:
    for _, piece in groupby(enumerate(shown), key=lambda pair: pair[0] // PIECE):
        yield [each for _, each in piece]
