"""Make anew what is derived, in the order in which indicators are made of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from toldonce.figures import settling
from toldonce.figures.derivations import COMBINED, Derivation, derivation_of, statement
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.models import FigurePlace, Indicator
from toldonce.figures.settling import Settled


def derive(changed: Iterable[str]) -> Settled:
    """Make anew whatever is derived, directly or by others, from the indicators that have changed."""
    touched, total = set(changed), Settled(0, 0, 0)
    combined = list(FigurePlace.objects.exclude(made_of=[]))
    for indicator in _in_order(list(Indicator.objects.all())):
        derivation = derivation_of(indicator) if indicator.derived else None
        statements = list(_statements(indicator, derivation, touched, combined))
        if not statements:
            continue
        touched.add(indicator.code)
        for written, asked in statements:
            settling.stage((), None)
            with connection.cursor() as cursor:
                cursor.execute(written, asked)
            done = settling.compare()
            settling.settle(None)
            total = Settled(total.new + done.new, total.revised + done.revised, total.same + done.same)
    return total


def _statements(
    indicator: Indicator, derivation: Derivation | None, touched: set[str], combined: list[FigurePlace]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is to be run for an indicator: its own derivation, then its sums for places that are made of others."""
    changed = indicator.code in touched
    made_of_others = [place for place in combined if indicator.code in place.combines]
    if derivation and (touched & set(derivation.inputs) or (changed and not derivation.inputs)):
        yield statement(indicator, derivation, [place.code for place in made_of_others])
        changed = True
    for place in made_of_others if changed else ():
        words = f"the sum of the places {', '.join(one['code'] for one in place.made_of)}"
        asked = {
            "id": indicator.pk,
            "place": place.code,
            "made_of": settling.as_json(place.made_of),
            "words": words,
        }
        yield COMBINED, asked


def _in_order(all_of_them: list[Indicator]) -> list[Indicator]:
    """Indicators after those that they are made of; raises FiguresRefused for a ring."""
    waiting = {each.code: each for each in all_of_them}
    inputs = {
        code: set(derivation_of(each).inputs) if each.derived else set() for code, each in waiting.items()
    }
    done: list[Indicator] = []
    while waiting:
        ready = [code for code in waiting if not inputs[code] & waiting.keys()]
        if not ready:
            raise FiguresRefused(f"These indicators are made of each other: {', '.join(sorted(waiting))}.")
        done += [waiting.pop(code) for code in ready]
    return done
