"""A proposal's figures as the public would see them: each through disclosure control, then kept until it is decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from toldonce.figures.publication import control
from toldonce.figures.publication.models import Choice, Handling, Proposal
from toldonce.figures.publication.selecting import WITHIN, Extent, Shown, chosen
from toldonce.figures.publication.wording import digest_of, wording

COPY = """
copy publication_cell (proposal_id, indicator_id, place, part, period, figure_id, numerator, denominator, value, low,
    high, missing, hidden, rule, behind, behind_denominator) from stdin (format binary)
"""
TYPES = (
    *("int8", "int8", "varchar", "varchar", "date", "int8", "float8", "float8", "float8", "float8", "float8"),
    *("text", "bool", "text", "int4", "int4"),
)
# What is public already, or counts nobody, stays as it was said; what its source hides stays hidden.
AS_IT_IS = f"""
insert into publication_cell (proposal_id, indicator_id, place, part, period, figure_id, numerator, denominator, value,
    low, high, missing, hidden, rule)
select %(proposal)s, indicator_id, place, part, period, id, case when not suppressed then numerator end, denominator,
    value, case when not suppressed then low end, case when not suppressed then high end, missing, suppressed,
    case when suppressed then 'hidden by the source' else '' end
from figures_current
where {WITHIN}
"""
COUNTS = "select count(*), count(*) filter (where hidden) from publication_cell where proposal_id = %s"


def compose(proposal: Proposal, choices: Sequence[Choice]) -> None:
    """Put the figures that a proposal chooses through control, keep them, and count them in the proposal."""
    extent = Extent(tuple(proposal.places), tuple(proposal.parts), proposal.since, proposal.until)
    people = [each.indicator_id for each in choices if each.handling == Handling.PEOPLE]
    others = [each.indicator_id for each in choices if each.handling != Handling.PEOPLE]
    with connection.cursor() as cursor:
        cursor.execute(AS_IT_IS, {"proposal": proposal.pk, **extent.asked(others)})
    _keep(proposal.pk, control.controlled(list(chosen(people, extent)), proposal.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "analyze publication_cell"
        )  # or the release, in the same minute, takes ten times as long
        cursor.execute(COUNTS, [proposal.pk])
        proposal.cells, proposal.hidden = cursor.fetchone() or (0, 0)
    proposal.digest = digest_of(proposal, wording(proposal))


def _keep(proposal: int, shown: Iterable[Shown]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(TYPES)
        for each in shown:
            said = each.said
            place = (said.indicator, said.place, said.part, said.period, said.figure)
            copy.write_row((proposal, *place, *each[1:]))
