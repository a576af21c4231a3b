"""The workforce plan and the financial gaps side by side: what cost is assumed to grow by, and rows to paste."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from toldonce.steering.money.gap.book import GAP
from toldonce.steering.money.gap.checking import NotWorkedOut, worked_out_from
from toldonce.steering.money.gap.declared import GROWTH
from toldonce.steering.money.gap.paths import as_assumed
from toldonce.steering.money.gap.plan import Plan
from toldonce.steering.plans.workforce import saying
from toldonce.steering.plans.workforce.costing import Bill, growth
from toldonce.steering.plans.workforce.joining import Grown
from toldonce.steering.sheets.queries import Opened, books, opened_with
from toldonce.steering.sheets.saying import year_words

HUNDREDTH = Decimal("0.01")
DRIVEN = (
    ("Pay", "price"),
    ("Staff numbers", "activity"),
)  # what a row of growth is called, and what it drives


@dataclass(frozen=True)
class Beside:
    """A financial gap with the growth of cost that it assumes, beside that of the bill over the same years."""

    title: str
    address: str
    years: str
    there: str
    here: str


def beside(total: dict[int, Bill]) -> Iterator[Beside]:
    """Every financial gap that can be worked out."""
    for book in books({GAP.key: GAP}):
        opened = opened_with(GAP, book)
        address = reverse("book", args=[GAP.key, book.key])
        try:
            plan = worked_out_from(opened.contents)
        except NotWorkedOut:
            yield Beside(book.title, address, "", "its sheets do not say enough to work it out", "")
        else:
            yield _beside(book.title, address, plan, total)


def _beside(title: str, address: str, plan: Plan, total: dict[int, Bill]) -> Beside:
    years = plan.settings.years
    cost = as_assumed(plan).cost[0].sum(axis=0)
    there = growth(int(cost[0]), int(cost[-1]), len(years) - 1)
    span = f"{year_words(years[0])} to {year_words(years[-1])}"
    said = "not known" if there is None else saying.share(there)
    return Beside(title, address, span, said, _here(total, years[0], years[-1]))


def _here(total: dict[int, Bill], first: int, last: int) -> str:
    """The growth of the bill of all who are needed over those of these years that both plans have."""
    shared = [year for year in total if first <= year <= last]
    if len(shared) < 2:
        return "no years in common"
    rate = growth(total[shared[0]].needed, total[shared[-1]].needed, len(shared) - 1)
    span = f"{year_words(shared[0])} to {year_words(shared[-1])}"
    return "not known" if rate is None else f"{saying.share(rate)} ({span})"


def rows_to_paste(opened: Opened, grown: list[Grown]) -> str:
    """Rows for the sheet of growth of a financial gap, with tabs between the cells as a spreadsheet copies them."""
    source = (
        f"Workforce plan “{opened.book.title}”, version {opened.book.version}: bill of all who are needed"
    )
    lines = []
    for each in grown:
        for (name, driver), rate in zip(DRIVEN, (each.price, each.numbers), strict=True):
            year = year_words(each.year)
            percent = f"{(Decimal(repr(rate)) * 100).quantize(HUNDREDTH)}%"
            told = {
                "assumption": f"{name}, {year}",
                "driver": GROWTH.by_key["driver"].kind.say(driver),
                "year": year,
                "percent": percent,
                "source": source,
            }
            lines.append("\t".join(told.get(column.key, "") for column in GROWTH.columns))
    return "\n".join(lines)
