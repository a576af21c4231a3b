"""What must hold in the procurement work plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toldonce.steering.money.contracts import declared_buying as declared
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row

DAY = timedelta(days=1)


def lots_unfit(contents: Contents) -> Iterator[Finding]:
    """Lots that overlap or leave a gap, contracts bought twice, and progress that no rule knows."""
    ends = {row["contract"]: row["ends"] for row in contents["contracts"]}
    followed: dict[object, int] = {}
    for row in contents["lots"]:
        yield from _joined(row, ends.get(row["contract"]))
        if row["contract"] is not None and row["contract"] in followed:
            says = f"“{row['contract']}” is followed by the lot in row {followed[row['contract']]} already"
            yield Finding(At(declared.LOTS, row.number, "contract"), says, Grade.DOUBT)
        followed.setdefault(row["contract"], row.number)
    yield from _progress(contents)


def _joined(row: Row, ends: object) -> Iterator[Finding]:
    starts, at = row["starts"], At(declared.LOTS, row.number, "starts")
    if not isinstance(starts, date) or not isinstance(ends, date):
        return
    if starts > ends + DAY:
        says = f"leaves {(starts - ends).days - 1} days without a contract after {ends:%d/%m/%Y}"
        yield Finding(at, says, Grade.DOUBT, should=ends + DAY)
    elif starts <= ends:
        says = f"is before {row['contract']} ends on {ends:%d/%m/%Y}: both would be paid"
        yield Finding(at, says, Grade.DOUBT, should=ends + DAY)


def _progress(contents: Contents) -> Iterator[Finding]:
    routes = {row["lot"]: row["route"] for row in contents["lots"]}
    stages = {(row["route"], row["stage"]) for row in contents["stages"]}
    for row in contents["progress"]:
        route = routes.get(row["lot"])
        if route is not None and row["stage"] is not None and (route, row["stage"]) not in stages:
            says = f"“{row['stage']}” is no stage of the route “{route}”"
            yield Finding(At(declared.PROGRESS, row.number, "stage"), says)
        if row["done"] is not None and row["expected"] is not None:
            says = "is not used, as the stage is done"
            yield Finding(At(declared.PROGRESS, row.number, "expected"), says, Grade.DOUBT)
