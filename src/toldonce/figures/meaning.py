"""What makes the numbers of an indicator mean what they mean, and stays as it is once the public has read one.

Where a change could leak: `MEANING` names every field that turns the same number into another statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from toldonce.figures.derivations import derivation_of
from toldonce.figures.errors import EditRefused
from toldonce.figures.models import Figure, Indicator, Status

MEANING = {"unit": "its unit", "every": "how often it is counted", "derived": "how it is made of others"}


def refuse_another_meaning(indicator: Indicator, wanted: Mapping[str, Any]) -> None:
    """Refuse that published figures come to mean something else: those of an indicator, and of what is made of it.

    Raises EditRefused.
    """
    changed = [name for name in MEANING if name in wanted and wanted[name] != getattr(indicator, name)]
    seen = _published(_made_of(indicator.code)) if changed else None
    if seen is None:
        return
    words = " and ".join(MEANING[name] for name in changed)
    through = "" if seen.pk == indicator.pk else f" of {seen.name}, which is made of it,"
    raise EditRefused(
        f"{indicator.code}: {words} cannot be changed, because figures{through} have been published and would mean "
        "something else than the public has read. Open a new indicator under another code for what is to be counted "
        "from now on, and say in the caveats of both which one follows which."
    )


def hold(indicators: QuerySet[Indicator]) -> None:
    """Hold indicators to the end of the transaction, in one order: who edits or releases one of them waits."""
    list(indicators.select_for_update().order_by("pk").values_list("pk"))


def _published(codes: set[str]) -> Indicator | None:
    """The first of some indicators of which a figure was ever published."""
    published = Figure.objects.filter(indicator__code__in=codes, status=Status.PUBLISHED)
    return Indicator.objects.filter(pk__in=published.values("indicator")).order_by("code").first()


def _made_of(code: str) -> set[str]:
    """The code of an indicator and of everything that is derived from it, directly or by others."""
    inputs = {each.code: set(derivation_of(each).inputs) for each in Indicator.objects.exclude(derived={})}
    found, newest = {code}, {code}
    while newest:
        newest = {each for each, of in inputs.items() if of & newest} - found
        found |= newest
    return found
