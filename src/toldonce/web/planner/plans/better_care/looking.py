"""What the pages of a Better Care Fund plan have in common: the plan itself, its amounts as words that lead to rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from toldonce.steering.plans.better_care.accounts import Cut, Dimension, Statement
from toldonce.steering.plans.better_care.book import BETTER_CARE
from toldonce.steering.plans.better_care.comparing import Reconciled, reconciled
from toldonce.steering.plans.better_care.plan import plan_of
from toldonce.steering.sheets.declaring import At
from toldonce.steering.sheets.queries import Opened
from toldonce.steering.sheets.saying import pounds
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed


@dataclass(frozen=True, slots=True)
class Amount:
    """Pounds in words, the address of where they come from, and whether all that is said of them agrees."""

    words: str
    address: str
    agrees: bool
    name: str


@dataclass(frozen=True)
class Looking:
    """One plan as a page looks at it."""

    opened: Opened
    money: Reconciled

    @cached_property
    def key(self) -> str:
        """The key of the book."""
        return self.opened.book.key

    def amount(self, of: Cut) -> Amount:
        """What is said of a cut."""
        words = in_words(self.money.stated(of))
        return Amount(words, self.whence(of), self.money.agrees(of), self.money.plan.named(of))

    def whence(self, of: Cut) -> str:
        """The address of the page that says where the pounds of a cut come from."""
        asked = urlencode([(str(dimension), value) for dimension, value in of])
        return f"{reverse('better-care-whence', args=[self.key])}?{asked}"

    def cell(self, at: At) -> str:
        """The address of a cell, a row or a sheet."""
        return showing.address_of(self.opened, at)


def looking_at(key: str) -> Looking:
    """The plan of this key; raises Http404."""
    opened = showing.book_called(BETTER_CARE.key, key)
    return Looking(opened, reconciled(plan_of(opened.contents)))


def in_words(said: Statement | None) -> str:
    """What is said in pounds: an amount, a range where something is left unsaid, or that nothing is said."""
    if said is None or said.high == float("inf"):
        return "not said"
    if said.exact:
        return pounds(said.low)
    return f"{pounds(said.low)} to {pounds(said.high)}"


def shared_by_pages(looking: Looking, label: str) -> dict[str, Any]:
    """What every page of a plan shows beside its own; `label` is that of its tab."""
    return framed(
        looking.opened,
        label,
        summary=showing.summary(looking.opened),
        found=showing.found(looking.opened),
        names=looking.money.plan.names[Dimension.PARTNER],
    )
