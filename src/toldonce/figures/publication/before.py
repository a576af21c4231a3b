"""What is known already of counts of people: what was released before, and what others have published exactly.

The exact counts behind what was released are kept under lock. Withdrawn releases count as well: who has read them has
read them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from toldonce.figures.disclosure import SMALL
from toldonce.figures.missing import Missing
from toldonce.figures.publication.counting import Counting, Keys
from toldonce.figures.publication.groups import Where
from toldonce.figures.publication.models import Handling
from toldonce.figures.publication.spans import span

RELEASED = """
select proposal.number, i.code, cell.place, cell.part, cell.period, i.every, cell.behind, cell.behind_denominator,
    cell.hidden, cell.numerator, cell.denominator, cell.value
from publication_cell cell
join publication_proposal proposal on proposal.id = cell.proposal_id
join figures_indicator i on i.id = cell.indicator_id
where proposal.number is not null and cell.behind is not null and i.code = any(%s)
order by proposal.number
"""
CODES = """
select distinct i.code from publication_choice choice
join publication_proposal proposal on proposal.id = choice.proposal_id
join figures_indicator i on i.id = choice.indicator_id
where (proposal.number is not null or proposal.id = %s) and choice.handling = %s
"""
PUBLIC = """
select i.code, cell.place, cell.part, cell.period, i.every, cell.value, cell.numerator,
    cell.denominator
from publication_cell cell
join publication_proposal proposal on proposal.id = cell.proposal_id
join publication_choice choice on choice.proposal_id = proposal.id and choice.indicator_id = cell.indicator_id
join figures_indicator i on i.id = cell.indicator_id
where (proposal.number is not null or proposal.id = %s) and choice.handling = 'public' and i.code = any(%s)
    and cell.value is not null
order by proposal.id
"""
HIDDEN = Missing("hidden")


@dataclass
class Released:
    """What one release told: the counts behind it, and what was shown of each; `exact` if just so."""

    exact: bool = False
    numbers: dict[Where, int] = field(default_factory=dict)
    shown: dict[Where, int | Missing] = field(default_factory=dict)

    def tell(self, where: Where, number: int, shown: float | None) -> None:
        """Take in a count; one that any figure shows is shown."""
        self.numbers[where] = number
        if shown is not None or where not in self.shown:
            self.shown[where] = HIDDEN if shown is None else round(shown)


def codes(proposal: int, handling: Handling = Handling.PEOPLE) -> set[str]:
    """The indicators that were released, or that are proposed by this, with one handling."""
    with connection.cursor() as cursor:
        cursor.execute(CODES, [proposal, handling])
        return {code for (code,) in cursor.fetchall()}


def public(counted: Counting, proposal: int) -> Released:
    """The counts that are public exactly and that figures of people are made of, this proposal's too."""
    keys = {key for each in counted.keys.values() for key in each if key} | set(counted.among.values())
    found = Released(exact=True)
    with connection.cursor() as cursor:
        cursor.execute(PUBLIC, [proposal, sorted(keys | set(counted.keys))])
        for code, place, part, period, every, value, numerator, denominator in cursor.fetchall():
            of = counted.keys.get(code, Keys(counted.key(code)))
            told = {of.count: numerator, of.denominator: denominator} if of.denominator else {of.count: value}
            for key, number in told.items():
                if number is not None and number > SMALL:
                    found.tell(Where(key, place, part, span(period, every)), round(number), number)
    return found


def released(counted: Counting) -> list[Released]:
    """What each earlier release told of these counts, oldest first."""
    found: dict[int, Released] = defaultdict(Released)
    with connection.cursor() as cursor:
        cursor.execute(RELEASED, [list(counted.keys)])
        rows = cursor.fetchall()
    for (
        release,
        code,
        place,
        part,
        period,
        every,
        behind,
        below,
        hidden,
        numerator,
        denominator,
        value,
    ) in rows:
        keys, then, when = counted.keys[code], found[release], span(period, every)
        if keys.denominator:
            then.tell(Where(keys.count, place, part, when), behind, None if hidden else numerator)
            then.tell(Where(keys.denominator, place, part, when), below, denominator)
        else:
            then.tell(Where(keys.count, place, part, when), behind, None if hidden else value)
    return list(found.values())
