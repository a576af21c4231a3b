"""What must hold across the sheets of those in post: all counted once, shares add up, no more go than there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from toldonce.steering.plans.findings import doubt, error, filled, twice
from toldonce.steering.plans.workforce.people_sheets import (
    AGES,
    EMPLOYERS_SHEET,
    FLOWS,
    INTAKES,
    MOVES,
    PARTICIPATION,
    PIPELINES,
    PLAN,
    ROLES,
    STAFF,
)
from toldonce.steering.plans.workforce.reading import ages_of
from toldonce.steering.plans.workforce.words import ALL_AGES
from toldonce.steering.sheets.declaring import Contents, Finding, Row

ALL = Decimal(100)
LONGEST = 40  # years that a plan may span
FAR_OFF = 0.1  # by which FTE a head of a row of staff may differ from what is assumed


def years_follow(contents: Contents) -> Iterator[Finding]:
    """The plan has one row, and its years follow each other."""
    if len(contents["plan"]) != 1:
        yield error(PLAN, None, "", f"has {len(contents['plan'])} rows, and a plan has one")
        return
    row: Any = contents["plan"][0]
    if filled(row, "base", "last") and not 0 < row["last"] - row["base"] <= LONGEST:
        yield error(PLAN, row, "last", f"must come after the base year, by {LONGEST} years at most")
    elif filled(row, "base", "last", "judged") and not row["base"] < row["judged"] <= row["last"]:
        yield error(PLAN, row, "judged", "must come after the base year and not after the last")


def said_once(contents: Contents) -> Iterator[Finding]:
    """Nothing stands there twice, and there are roles and employers at all."""
    for sheet in (ROLES, EMPLOYERS_SHEET):
        if not contents[sheet.key]:
            yield error(sheet, None, "", "has no rows: nothing can be worked out without one")
    yield from twice(ROLES, contents["roles"], "role")
    yield from twice(EMPLOYERS_SHEET, contents["employers"], "employer")
    yield from twice(STAFF, contents["staff"], "role", "employer", "band")
    yield from twice(AGES, contents["ages"], "band", "role")
    yield from twice(PARTICIPATION, contents["participation"], "role")
    yield from twice(FLOWS, contents["flows"], "role", "employer")
    yield from twice(MOVES, contents["moves"], "role", "into")
    yield from twice(PIPELINES, contents["pipelines"], "pipeline")
    yield from twice(INTAKES, contents["intakes"], "pipeline", "year")


def counted_once(contents: Contents) -> Iterator[Finding]:
    """Staff of all ages do not stand beside the same staff by age."""
    whole = {
        (row["role"], row["employer"]): row.number for row in contents["staff"] if row["band"] == ALL_AGES
    }
    for row in contents["staff"]:
        number = whole.get((row["role"], row["employer"]))
        if row["band"] not in (ALL_AGES, None) and number:
            yield error(STAFF, row, "band", f"is counted twice: row {number} has the same staff of all ages")


def heads_hold_fte(contents: Contents) -> Iterator[Finding]:
    """Nobody is more than one FTE, and the headcount agrees with the FTE a head that is assumed."""
    assumed: Any = {row["role"]: row["fte"] for row in contents["participation"]}
    for row in contents["staff"]:
        heads, fte = _number(row, "heads"), _number(row, "fte")
        if heads is None or fte is None:
            continue
        if fte > heads:
            yield error(STAFF, row, "fte", f"is {fte:g} for {heads:g} people: nobody is more than one FTE")
        elif heads and (share := assumed.get(row["role"])) and abs(fte / heads - float(share)) > FAR_OFF:
            said = f"makes {fte / heads:.2f} FTE a head, where the sheet “Participation” has {share}"
            yield doubt(STAFF, row, "heads", said)


def dated(contents: Contents) -> Iterator[Finding]:
    """Staff in post are of the base year, or it is said that they are not."""
    base: Any = contents["plan"][0]["base"] if len(contents["plan"]) == 1 else None
    for row in contents["staff"]:
        as_at = row["as_at"]
        if as_at is None:
            if not row["invented"]:
                yield doubt(STAFF, row, "as_at", "has no date: it is taken for the end of the base year")
        elif isinstance(as_at, date) and base and as_at > date(base + 1, 3, 31):
            yield doubt(STAFF, row, "as_at", "lies after the end of the base year")


def known_for_every_role(contents: Contents) -> Iterator[Finding]:
    """Every role has FTE a head, ages, and somebody who leaves and joins."""
    has_fte = {row["role"] for row in contents["participation"]}
    flowing = {row["role"] for row in contents["flows"]}
    staffed = {row["role"] for row in contents["staff"]}
    for row in contents["roles"]:
        role = row["role"]
        if role is None:
            continue
        if role not in has_fte:
            yield error(ROLES, row, "role", f"“{role}” has no FTE a head in the sheet “Participation”")
        if not ages_of(contents["ages"], str(role)):
            yield error(ROLES, row, "role", f"“{role}” has no rows in the sheet “Ages”, nor has every role")
        if role in staffed and role not in flowing:
            yield doubt(ROLES, row, "role", f"“{role}” has no row of leavers and joiners: none leave or join")


def ages_add_up(contents: Contents) -> Iterator[Finding]:
    """The shares of the ages of a role add up to 100%."""
    by_role: dict[Any, list[Row]] = {}
    for row in contents["ages"]:
        by_role.setdefault(row["role"], []).append(row)
    for role, rows in by_role.items():
        for column in ("staff", "joining"):
            if all(row[column] is not None for row in rows):
                total = sum((Decimal(str(row[column])) for row in rows), Decimal(0))
                if total != ALL:
                    whose = f"“{role}”" if role else "every role"
                    yield error(AGES, rows[-1], column, f"adds up to {total}% for {whose}, and not to 100%")


def no_more_go_than_there_are(contents: Contents) -> Iterator[Finding]:
    """Leavers, retirements and moves together stay within those in post, at every age."""
    for row in contents["flows"]:
        if not filled(row, "role", "leavers"):
            continue
        role = str(row["role"])
        retiring = max(
            (_number(each, "retiring") or 0.0 for each in ages_of(contents["ages"], role)), default=0.0
        )
        moving = sum(_number(each, "rate") or 0.0 for each in contents["moves"] if each["role"] == role)
        total = (_number(row, "leavers") or 0.0) + retiring + moving
        if total > 100:
            others = f"with {retiring:g}% who retire and {moving:g}% who move"
            yield error(FLOWS, row, "leavers", f"makes {total:g}% of the oldest go in a year, {others}")


def moves_lead_somewhere(contents: Contents) -> Iterator[Finding]:
    """Nobody moves to where they are."""
    for row in contents["moves"]:
        if row["role"] is not None and row["role"] == row["into"]:
            yield error(MOVES, row, "into", "is the role that they come from")


def trained_somewhere(contents: Contents) -> Iterator[Finding]:
    """A pipeline has people in it, and hands them to an employer who is there for all or for itself."""
    started = {row["pipeline"] for row in contents["intakes"]}
    for row in contents["pipelines"]:
        if row["pipeline"] is not None and row["pipeline"] not in started:
            yield doubt(PIPELINES, row, "pipeline", f"nobody starts “{row['pipeline']}”: it has no intakes")


def _number(row: Row, column: str) -> float | None:
    value: Any = row[column]
    return None if value is None else float(value)


PEOPLE = (
    years_follow,
    said_once,
    counted_once,
    heads_hold_fte,
    dated,
    known_for_every_role,
    ages_add_up,
    no_more_go_than_there_are,
    moves_lead_somewhere,
    trained_somewhere,
)
