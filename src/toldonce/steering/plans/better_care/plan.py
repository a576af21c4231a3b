"""A Better Care Fund plan made from what stands in its sheets; rows that lack what they need are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toldonce.steering.plans.better_care import sheets, words
from toldonce.steering.plans.better_care.accounts import (
    DIMENSIONS,
    Account,
    Cut,
    Dimension,
    Entry,
    Pattern,
    Statement,
    cut,
)
from toldonce.steering.sheets.declaring import Contents, Row, Sheet

PARTNER_AT, SOURCE_AT, POOL_AT = map(DIMENSIONS.index, (Dimension.PARTNER, Dimension.SOURCE, Dimension.POOL))
COLUMNS_OF = {
    "sources": ("", "partner", "key", "", "")
}  # where a column is called otherwise than its dimension


@dataclass(frozen=True)
class Claim:
    """A total as it is printed: so many pounds of a cut, in a row of the sheet of totals."""

    row: Row
    cut: Cut
    statement: Statement

    @property
    def pounds(self) -> int:
        """What is printed."""
        return self.statement.low


@dataclass(frozen=True)
class Plan:
    """The accounts of a plan, the totals printed about them, and the names of everything in them."""

    year: int | None
    nearest: int
    income: Account
    areas: Account
    spending: Account
    pools: Account
    claims: Sequence[Claim]
    names: Mapping[Dimension, Mapping[str, str]]
    payer: Mapping[str, str]  # the contributor of each source

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """Everything that says where the same money comes from or goes to."""
        return (self.income, self.areas, self.spending, self.pools)

    @property
    def total(self) -> int:
        """The pounds of all sources together."""
        return self.income.of(()).low

    def named(self, cut: Cut) -> str:
        """A cut in words: "Carers, Dorset CCG"; all of it is "the whole plan"."""
        found = [self.names[dimension].get(value, value) for dimension, value in cut]
        return ", ".join(found) or "the whole plan"

    def completed(self, wanted: Cut) -> Cut:
        """A cut of a source is one of its contributor too, as no other could pay from it."""
        said: dict[Dimension, str | None] = dict(wanted)
        if Dimension.SOURCE in said and Dimension.PARTNER not in said:
            said[Dimension.PARTNER] = self.payer.get(str(said[Dimension.SOURCE]))
        return cut(said)


def plan_of(contents: Contents) -> Plan:
    """The plan that the sheets make."""
    about = _first(contents, "about")
    nearest = int(about["nearest"]) if about and about["nearest"] else 1  # type: ignore[call-overload]
    payer = _pairs(contents, "sources", "key", "partner")
    income = _account(
        "income", sheets.SOURCES, contents, nearest, payer, (Dimension.PARTNER, Dimension.SOURCE)
    )
    areas = _account(
        *("areas", sheets.AREAS, contents, nearest, payer),
        (Dimension.PARTNER, Dimension.SOURCE, Dimension.AREA),
    )
    spending = _account("spending", sheets.SPENDING, contents, nearest, payer, DIMENSIONS)
    pools = _account(
        *("pools", sheets.CONTRIBUTIONS, _of_payers(contents, payer), nearest, payer),
        (Dimension.PARTNER, Dimension.POOL),
        Dimension.POOL,
    )
    year = about["year"] if about else None
    names = _names(contents)
    claims = tuple(_claims(contents, nearest, payer))
    return Plan(year, nearest, income, areas, spending, pools, claims, names, payer)  # type: ignore[arg-type]


def _of_payers(contents: Contents, payer: Mapping[str, str]) -> Contents:
    """The contributions to pools without those of partners who pay nothing into this plan: a pool may be wider."""
    ours = [row for row in contents.get("contributions", ()) if row["partner"] in payer.values()]
    return {"contributions": ours}


def _first(contents: Contents, sheet: str) -> Row | None:
    return next(iter(contents.get(sheet, ())), None)


def _pairs(contents: Contents, sheet: str, key: str, value: str) -> dict[str, str]:
    return {str(row[key]): str(row[value]) for row in contents.get(sheet, ()) if row[key] and row[value]}


def _names(contents: Contents) -> dict[Dimension, Mapping[str, str]]:
    return {
        Dimension.SCHEME: _pairs(contents, "schemes", "key", "name"),
        Dimension.PARTNER: _pairs(contents, "partners", "key", "name"),
        Dimension.SOURCE: _pairs(contents, "sources", "key", "name"),
        Dimension.AREA: words.AREAS,
        Dimension.POOL: _pairs(contents, "pools", "key", "name"),
    }


def _account(
    name: str,
    sheet: Sheet,
    contents: Contents,
    nearest: int,
    payer: Mapping[str, str],
    dimensions: Iterable[Dimension],
    only_within: Dimension | None = None,
) -> Account:
    entries = tuple(
        Entry(row.number, row["amount"], _said(row, sheet, payer))  # type: ignore[arg-type]
        for row in contents.get(sheet.key, ())
    )
    return Account(name, sheet, frozenset(dimensions), entries, only_within, nearest)


def _said(row: Row, sheet: Sheet, payer: Mapping[str, str]) -> Pattern:
    """What a row says of itself; a source says its contributor, and a source's own row is that source."""
    said = [row.values.get(name) or None for name in COLUMNS_OF.get(sheet.key, DIMENSIONS)]
    source = said[SOURCE_AT]
    if source and not said[PARTNER_AT]:
        said[PARTNER_AT] = payer.get(str(source))
    return tuple(said)  # type: ignore[arg-type]


def _claims(contents: Contents, nearest: int, payer: Mapping[str, str]) -> Iterable[Claim]:
    printed = Account("totals", sheets.TOTALS, frozenset(), (), nearest=nearest)
    slack = nearest / 2 if nearest > 1 else 0
    for row in contents.get("totals", ()):
        pounds = row["amount"]
        if isinstance(pounds, int):
            claimed = cut(dict(zip(DIMENSIONS, _said(row, sheets.TOTALS, payer), strict=True)))
            yield Claim(row, claimed, Statement(printed, pounds, pounds, frozenset({row.number}), slack))
