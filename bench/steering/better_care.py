"""What the check of a Better Care Fund plan costs as one types: `python -m bench.steering.better_care [LINES]`."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench.measured import Measured, size, tell, took
from toldonce.steering.plans.better_care.book import BETTER_CARE
from toldonce.steering.plans.better_care.words import AREAS
from toldonce.steering.sheets.declaring import Contents, Row, Sheet

ABOUT, BUDGET = "Better Care Fund", 100.0  # milliseconds, as one types
LINES, SCHEMES, SOURCES, POOLS = 500, 40, 12, 8


def main() -> None:
    tell(measured(int(size(LINES))))


def measured(lines: int) -> Iterator[Measured]:
    """The check of the whole plan, as it balances and as it does not."""
    for name, unsaid, wrong in (
        ("every one says everything", 0.0, False),
        ("half of them leave something unsaid", 0.5, False),
        ("one is wrong", 0.0, True),
        ("one is wrong and half leave something unsaid", 0.5, True),
    ):
        contents = plan(lines, unsaid, wrong=wrong)
        yield took(ABOUT, f"{lines} lines checked, {name}", lambda: BETTER_CARE.check(contents), BUDGET)  # noqa: B023


def plan(lines: int, unsaid: float, *, wrong: bool) -> Contents:
    """An invented plan that balances in every view, but for one line where that is asked."""
    chance = random.Random(20_190_925)
    sources = [f"source{at}" for at in range(SOURCES)]
    spending = [_line(chance, sources) for _ in range(lines)]
    told = {
        "about": [{"board": "Bench", "year": 2019, "nearest": "1"}],
        "partners": [{"key": each, "name": each, "kind": "other"} for each in ("group", "council")],
        "schemes": [{"key": f"scheme{at}", "name": f"Scheme {at}"} for at in range(SCHEMES)],
        "pools": [{"key": f"pool{at}", "name": f"Pool {at}"} for at in range(POOLS)],
        "sources": [_source(each) for each in _sums(spending, ("source",))],
        "areas": list(_sums(spending, ("source", "area"))),
        "contributions": list(_sums(spending, ("pool", "partner"))),
        "totals": [{"table": "T", **each} for each in _sums(spending, ("scheme", "partner"))],
    }
    told["spending"] = [_forgetting(chance, line, unsaid) for line in spending]
    if wrong:
        told["spending"][lines // 2]["amount"] += 90_000
    return {sheet.key: _rows(sheet, told.get(sheet.key, [])) for sheet in BETTER_CARE.sheets}


def _line(chance: random.Random, sources: list[str]) -> dict:
    source = chance.choice(sources)
    return {
        "scheme": f"scheme{chance.randrange(SCHEMES)}",
        "partner": _payer(source),
        "source": source,
        "area": chance.choice(list(AREAS)),
        "pool": f"pool{chance.randrange(POOLS)}",
        "amount": chance.randrange(1_000, 900_000),
    }


def _payer(source: str) -> str:
    return "group" if source.endswith(("0", "2", "4", "6", "8")) else "council"


def _sums(lines: list[dict], columns: tuple[str, ...]) -> Iterator[dict]:
    sums: dict[tuple, int] = {}
    for line in lines:
        values = tuple(line[each] for each in columns)
        sums[values] = sums.get(values, 0) + line["amount"]
    for values, pounds in sums.items():
        yield {**dict(zip(columns, values, strict=True)), "amount": pounds}


def _source(told: dict) -> dict:
    key = told["source"]
    return {"key": key, "name": key, "partner": _payer(key), "type": "other", "amount": told["amount"]}


def _forgetting(chance: random.Random, line: dict, unsaid: float) -> dict:
    if chance.random() >= unsaid:
        return dict(line)
    return {**line, chance.choice(["scheme", "source", "area", "pool"]): None}


def _rows(sheet: Sheet, told: list[dict]) -> list[Row]:
    empty = {column.key: None for column in sheet.columns}
    return [Row(number, number, {**empty, **values}) for number, values in enumerate(told, 1)]


if __name__ == "__main__":
    main()
