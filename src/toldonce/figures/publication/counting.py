"""The counts of people behind figures: a count is one, a share or a rate has two, and some are among others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from toldonce.figures.derivations import derivation_of
from toldonce.figures.models import Indicator, Unit
from toldonce.figures.publication.errors import PublicationRefused

PER = {Unit.PERCENT: 100.0, Unit.RATE_1000: 1_000.0, Unit.RATE_100000: 100_000.0}
COUNTED = (Unit.COUNT, Unit.DAYS)


class Keys(NamedTuple):
    """What an indicator counts: the key of its count, or of its numerator and its denominator."""

    count: str
    denominator: str = ""


@dataclass
class Counting:
    """What each indicator counts, and which of these counts are among others."""

    keys: dict[str, Keys] = field(default_factory=dict)  # by the code of the indicator
    among: dict[str, str] = field(default_factory=dict)
    less: dict[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(
        default_factory=dict
    )  # by a longer period -> the same people by a shorter one

    def key(self, counts: str) -> str:
        """By which key people are counted: that of the shortest period that counts the same ones."""
        return self.same.get(counts, counts)

    def root(self, key: str) -> str:
        """The key that counts everybody whom this one counts."""
        return self.above(key)[-1]

    def above(self, key: str) -> list[str]:
        """A key and those that count more and more of the people around it."""
        found = [key]
        while key in self.less or key in self.among:
            key = self.among[self.less.get(key, key)]
            found.append(key)
        return found


def counting(indicators: Iterable[Indicator], same: Mapping[str, str] | None = None) -> Counting:
    """What these indicators count; raises PublicationRefused for one whose counts are not told.

    `same` gives for what is counted by a longer period what counts the same people by a shorter one.
    """
    found = Counting(same=same or {})
    sums: dict[str, tuple[str, ...]] = {}
    for indicator in indicators:
        found.keys[indicator.code] = _keys(indicator, found)
        if indicator.derived and (derivation := derivation_of(indicator)).kind == "sum":
            sums[indicator.name] = derivation.of
    for name, summands in sums.items():
        if those := [code for code in summands if code in found.keys]:
            raise PublicationRefused(
                f"{name} is the sum of {', '.join(summands)}: what is left of it beside {', '.join(those)} could give "
                "a small number away. Publish the sum or what it is made of, not both."
            )
    return found


def _keys(indicator: Indicator, found: Counting) -> Keys:
    unit = Unit(indicator.unit)
    if unit in COUNTED:
        return Keys(found.key(indicator.code))
    if unit not in PER:
        raise PublicationRefused(
            f"{indicator.name} is counted in {unit.label} and counts people: the counts behind it are not told, so "
            "nobody can say whether it gives a small one away."
        )
    derivation = derivation_of(indicator) if indicator.derived else None
    if derivation is None or derivation.kind not in ("share", "complement", "rate"):
        keys = Keys(*(found.key(f"{indicator.code} ({each})") for each in ("numerator", "denominator")))
        if unit == Unit.PERCENT:
            _put_among(found, *keys)
        return keys
    numerator, denominator = (found.key(each) for each in derivation.of[:2])
    if derivation.kind == "rate":
        return Keys(numerator, denominator)
    _put_among(found, numerator, denominator)
    if derivation.kind == "share":
        return Keys(numerator, denominator)
    rest = f"{denominator} less {numerator}"
    found.less[rest] = numerator
    return Keys(rest, denominator)


def _put_among(found: Counting, numerator: str, denominator: str) -> None:
    if numerator in found.above(denominator):
        raise PublicationRefused(
            f"{numerator} is a share of {denominator}, and that of the same people again: publish one of the two."
        )
    if found.among.setdefault(numerator, denominator) != denominator:
        raise PublicationRefused(
            f"{numerator} is a share of {denominator} and of {found.among[numerator]}: publish one of the two."
        )
