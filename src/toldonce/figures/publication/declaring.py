"""What may be said of an indicator instead of "it counts people", and what such words need to be believed.

Where a change could leak: whatever is declared public here passes disclosure control unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from toldonce.figures.audit.sequences import CUMULATIVE
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
where f.indicator_id = any(array(select id from figures_indicator where code = any(%s))) and f.derivation = ''
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
        if choice.handling == Handling.NOBODY:
            _refuse_what_is_made_of_people(choice.indicator)
        if choice.handling == Handling.PEOPLE:
            _refuse_what_is_added_up_over_time(choice.indicator)
        if choice.handling == Handling.PEOPLE and not (choice.indicator.checker and choice.indicator.review):
            raise PublicationRefused(
                f"{choice.indicator.name} counts people and has no checker or no review date: give it both first."
            )
    _refuse_what_no_public_file_brought([each for each in choices if each.handling == Handling.PUBLIC])


def _refuse_what_is_made_of_people(indicator: Indicator) -> None:
    """Beds that are days of people for each day of a month tell exactly how many days there were."""
    of_people = Indicator.objects.filter(code__in=_made_of(indicator)).exclude(unit__in=COUNTS_NOBODY).first()
    if of_people is not None:
        raise PublicationRefused(
            f"{indicator.name} is made of {of_people.name}, which is counted in {of_people.get_unit_display()} and may "
            "be made of people: only what is made of pounds and beds counts nobody."
        )


def _refuse_what_is_added_up_over_time(indicator: Indicator) -> None:
    """A count to date less that of the month before is those who came in between, who may be few."""
    if CUMULATIVE.search(f"{indicator.name} {indicator.definition} {indicator.method}".casefold()):
        raise PublicationRefused(
            f"{indicator.name} is added up over time, and a figure less the one before may be a small number: publish "
            "what each period adds."
        )


def _refuse_what_no_public_file_brought(choices: Sequence[Choice]) -> None:
    found = by_no_public_file([choice.indicator for choice in choices])
    for choice in choices:
        if choice.indicator.code in found:
            code, count = found[choice.indicator.code]
            raise PublicationRefused(
                f"{choice.indicator.name} is not public already: {count:,} figures of {code} came by no file that has "
                "an address and an open licence. Let it go through disclosure control."
            )


def by_no_public_file(indicators: Sequence[Indicator]) -> dict[str, tuple[str, int]]:
    """For each indicator that is not public already, the code of what it is made of and how many figures by no file."""
    made_of = {each.code: _made_of(each) for each in indicators}
    with connection.cursor() as cursor:
        cursor.execute(NOT_BY_A_PUBLIC_FILE, [sorted(set().union(*made_of.values())), OPEN_LICENCE])
        counts: dict[str, int] = dict(cursor.fetchall())
    return {
        code: (first, counts[first])
        for code, inputs in made_of.items()
        if (first := next((each for each in sorted(inputs) if each in counts), ""))
    }


def _made_of(indicator: Indicator) -> set[str]:
    """The code of an indicator and of everything that it is derived from."""
    waiting, found = [indicator.code], set()
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            told = indicator if code == indicator.code else Indicator.objects.filter(code=code).first()
            waiting += derivation_of(told).inputs if told and told.derived else ()
    return found
