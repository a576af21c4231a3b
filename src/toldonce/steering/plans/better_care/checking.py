"""Everything that must hold of a Better Care Fund plan before it can be submitted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from toldonce.steering.plans.better_care import (
    conditions,
    maturity,
    narrative,
    pools,
    sheets,
    signing,
    uplift,
)
from toldonce.steering.plans.better_care.comparing import reconciled
from toldonce.steering.plans.better_care.plan import Plan, plan_of
from toldonce.steering.plans.better_care.reconciling import disagreements
from toldonce.steering.plans.better_care.telling import rows_of
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Sheet
from toldonce.steering.sheets.saying import pounds

SMALLEST_PLAN = 1_000_000
KEYED = (sheets.PARTNERS, sheets.SOURCES, sheets.SCHEMES, sheets.POOLS)


def what_does_not_hold(contents: Contents) -> list[Finding]:
    """The errors, the doubts and what rounding explains, each with its cell."""
    plan = plan_of(contents)
    money = reconciled(plan)
    return [
        *_of_the_sheets(plan, contents),
        *_keys_given_twice(contents),
        *_counted_twice(contents),
        *_paid_by_another(contents, plan),
        *disagreements(money),
        *uplift.findings(contents),
        *pools.findings(contents, plan),
        *maturity.findings(contents),
        *signing.findings(contents),
        *conditions.findings(contents, plan),
        *narrative.findings(contents, money),
    ]


def _of_the_sheets(plan: Plan, contents: Contents) -> Iterator[Finding]:
    for sheet in (sheets.SOURCES, sheets.SPENDING):
        if not contents.get(sheet.key):
            yield Finding(At(sheet), "has no row: a plan says where its money comes from and where it goes.")
    if plan.income.entries and 0 < plan.total < SMALLEST_PLAN:
        says = f"All sources together are {pounds(plan.total)}: thousands may have been taken for pounds."
        yield Finding(At(sheets.SOURCES, None, "amount"), says, Grade.DOUBT, plan.total * 1000)


def _keys_given_twice(contents: Contents) -> Iterator[Finding]:
    for sheet in KEYED:
        seen: dict[object, int] = {}
        for row in contents.get(sheet.key, ()):
            first = seen.setdefault(row["key"], row.number)
            if row["key"] and first != row.number:
                yield Finding(
                    At(sheet, row.number, "key"), f"“{row['key']}” is the key of row {first} already."
                )


def _counted_twice(contents: Contents) -> Iterator[Finding]:
    """Rows of money that say the same in every cell."""
    yield from _alike(contents, sheets.SOURCES, ("name", "partner", "type"), Grade.ERROR)
    yield from _alike(contents, sheets.AREAS, ("source", "area"), Grade.ERROR)
    whole = tuple(column.key for column in sheets.SPENDING.columns)
    yield from _alike(contents, sheets.SPENDING, whole, Grade.DOUBT)


def _alike(contents: Contents, sheet: Sheet, columns: tuple[str, ...], grade: Grade) -> Iterator[Finding]:
    rows = contents.get(sheet.key, ())
    said = [tuple(row[column] for column in columns) for row in rows]
    for values, count in Counter(said).items():
        if count > 1 and any(values):
            twice = [row.number for row, each in zip(rows, said, strict=True) if each == values]
            says = f"says the same as {rows_of(twice[:-1])}: counted twice?"
            yield Finding(At(sheet, twice[-1], "amount"), says, grade)


def _paid_by_another(contents: Contents, plan: Plan) -> Iterator[Finding]:
    """Lines whose contributor is not the one that their source comes from."""
    for sheet in (sheets.SPENDING, sheets.TOTALS):
        for row in contents.get(sheet.key, ()):
            payer = plan.payer.get(str(row["source"]))
            if payer and row["partner"] and payer != row["partner"]:
                says = f"“{row['partner']}” does not pay from “{row['source']}”, which comes from “{payer}”."
                yield Finding(At(sheet, row.number, "partner"), says, should=payer)
