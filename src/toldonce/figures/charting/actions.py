"""The doors by which limits are begun anew or fixed: by a person, with a reason, and never over another's decision."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from toldonce.directory.actors import Actor
from toldonce.figures.charting import queries
from toldonce.figures.charting.charts import plan_of
from toldonce.figures.charting.models import ChartDecision, Decided
from toldonce.figures.errors import ChangedMeanwhile, EditRefused
from toldonce.figures.models import Indicator
from toldonce.figures.queries import series
from toldonce.figures.spc.errors import BadPlan
from toldonce.figures.spc.plan import SHORTEST_BASELINE
from toldonce.ledger import actions as ledger

NO_REASON = "Say why: whoever reads the chart in a year must be able to judge it."


@transaction.atomic
def rebase(
    *, by: Actor, indicator: str, place: str, part: str = "", on: date, reason: str, seen: int
) -> ChartDecision:
    """Let the limits of a chart begin anew with a period; `seen` is the newest decision that the person knew, or 0.

    Raises EditRefused, ChangedMeanwhile.
    """
    known = _locked(indicator, place, part, seen, reason)
    periods = [point.period for point in series(indicator, place, part)]
    if on not in periods[1:]:
        raise EditRefused(
            f"No figure of this series begins on {on.day} {on:%B %Y}, or it is the first one: choose the first day of "
            "a later period."
        )
    standing = queries.in_force([known], [place], part)
    if earlier := next((each for each in standing[place, indicator] if each.on == on), None):
        raise EditRefused(f"{earlier.name} has already begun the limits anew there: {earlier.reason}")
    decision = ChartDecision(indicator=known, place=place, part=part, kind=Decided.REBASE, on=on)
    return _decided(by, decision, reason)


@transaction.atomic
def fix_baseline(
    *, by: Actor, indicator: str, place: str, part: str = "", figures: int, reason: str, seen: int
) -> ChartDecision:
    """Let the limits of a chart, and of each part that was begun anew, rest on its first figures.

    Raises EditRefused, ChangedMeanwhile.
    """
    known = _locked(indicator, place, part, seen, reason)
    if not SHORTEST_BASELINE <= figures <= 1000:
        raise EditRefused(
            f"A baseline has {SHORTEST_BASELINE} figures or more: {figures} are not enough to rest limits on."
        )
    decision = ChartDecision(indicator=known, place=place, part=part, kind=Decided.BASELINE, figures=figures)
    return _decided(by, decision, reason)


@transaction.atomic
def take_back(*, by: Actor, decision: int, reason: str, seen: int) -> ChartDecision:
    """Take a decision about limits back; it stays in the history. Raises EditRefused, ChangedMeanwhile."""
    wrong = ChartDecision.objects.filter(pk=decision).select_related("indicator").first()
    if wrong is None or wrong.kind == Decided.TAKEN_BACK:
        raise EditRefused("There is no such decision to be taken back.")
    if back := ChartDecision.objects.filter(takes_back=wrong).first():
        raise EditRefused(f"{back.name} has taken it back already: {back.reason}")
    _locked(wrong.indicator.code, wrong.place, wrong.part, seen, reason)
    back = ChartDecision(
        indicator=wrong.indicator,
        place=wrong.place,
        part=wrong.part,
        kind=Decided.TAKEN_BACK,
        takes_back=wrong,
    )
    return _decided(by, back, reason)


def _locked(code: str, place: str, part: str, seen: int, reason: str) -> Indicator:
    """The indicator, locked until the end; refuses an edit without a reason or by one who has not seen the last."""
    if not reason.strip():
        raise EditRefused(NO_REASON)
    known = Indicator.objects.select_for_update().filter(code=code).first()
    if known is None:
        raise EditRefused(f"There is no indicator {code}.")
    newer = [each for each in queries.decisions(code, place, part) if each.pk > seen]
    if newer:
        told = "; ".join(f"{each.name}: {each.get_kind_display()} ({each.reason})" for each in newer)
        raise ChangedMeanwhile(
            f"Somebody else has decided about this chart since you opened the page. {told}", newer
        )
    return known


def _decided(by: Actor, decision: ChartDecision, reason: str) -> ChartDecision:
    decision.by, decision.name, decision.reason = by.account, by.name, reason.strip()
    _check(decision)
    decision.save()
    detail = {"kind": decision.kind, "place": decision.place, "part": decision.part, "on": f"{decision.on or ''}",
              "figures": decision.figures, "takes_back": decision.takes_back_id}  # fmt: skip
    ledger.write(
        by=by, act="figures.chart", subject=decision.indicator.code, why=decision.reason, detail=detail
    )
    return decision


def _check(decision: ChartDecision) -> None:
    try:
        plan_of([decision], since=date.min)
    except BadPlan as trouble:
        raise EditRefused(f"{trouble}".capitalize() + ".") from trouble
