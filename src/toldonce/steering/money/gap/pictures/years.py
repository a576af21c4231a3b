"""The gap over the years: if nothing is done, what is left, and how sure that is."""

from __future__ import annotations

from toldonce.figures.spc.svg import written
from toldonce.steering.money.gap.draws import Fan
from toldonce.steering.money.gap.pictures.axes import GAP, LEFT, PALE, PALER, axes, legend, line, marks
from toldonce.steering.money.gap.saying import roughly
from toldonce.steering.money.gap.told import Told
from toldonce.steering.sheets.saying import year_words


def by_year(told: Told, slug: str = "years") -> str:
    """A line for the gap if nothing is done and one for what is left after the solutions."""
    nothing, left = [int(each) for each in told.gap], [int(each) for each in told.left]
    first, last = year_words(told.years[0]), year_words(told.years[-1])
    words = (
        f"From {first} to {last} the gap goes from {roughly(nothing[0])} to {roughly(nothing[-1])} if nothing is "
        f"done, and to {roughly(left[-1])} with the solutions."
    )
    made = axes(slug, "The gap by year", words, [*nothing, *left], len(told.years))
    line(made, nothing, GAP)
    line(made, left, LEFT, "7 4")
    marks(made, nothing, GAP)
    marks(made, left, LEFT, square=True)
    made.names([year_words(year) for year in told.years])
    legend(made, [(GAP, "if nothing is done"), (LEFT, "with the solutions")])
    return written(made.root)


def fan_of_years(fan: Fan, slug: str = "fan") -> str:
    """The middle of all draws, with the half and the nine tenths of them that lie around it."""
    low, high = roughly(fan.left[5][-1]), roughly(fan.left[95][-1])
    last = year_words(fan.years[-1])
    words = f"In {last} nine tenths of {fan.draws:,} draws leave a gap between {low} and {high}."
    every = [value for row in fan.left.values() for value in row]
    made = axes(slug, "How sure the gap is that is left", words, every, len(fan.years))
    for inner, outer, colour in ((5, 95, PALER), (25, 75, PALE)):
        made.band(fan.left[outer], fan.left[inner], "gap-band", fill=colour)
    line(made, fan.left[50], LEFT)
    marks(made, fan.left[50], LEFT, square=True)
    made.names([year_words(year) for year in fan.years])
    legend(made, [(LEFT, "middle"), (PALE, "half of all draws"), (PALER, "nine tenths of all draws")])
    return written(made.root)
