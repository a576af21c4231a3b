"""What a contract comes to in the year, from what was signed: each step in whole pounds, and their sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toldonce.steering.money.contracts.notices import Matter
from toldonce.steering.money.contracts.position import Position
from toldonce.steering.money.contracts.quality import Scheme, earned


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One step of the account: what it is, how much, and of what it was made."""

    what: str
    amount: int
    of: str


def reconciled(position: Position, schemes: Sequence[Scheme], matters: Sequence[Matter]) -> list[Reckoned]:
    """The account of a contract for the year; the last step is the sum of those before it."""
    signed, value = position.total("signed"), position.total("value")
    held = [matter.within(position.first, position.last) for matter in matters]
    steps = [
        Reckoned("As signed", signed, "the plan at signing at the prices at signing"),
        Reckoned("Variations", value - signed, "plan and prices as varied, less as signed"),
        Reckoned(
            "More or less than planned",
            position.total("variance"),
            "the forecast of activity against its plan",
        ),
        Reckoned("Quality earned", earned(schemes), "the measures whose result is known"),
        Reckoned("Sanctions", -sum(matter.sanctions for matter in held), "sanctions applied in the year"),
        Reckoned(
            "Withheld",
            -sum(matter.withheld for matter in held),
            "withheld in the year, less what was released in it",
        ),
    ]
    return [*steps, Reckoned("Comes to", sum(step.amount for step in steps), "the sum of these")]
