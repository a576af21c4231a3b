"""What may be said of an indicator instead of "it counts people", and what such words need to be believed.

Where a change could leak: whatever is declared public here passes disclosure control unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from toldonce.figures.derivations import derivation_of
from toldonce.figures.models import Indicator, Unit
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.models import Choice, Handling

COUNTS_NOBODY = (
    Unit.POUNDS,
    Unit.BEDS,
)  # every other unit may be made of people, their days or their answers
# A figure is public already when a file brought it that has an address and an open licence; one that was typed is not.
NOT_BY_A_PUBLIC_FILE = """
select i.code, count(*) from figures_current f
join figures_indicator i on i.id = f.indicator_id
left join figures_receivedfile file on file.id = f.file_id
where i.code = any(%s) and f.derivation = ''
    and (file.id is null or file.address = '' or file.licence !~* %s)
group by i.code order by i.code
"""
OPEN_LICENCE = (
    r"open (government|parliament) licence|^OGL\M|creative commons (zero|attribution)|^CC0\M|^CC.BY\M"
)


def check(choices: Sequence[Choice]) -> None:
    """Refuse a declaration that nothing stands behind; raises PublicationRefused."""
    for choice in choices:
        if choice.handling != Handling.PEOPLE and not choice.why.strip():
            raise PublicationRefused(
                f"{choice.indicator.name}: say why it needs no disclosure control, and where it is public already."
            )
        if choice.handling == Handling.NOBODY and choice.indicator.unit not in COUNTS_NOBODY:
            raise PublicationRefused(
                f"{choice.indicator.name} is counted in {choice.indicator.get_unit_display()}, which may be made of "
                "people: only pounds and beds count nobody."
            )
        if choice.handling == Handling.PEOPLE and not (choice.indicator.checker and choice.indicator.review):
            raise PublicationRefused(
                f"{choice.indicator.name} counts people and has no checker or no review date: give it both first."
            )
    _refuse_what_no_public_file_brought([each for each in choices if each.handling == Handling.PUBLIC])


def _refuse_what_no_public_file_brought(choices: Sequence[Choice]) -> None:
    codes = _made_of(each.indicator for each in choices)
    with connection.cursor() as cursor:
        cursor.execute(NOT_BY_A_PUBLIC_FILE, [sorted(codes), OPEN_LICENCE])
        found = cursor.fetchall()
    if found:
        code, count = found[0]
        raise PublicationRefused(
            f"{code} is not public already: {count:,} of its figures came by no file that has an address and an open "
            "licence. Let it go through disclosure control."
        )


def _made_of(indicators: Iterable[Indicator]) -> set[str]:
    """The codes of indicators and of everything that they are derived from."""
    known = {each.code: each for each in Indicator.objects.all()}
    waiting, found = [each.code for each in indicators], set()
    while waiting:
        code = waiting.pop()
        if code not in found and code in known:
            found.add(code)
            waiting += derivation_of(known[code]).inputs if known[code].derived else ()
    return found
