"""What must hold in a budget: lines once each, profiles that add up, totals as printed, pounds and not thousands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from toldonce.steering.money.budgets import declared
from toldonce.steering.money.cells import repeated
from toldonce.steering.money.months import MONTHS, NAMES, by_month, place_of
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row
from toldonce.steering.sheets.saying import year_words

THOUSANDS = 500  # a value so many times smaller than what it should be like may have been typed in thousands


def check(contents: Contents) -> list[Finding]:
    """Everything that does not hold across the sheets of a budget, each with its cell."""
    return [
        *_terms(contents),
        *repeated(contents, declared.LINES, "line"),
        *repeated(contents, declared.PROFILE, "line"),
        *repeated(contents, declared.ACTUALS, "line"),
        *_forecasts(contents),
        *_recurrent(contents),
        *_changes(contents),
        *_profiles(contents),
        *_actuals(contents),
        *_printed(contents),
    ]


def _terms(contents: Contents) -> Iterator[Finding]:
    rows = contents["terms"]
    if not rows:
        yield Finding(At(declared.TERMS), "has no row: say the year, and how many months are closed")
    for row in rows[1:]:
        yield Finding(At(declared.TERMS, row.number), "is a second row, and a budget has one year")


def _forecasts(contents: Contents) -> Iterator[Finding]:
    for row in contents["lines"]:
        at = At(declared.LINES, row.number, "forecast")
        if row["method"] == "typed" and row["forecast"] is None:
            yield Finding(at, "is empty, and the line says that its forecast is typed")
        elif row["method"] == "typed" and not row["why"]:
            yield Finding(
                At(declared.LINES, row.number, "why"), "is empty: say who gives the forecast", Grade.DOUBT
            )
        elif row["method"] != "typed" and row["forecast"] is not None:
            yield Finding(at, "is not used, as the line is not forecast by typing", Grade.DOUBT)


def _recurrent(contents: Contents) -> Iterator[Finding]:
    for row in contents["lines"]:
        opening, recurrent = row["opening"], row["recurrent"]
        if isinstance(opening, int) and isinstance(recurrent, int) and abs(recurrent) > abs(opening):
            says = f"£{recurrent:,} is more than the opening budget of £{opening:,} that it is a part of"
            yield Finding(At(declared.LINES, row.number, "recurrent"), says)


def _changes(contents: Contents) -> Iterator[Finding]:
    year = _year(contents)
    for row in contents["changes"]:
        on = row["on"]
        if isinstance(on, date) and year is not None and not 0 <= place_of(year, on) < 12:
            says = f"is not in {year_words(year)}: the change is left out until it is"
            yield Finding(At(declared.CHANGES, row.number, "on"), says)
        if row["full_year"] is not None and row["recurrent"] is False:
            says = "is not used, as the change does not go on next year"
            yield Finding(At(declared.CHANGES, row.number, "full_year"), says, Grade.DOUBT)


def _year(contents: Contents) -> int | None:
    return next((cast(int, row["year"]) for row in contents["terms"] if row["year"] is not None), None)


def _profiles(contents: Contents) -> Iterator[Finding]:
    opening = {row["line"]: row["opening"] for row in contents["lines"]}
    for row in contents["profile"]:
        months, whole = by_month(row), opening.get(row["line"])
        empty = [name for name, value in zip(NAMES, months, strict=True) if value is None]
        if empty:
            are = "is" if len(empty) == 1 else "are"
            says = f"{', '.join(empty)} {are} empty: the line is spread in twelfths until then"
            yield Finding(At(declared.PROFILE, row.number), says)
        elif isinstance(whole, int) and sum(cast("tuple[int, ...]", months)) != whole:
            yield _off(row, sum(cast("tuple[int, ...]", months)), whole)


def _off(row: Row, told: int, whole: int) -> Finding:
    says = f"adds up to £{told:,}, and the opening budget is £{whole:,}: £{abs(whole - told):,} "
    if told * 1000 == whole:
        says = f"adds up to £{told:,}, a thousandth of £{whole:,}: it is typed in thousands"
    else:
        says += "too little" if told < whole else "too much"
    return Finding(At(declared.PROFILE, row.number), says, should=whole)


def _actuals(contents: Contents) -> Iterator[Finding]:
    closed = next((cast(int, row["closed"]) or 0 for row in contents["terms"]), 0)
    openings = {row["line"]: row["opening"] for row in contents["lines"]}
    for row in contents["actuals"]:
        months = by_month(row)
        yield from _unreported(row, closed)
        for at, value in enumerate(months):
            yield from _looks_wrong(row, at, value, closed, openings.get(row["line"]))


def _unreported(row: Row, closed: int) -> Iterator[Finding]:
    for key in MONTHS[:closed]:
        if row[key] is None:
            says = "is empty although the month is closed: write 0 if nothing was spent"
            yield Finding(At(declared.ACTUALS, row.number, key), says, Grade.DOUBT)


def _looks_wrong(row: Row, at: int, value: object, closed: int, opening: object) -> Iterator[Finding]:
    where = At(declared.ACTUALS, row.number, MONTHS[at])
    if value is not None and at >= closed:
        yield Finding(where, "is given for a month that is not closed, and not used", Grade.DOUBT)
    if (
        isinstance(value, int)
        and isinstance(opening, int)
        and value
        and abs(value) * 12 * THOUSANDS < abs(opening)
    ):
        says = f"£{value:,} is very little beside a budget of £{opening:,}: are these thousands?"
        yield Finding(where, says, Grade.DOUBT, should=value * 1000)


def _printed(contents: Contents) -> Iterator[Finding]:
    for row in contents["printed"]:
        named, total = row["programme"], row["total"]
        lines = [each for each in contents["lines"] if named in (None, each["programme"])]
        if named is not None and not lines:
            yield Finding(
                At(declared.PRINTED, row.number, "programme"), f"“{named}” is the programme of no line"
            )
        elif isinstance(total, int):
            yield from _against(row, total, [each["opening"] for each in lines])


def _against(row: Row, total: int, openings: Iterable[object]) -> Iterator[Finding]:
    parts = [part for part in openings if isinstance(part, int)]
    added, at = sum(parts), At(declared.PRINTED, row.number, "total")
    off = total - added
    nearest = cast("int | None", row["nearest"]) or 1
    if not off:
        return
    more = "more" if off > 0 else "less"
    lines = f"the {len(parts)} lines add up" if len(parts) != 1 else "its one line comes"
    says = f"£{total:,} is printed, and {lines} to £{added:,}: £{abs(off):,} {more}"
    if _thousandth(added, total):
        yield Finding(at, f"{says}; the lines are typed in thousands", should=added)
    elif _thousandth(total, added):
        yield Finding(at, f"{says}; it is typed in thousands", should=total * 1000)
    elif 2 * abs(off) <= nearest + sum(min(nearest, _last_place(part)) for part in parts) and nearest > 1:
        yield Finding(at, f"{says}, which rounding to £{nearest:,} explains", Grade.ROUNDING, should=added)
    else:
        yield Finding(at, f"{says} than they do, and rounding does not explain it", should=added)


def _thousandth(part: int, whole: int) -> bool:
    """Whether an amount is a thousandth of another, give or take what was rounded off."""
    return bool(part) and abs(part * 1000 - whole) * 100 <= abs(whole)


def _last_place(amount: int) -> int:
    """How precisely an amount was written: £961,300,000 to 100,000; nothing was not rounded at all."""
    place = 1
    while amount and amount % (place * 10) == 0:
        place *= 10
    return place if amount else 0
