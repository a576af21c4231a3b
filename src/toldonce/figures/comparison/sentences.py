"""The sentence that says what a comparison came to: no more than the numbers bear, and with numbers that show it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from toldonce.figures.comparison.benchmark import Comparison
from toldonce.figures.comparison.peers import Standing
from toldonce.figures.comparison.trend import Change, Trend, Way
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing

MOST_DECIMALS = 6
COUNTED_FROM = {
    Good.HIGHER: "best, where higher is better",
    Good.LOWER: "best, where lower is better",
    Good.NEITHER: "highest, where neither way is better",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """How an indicator is told: "the under-75 mortality rate", "per 100,000", and with how many decimals."""

    subject: str
    unit: str = ""
    decimals: int = 1

    def number(self, value: float) -> str:
        return _joined(_printed(value, self.decimals), self.unit)

    def pair(self, one: float, other: float) -> tuple[str, str]:
        """Return two numbers with as many decimals as it takes to see which is the higher."""
        for decimals in range(self.decimals, max(self.decimals, MOST_DECIMALS) + 1):
            printed = _printed(one, decimals), _printed(other, decimals)
            if one == other or printed[0] != printed[1]:
                break
        return _joined(printed[0], self.unit), _joined(printed[1], self.unit)


def _printed(value: float, decimals: int) -> str:
    """Round as people do: a half goes up, away from zero."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded + 0:,}"  # without the sign of a zero


def _joined(number: str, unit: str) -> str:
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def of_comparison(found: Comparison | Missing, place: str, benchmark: str, wording: Wording) -> str:
    """Say how a place compares with a benchmark."""
    if isinstance(found, Missing):
        return f"{_upper(wording.subject)} of {place} cannot be compared with {benchmark}: {found}."
    here, there = wording.pair(found.value, found.benchmark)
    told = f"{_upper(wording.subject)} of {place} is {here}"
    if found.confidence is None:
        return f"{told}, similar to {benchmark} ({there}): the difference is no more than chance can explain."
    side = "higher" if found.value > found.benchmark else "lower"
    sure = f"{found.confidence * 100:g}% confidence"
    if found.good is Good.NEITHER:
        return f"{told}, {side} than {benchmark} ({there}), with {sure}."
    return f"{told}, {side} than {benchmark} ({there}), which is {found.verdict}, with {sure}."


def of_standing(
    found: Standing | Missing, against: Comparison | Missing, place: str, wording: Wording
) -> str:
    """Say where a place stands: its rank, which way is good, and whether it lies beyond the lines of the funnel."""
    if isinstance(found, Missing):
        return f"{place} cannot be placed among its peers: {found}."
    here, middle = wording.pair(found.value, found.middle)
    joint = "joint " if found.shared > 1 else ""
    return (
        f"{place} is {joint}{ordinal(found.rank)} of {found.of}, counted from the {COUNTED_FROM[found.good]}: "
        f"{here}, where the middle of the others is {middle}. {_in_funnel(against, wording)}"
    )


def _in_funnel(found: Comparison | Missing, wording: Wording) -> str:
    if isinstance(found, Missing):
        return f"Whether it differs from the average by more than chance cannot be told: {found}."
    _, average = wording.pair(found.value, found.benchmark)
    if found.confidence is None:
        return f"It lies between the lines of the funnel: no further from the average of {average} than is usual."
    side = "above" if found.value > found.benchmark else "below"
    meaning = "" if found.good is Good.NEITHER else f", which is {found.verdict}"
    return (
        f"It lies {side} the {found.confidence * 100:g}% line of the funnel{meaning}: further from the average of "
        f"{average} than is usual."
    )


def funnel_position(found: Comparison | Missing) -> str:
    """Return where a place lies in the funnel, in the few words of a table."""
    if isinstance(found, Missing):
        return "not in the funnel"
    if found.confidence is None:
        return "between the lines"
    side = "above" if found.value > found.benchmark else "below"
    meaning = "" if found.good is Good.NEITHER else f": {found.verdict}"
    return f"{side} the {found.confidence * 100:g}% line{meaning}"


def of_change(found: Change | Missing, place: str, wording: Wording) -> str:
    """Say how a place changed between two periods."""
    if isinstance(found, Missing):
        return f"Whether {wording.subject} of {place} has changed cannot be said: {found}."
    later, earlier = found.difference.one, found.difference.other
    if later == earlier:
        return f"{_upper(wording.subject)} of {place} stayed at {wording.number(later)}."
    was, now = wording.pair(earlier, later)
    moved = "rose" if later > earlier else "fell"
    told = f"{_upper(wording.subject)} of {place} {moved} from {was} to {now}"
    if found.way is Way.NO_CHANGE:
        return f"{told}: no more than chance can explain."
    meaning = "" if found.meaning == str(found.way) else f", so it is {found.meaning}"
    return f"{told}{meaning}, with {found.difference.confidence * 100:g}% confidence."


def of_trend(found: Trend | Missing, place: str, wording: Wording) -> str:
    """Say where the last five years of a place go."""
    if isinstance(found, Missing):
        return f"The recent trend of {wording.subject} of {place} cannot be tested: {found}."
    if found.way is not Way.NO_CHANGE:
        told = found.meaning if found.meaning == str(found.way) else f"{found.way}, which is {found.meaning}"
        return f"Over the last five years {wording.subject} of {place} is {told}."
    why = (
        "one year alone decides the direction" if found.outlier else "the years differ no more than by chance"
    )
    return f"Over the last five years {wording.subject} of {place} shows no significant change: {why}."


def colour_word(found: Comparison | Missing) -> str:
    """Return the word under which a colour is chosen; a colour is never the only sign."""
    return "not compared" if isinstance(found, Missing) else str(found.verdict)


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
