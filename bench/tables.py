"""What was measured beside budgets, as tables of the page of benchmarks."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from bench.measured import Measured, in_digits


def tables(head: str, found: list[dict[str, Any]]) -> list[str]:
    """A head, then tables: what was measured, its budget, and by how much it is missed."""
    rows = [Measured(**each) for each in found]
    told = [head]
    for about, group in groupby(rows, key=lambda each: each.about):
        told += [f"### {about}", "| | measured | budget | | |", "| --- | ---: | ---: | --- | --- |"]
        told += [_row(each) for each in group]
        told.append("")
    return told


def _row(each: Measured) -> str:
    budget = "" if each.budget is None else f"{in_digits(each.budget)} {each.unit}"
    verdict = f"**{each.verdict}**" if each.verdict.startswith("missed") else each.verdict
    return f"| {each.what} | {in_digits(each.value)} {each.unit} | {budget} | {verdict} | {each.more} |"
