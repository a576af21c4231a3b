"""What was measured of figures as lines of the page of benchmarks."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from bench.figures.measured import Measured, in_digits

HEAD = """\
## Figures
The million figures, the indicators and the ten years of months are invented; the pages of planners and of the public
are asked for with the place's own published files. Each page by one reader at a time, after two seconds of warming.
"""


def lines(found: list[dict[str, Any]], measured: str) -> list[str]:
    """When it was measured, then tables: what was measured, its budget, and by how much it is missed."""
    rows = [Measured(**each) for each in found]
    told = [HEAD + measured]
    for about, group in groupby(rows, key=lambda each: each.about):
        told += [f"### {about}", "| | measured | budget | | |", "| --- | ---: | ---: | --- | --- |"]
        told += [_row(each) for each in group]
        told.append("")
    return told


def _row(each: Measured) -> str:
    budget = "" if each.budget is None else f"{in_digits(each.budget)} {each.unit}"
    verdict = f"**{each.verdict}**" if each.verdict.startswith("missed") else each.verdict
    return f"| {each.what} | {in_digits(each.value)} {each.unit} | {budget} | {verdict} | {each.more} |"
