"""A place among its peers: its rank, the middle of the others, and how many of them are clearly better or worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from toldonce.figures.comparison.benchmark import against_estimate
from toldonce.figures.comparison.verdicts import Verdict
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.rates.estimates import Estimate

FEWEST_PEERS = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a place stands: rank 1 is the best, or the highest where no way is good; equal values share a rank.

    `better` and `worse` are the peers that are so by more than chance (higher and lower where no way is good),
    `similar` those that are not; `unknown` gives the reason for each peer that could not be compared.
    """

    place: str
    value: float
    rank: int
    of: int
    shared: int  # how many places have its rank, itself included
    middle: float  # median of the peers, the place itself left out
    better: tuple[str, ...]
    similar: tuple[str, ...]
    worse: tuple[str, ...]
    unknown: Mapping[str, Missing]
    good: Good


def among_peers(place: str, estimates: Mapping[str, Estimate], good: Good) -> Standing | Missing:
    """Return where a place stands among all that are given, itself included."""
    if place not in estimates:
        return Missing(f"{place} is not among the places that are compared: add it")
    here = estimates[place].value
    if isinstance(here, Missing):
        return here
    values = {name: each.value for name, each in estimates.items() if not isinstance(each.value, Missing)}
    if len(values) <= FEWEST_PEERS:
        return Missing(f"{len(values) - 1} peers have a value: a standing needs {FEWEST_PEERS} or more")
    found = {
        name: against_estimate(each, estimates[place], good)
        for name, each in estimates.items()
        if name != place
    }
    sorted_out = {name: each.verdict for name, each in found.items() if not isinstance(each, Missing)}
    ranked = ranks(estimates, good)
    return Standing(
        place,
        here,
        ranked[place],
        len(values),
        list(ranked.values()).count(ranked[place]),
        float(median(value for name, value in values.items() if name != place)),
        _named(sorted_out, Verdict.BETTER, Verdict.HIGHER),
        _named(sorted_out, Verdict.SIMILAR),
        _named(sorted_out, Verdict.WORSE, Verdict.LOWER),
        {name: each for name, each in found.items() if isinstance(each, Missing)},
        good,
    )


def ranks(estimates: Mapping[str, Estimate], good: Good) -> dict[str, int]:
    """Return the rank of each place that has a value: 1 is the best, or the highest where no way is good."""
    values = {name: each.value for name, each in estimates.items() if not isinstance(each.value, Missing)}
    in_order = sorted(values.values(), reverse=good is not Good.LOWER)
    return {name: 1 + in_order.index(value) for name, value in values.items()}


def _named(verdicts: Mapping[str, Verdict], *wanted: Verdict) -> tuple[str, ...]:
    return tuple(name for name, each in verdicts.items() if each in wanted)
