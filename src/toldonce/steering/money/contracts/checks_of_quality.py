"""What must hold in quality schemes, and in notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from toldonce.steering.money.contracts import declared_quality as declared
from toldonce.steering.money.contracts.declared_quality import STEPS, WITH_MONEY
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row, Sheet

HUNDRED = Decimal(100)
OPENING = ("query", "withheld", "sanction")  # with which a matter may begin


def schemes_unfit(contents: Contents) -> Iterator[Finding]:
    """Shares that make more than a whole, and thresholds that are the wrong way round."""
    yield from _too_much(contents["schemes"], "contract", declared.SCHEMES, "of its contract")
    yield from _too_much(contents["measures"], "scheme", declared.MEASURES, "of its scheme")
    for row in contents["measures"]:
        yield from _thresholds(row)
    measured = {row["scheme"] for row in contents["measures"]}
    for row in contents["schemes"]:
        if row["scheme"] is not None and row["scheme"] not in measured:
            says = "has no measure: nothing of it can be earned"
            yield Finding(At(declared.SCHEMES, row.number, "scheme"), says, Grade.DOUBT)
        elif row["scheme"] is not None and (left := HUNDRED - _total(contents, row)) > 0:
            says = f"has measures for all but {left}% of it: the rest cannot be earned"
            yield Finding(At(declared.SCHEMES, row.number, "scheme"), says, Grade.DOUBT)


def _total(contents: Contents, scheme: Row) -> Decimal:
    rows = (row for row in contents["measures"] if row["scheme"] == scheme["scheme"])
    return sum((cast(Decimal, row["share"] or 0) for row in rows), Decimal(0))


def _too_much(rows: Sequence[Row], by: str, sheet: Sheet, of: str) -> Iterator[Finding]:
    """The rows with which the shares of one whole go beyond it."""
    totals: dict[object, Decimal] = {}
    for row in rows:
        if row["share"] is None or row[by] is None:
            continue
        totals[row[by]] = totals.get(row[by], Decimal(0)) + cast(Decimal, row["share"])
        if totals[row[by]] > HUNDRED:
            says = f"makes {totals[row[by]]}% {of} together with the rows above: 100% is all there is"
            yield Finding(At(sheet, row.number, "share"), says)


def _thresholds(row: Row) -> Iterator[Finding]:
    nothing, full = row["nothing_at"], row["full_at"]
    if row["paid"] == "part" and nothing is None:
        says = "is empty, and the measure is paid in proportion between the two"
        yield Finding(At(declared.MEASURES, row.number, "nothing_at"), says)
    if nothing is None or full is None or row["better"] is None:
        return
    side = 1 if row["better"] == "higher" else -1
    if (cast(Decimal, full) - cast(Decimal, nothing)) * side <= 0:
        better = "above" if side > 0 else "below"
        says = f"is {full}, and must be {better} {nothing}, up to which nothing is earned"
        yield Finding(At(declared.MEASURES, row.number, "full_at"), says)


def notices_unfit(contents: Contents) -> Iterator[Finding]:
    """Matters of two contracts, steps out of their order, and money where none belongs."""
    first: dict[object, Row] = {}
    for row in sorted(
        contents["notices"], key=lambda row: (row["on"] is None, row["on"] or date.min, row.number)
    ):
        begun = first.setdefault(row["matter"], row)
        yield from _money(row)
        if begun["contract"] != row["contract"] and None not in (row["matter"], row["contract"]):
            says = f"is {row['contract']}, and matter {row['matter']} is of {begun['contract']}"
            yield Finding(At(declared.NOTICES, row.number, "contract"), says)
        if begun is row and row["step"] is not None and row["step"] not in OPENING:
            says = f"is “{STEPS[str(row['step'])]}”, and no matter begins with that"
            yield Finding(At(declared.NOTICES, row.number, "step"), says, Grade.DOUBT)
    yield from _released(contents["notices"])


def _money(row: Row) -> Iterator[Finding]:
    at = At(declared.NOTICES, row.number, "amount")
    if row["step"] in WITH_MONEY and row["amount"] is None:
        yield Finding(at, f"is empty, and “{STEPS[str(row['step'])]}” is about money")
    elif row["step"] is not None and row["step"] not in WITH_MONEY and row["amount"] is not None:
        yield Finding(at, f"is not used, as “{STEPS[str(row['step'])]}” moves no money", Grade.DOUBT)


def _released(rows: Sequence[Row]) -> Iterator[Finding]:
    held: dict[object, int] = {}
    for row in rows:
        amount = cast(int, row["amount"] or 0)
        held[row["matter"]] = held.get(row["matter"], 0) + (amount if row["step"] == "withheld" else 0)
    for row in rows:
        if row["step"] == "released" and row["amount"] is not None:
            held[row["matter"]] -= cast(int, row["amount"])
            if held[row["matter"]] < 0:
                says = f"releases £{-held[row['matter']]:,} more than was withheld in {row['matter']}"
                yield Finding(At(declared.NOTICES, row.number, "amount"), says)
