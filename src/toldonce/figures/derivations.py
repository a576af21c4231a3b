"""How one indicator is made of others: a small closed set of derivations, each one statement over what is current.

An indicator says its derivation in `derived`; a place of figures that is `made_of` others says which indicators are
added up for it. Figures that are derived are compared and kept like those of a file. Where an input is missing, the
derived figure is missing with the reason, and where a value was received none is derived beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toldonce.figures.errors import FiguresRefused
from toldonce.figures.missing import ZERO_BELOW

if TYPE_CHECKING:
    from toldonce.figures.models import Indicator


@dataclass(frozen=True, slots=True)
class Derivation:
    """One way to make figures of an indicator: its kind and the codes of its inputs (or, for a total, its parts)."""

    kind: str
    of: tuple[str, ...]
    per: float = 1.0

    @property
    def inputs(self) -> tuple[str, ...]:
        """The indicators that it is made of; a total of parts is made of itself."""
        return () if self.kind == "total_of_parts" else self.of

    def __str__(self) -> str:
        return WORDS[self.kind].format(*self.of, per=self.per, all=", ".join(self.of))


WORDS = {
    "share": "{0} as a percentage of {1}",
    "complement": "100% less {0} as a percentage of {1}",
    "rate": "{0} for each {per:,.0f} of {1}",
    "per_day": "{0} divided by the days of the period",
    "sum": "the sum of {all}",
    "total_of_parts": "the sum of the parts {all}",
}
INPUTS = {"share": 2, "complement": 2, "rate": 2, "per_day": 1}
QUOTIENTS = {  # kind -> its numerator and its value, of the first input a and the second b
    "share": ("a.value", "100 * a.value / b.value"),
    "complement": ("b.value - a.value", "100 * (b.value - a.value) / b.value"),
    "rate": ("a.value", "%(per)s * a.value / b.value"),
}
INTO = """
insert into said (row, indicator_id, place, part, period, numerator, denominator, value, missing, suppressed, as_at,
    derivation)
"""
# A place that is made of others has their sum; of parts that some of them lack, there would be another, and too small.
NOT_RECEIVED = """{0}.place <> all(%(combined)s::text[]) and not exists (
    select from figures_figure f where f.indicator_id = %(id)s and f.place = {0}.place and f.part = {1}
        and f.period = {0}.period and f.derivation = ''
)"""
QUOTIENT = (
    INTO
    + """
select 0, %(id)s, a.place, a.part, a.period, {numerator}, b.value,
    case when b.value <> 0 then {value} end,
    case when a.value is null then one.name || ': ' || a.missing
        when b.id is null then 'There is no figure of ' || other.name || ' for this period.'
        when b.value is null then other.name || ': ' || b.missing
        when b.value = 0 then %(zero_below)s else '' end,
    a.suppressed or coalesce(b.suppressed, false), greatest(a.confirmed, b.confirmed), %(words)s
from figures_current a
join figures_indicator one on one.id = a.indicator_id
cross join (select id, name from figures_indicator where code = %(second)s) other
left join figures_current b on b.indicator_id = other.id
    and b.place = a.place and b.part = a.part and b.period = a.period
where a.indicator_id = (select id from figures_indicator where code = %(first)s) and """
    + NOT_RECEIVED.format("a", "a.part")
)
PER_DAY = (
    INTO
    + """
select 0, %(id)s, a.place, a.part, a.period, a.value, days, a.value / days,
    case when a.value is null then a.missing else '' end, a.suppressed, a.confirmed, %(words)s
from figures_current a
join figures_indicator i on i.id = a.indicator_id
cross join lateral (
    select extract(epoch from a.period - a.period::timestamp + case i.every when 'day' then interval '1 day'
        when 'week' then interval '7 days' else (a.period + case i.every when 'month' then interval '1 month'
        when 'quarter' then interval '3 months' else interval '1 year' end) - a.period::timestamp end) / 86400 as days
) length
where i.code = %(first)s and """
    + NOT_RECEIVED.format("a", "a.part")
)
SUM = (
    INTO
    + """
select 0, %(id)s, a.place, a.part, a.period, null, null,
    case when bool_and(a.value is not null) then sum(a.value) end,
    coalesce(min(i.name || ': ' || a.missing) filter (where a.value is null), ''), bool_or(a.suppressed),
    max(a.confirmed), %(words)s
from figures_current a join figures_indicator i on i.id = a.indicator_id
where i.code = any(%(of)s::text[]) and """
    + NOT_RECEIVED.format("a", "a.part")
    + " group by a.place, a.part, a.period having count(*) = cardinality(%(of)s::text[])"
)
TOTAL_OF_PARTS = (
    INTO
    + """
select 0, %(id)s, a.place, '', a.period, null, null, case when bool_and(a.value is not null) then sum(a.value) end,
    coalesce(min(a.part || ': ' || a.missing) filter (where a.value is null), ''), bool_or(a.suppressed),
    max(a.confirmed), %(words)s
from figures_current a
where a.indicator_id = %(id)s and a.part = any(%(of)s::text[]) and """
    + NOT_RECEIVED.format("a", "''")
    + " group by a.place, a.period"
)
COMBINED = (
    INTO
    + """
select 0, %(id)s, %(place)s, part, period, null, null, case when bool_and(value is not null) then sum(value) end,
    coalesce(min(place || ': ' || missing) filter (where value is null), ''), bool_or(suppressed), max(confirmed),
    %(words)s
from figures_current a
join jsonb_to_recordset(%(made_of)s::jsonb) as one(code varchar, since date, until date)
    on one.code = a.place and (since is null or since <= period) and (until is null or period <= until)
where indicator_id = %(id)s
group by part, period
having count(*) = (
    select count(*) from jsonb_to_recordset(%(made_of)s::jsonb) as one(code varchar, since date, until date)
    where (since is null or since <= period) and (until is null or period <= until)
)"""
)


def derivation_of(indicator: Indicator) -> Derivation:
    """The derivation that an indicator says; raises FiguresRefused where there is no such."""
    told = dict(indicator.derived)
    per = float(told.pop("per", 1000))
    kind, said = next(iter(told.items()), ("", ""))
    if len(told) != 1 or kind not in WORDS:
        raise FiguresRefused(f"{indicator.code}: `derived` says one of {', '.join(WORDS)}.")
    of = tuple(said) if isinstance(said, list) else (str(said),)
    if len(of) != INPUTS.get(kind, len(of)):
        raise FiguresRefused(f"{indicator.code}: {kind} needs {INPUTS[kind]} indicators and has {len(of)}.")
    return Derivation(kind, of, per)


def statement(
    indicator: Indicator, derivation: Derivation, combined: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    """What is to be run for a derivation, and what it asks for; places that are `combined` of others are left out."""
    first, second = (*derivation.of, "", "")[:2]
    asked = {"id": indicator.pk, "first": first, "second": second, "of": list(derivation.of), "per": derivation.per,
             "words": str(derivation), "zero_below": ZERO_BELOW,
             "combined": list(combined)}  # fmt: skip
    if derivation.kind in QUOTIENTS:
        numerator, value = QUOTIENTS[derivation.kind]
        return QUOTIENT.format(numerator=numerator, value=value), asked
    return {"per_day": PER_DAY, "sum": SUM, "total_of_parts": TOTAL_OF_PARTS}[derivation.kind], asked
