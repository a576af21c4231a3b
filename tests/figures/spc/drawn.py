"""Series drawn in one line, and charts read back in one line."""

from __future__ import annotations

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from toldonce.figures import periods
from toldonce.figures.kinds import Every, Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc import judging
from toldonce.figures.spc.chart import Chart, xmr
from toldonce.figures.spc.plan import Plan, Rebase
from toldonce.figures.spc.rules import Lines, Rule, Side
from toldonce.figures.spc.series import Series, Unit, series
from toldonce.figures.spc.targets import NO_AIMS, Aims

unhurried = settings(deadline=None)  # the machine may be busy with something else
FIRST = date(2020, 4, 1)
NOT_REPORTED = Missing("not reported")
MARKS = {Rule.OUTSIDE: "oO", Rule.TREND: "tT", Rule.TWO_OF_THREE: "wW", Rule.RUN: "rR"}


def values(drawn: str) -> list[float | Missing]:
    """Read figures apart by spaces; a full stop is one that was not reported, `3*7` is 3 seven times."""
    read: list[float | Missing] = []
    for word in drawn.split():
        value, _, times = word.partition("*")
        read += [NOT_REPORTED if value == "." else float(value)] * int(times or 1)
    return read


ANY = Unit()  # without a least or a most value


def monthly(
    drawn: str, *, good: Good = Good.HIGHER, unit: Unit = ANY, name: str = "Seen in time", place: str = ""
) -> Series:
    """Return a monthly series from April 2020 on."""
    return of(values(drawn), good=good, unit=unit, name=name, place=place)


def of(
    read, *, good: Good = Good.HIGHER, unit: Unit = ANY, name: str = "Seen in time", place: str = ""
) -> Series:
    days = [periods.following(FIRST, Every.MONTH, at) for at in range(len(read))]
    return series(zip(days, read, strict=True), name=name, place=place, good=good, unit=unit)


def chart(drawn: str, *, good: Good = Good.HIGHER, targets: Aims = NO_AIMS, **plan) -> Chart:
    return xmr(monthly(drawn, good=good), Plan(**plan), targets=targets)


def month(number: int) -> date:
    """Return the first day of the month that many after April 2020."""
    return periods.following(FIRST, Every.MONTH, number)


def rebase(number: int) -> Rebase:
    return Rebase(month(number), by="Ada Invented", reason="two wards became one")


def labels(drawn: Chart) -> str:
    """Return a letter for each point: o outside, t trend, w two of three, r run; a capital above, a small one below."""
    return "".join(
        "."
        if isinstance(mark.value, Missing)
        else MARKS[mark.label.rule][mark.label.side is Side.HIGH]
        if mark.label
        else "-"
        for mark in drawn.marks
    )


def colours(drawn: Chart) -> str:
    """Return one letter for each point: I improvement, C concern, N a change that is neither, a full stop for usual."""
    letters = {"improvement": "I", "concern": "C", "change": "N", "usual variation": "."}
    return "".join(
        letters[str(judging.variation_of(mark.label, drawn.good)).partition(",")[0]] for mark in drawn.marks
    )


def limits(lines: Lines | Missing) -> tuple[float, float]:
    """Return the lower and the upper limit of a point that has both."""
    assert isinstance(lines, Lines) and lines.lower is not None and lines.upper is not None
    return lines.lower, lines.upper


def near_limits(lines: Lines | Missing) -> tuple[float, float]:
    assert isinstance(lines, Lines) and lines.near_lower is not None and lines.near_upper is not None
    return lines.near_lower, lines.near_upper


def centre(lines: Lines | Missing) -> float:
    assert isinstance(lines, Lines)
    return lines.centre


# Figures that often repeat, tie and lie on their mean, where rules go wrong first; and any figures at all.
small_figures = st.integers(0, 6).map(float)
any_figures = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
gaps = st.just(NOT_REPORTED)
some_figures = st.one_of(
    st.lists(st.one_of(small_figures, small_figures, small_figures, gaps), min_size=1, max_size=45),
    st.lists(st.one_of(any_figures, any_figures, gaps), min_size=1, max_size=45),
)
goods = st.sampled_from(list(Good))
