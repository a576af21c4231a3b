"""What must hold across the sheets of need, money, criteria, scenarios and of what was said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toldonce.steering.plans.findings import doubt, error, filled, twice
from toldonce.steering.plans.workforce.need_sheets import (
    CHANGES,
    COSTS,
    CRITERIA,
    DRIVERS,
    NEEDS,
    PROMISED,
    SCENARIOS,
)
from toldonce.steering.plans.workforce.people_sheets import ROLES
from toldonce.steering.plans.workforce.words import EFFECTS, IN_POINTS, OF_DRIVERS, OF_PIPELINES
from toldonce.steering.sheets.declaring import Contents, Finding, Row

LOOKS_LIKE_THOUSANDS = 1_000  # no year of work costs less than so many pounds
TRAINED = ("qualified", "started")
OF_ALL = ("pay", "leavers", "joiners")  # changes that may be of every role


def said_once(contents: Contents) -> Iterator[Finding]:
    """Nothing stands there twice."""
    yield from twice(DRIVERS, contents["drivers"], "driver")
    yield from twice(NEEDS, contents["needs"], "role", "driver")
    yield from twice(COSTS, contents["costs"], "role")
    yield from twice(CRITERIA, contents["criteria"], "measure")
    yield from twice(SCENARIOS, contents["scenarios"], "scenario")


def growth_is_said_one_way(contents: Contents) -> Iterator[Finding]:
    """A driver grows by a rate or towards a later value, and not by both."""
    for row in contents["drivers"]:
        later, growth = row["later"] is not None, row["growth"] is not None
        if later and growth:
            yield error(
                DRIVERS, row, "growth", "is said twice: by a rate and by a later value; leave one empty"
            )
        elif not later and not growth:
            yield error(DRIVERS, row, "growth", "is empty: write a rate, 0 for none, or a later value")
        elif later:
            yield from _later_value(row)


def _later_value(row: Row) -> Iterator[Finding]:
    values: Any = row.values
    if row["later_year"] is None:
        yield error(DRIVERS, row, "later_year", "is empty, and the later value needs its year")
    elif filled(row, "year") and values["later_year"] <= values["year"]:
        yield error(DRIVERS, row, "later_year", "must come after the year of the value")
    if not row["value"] or not row["later"]:
        yield error(
            DRIVERS, row, "value", "and the later value must both be above nothing to grow into each other"
        )


def something_is_needed(contents: Contents) -> Iterator[Finding]:
    """Every role has a rule that says how many are needed."""
    ruled = {row["role"] for row in contents["needs"]}
    for row in contents["roles"]:
        if row["role"] is not None and row["role"] not in ruled:
            yield doubt(
                ROLES, row, "role", f"nothing says how many of “{row['role']}” are needed: it has no gap"
            )


def costs_are_pounds(contents: Contents) -> Iterator[Finding]:
    """The cost of a year of work is in pounds, and not in thousands."""
    for row in contents["costs"]:
        for column in ("pounds", "cover"):
            pounds: Any = row[column]
            if pounds is not None and 0 < pounds < LOOKS_LIKE_THOUSANDS:
                said = f"is £{pounds:,} for a year of work: if these are thousands, write £{pounds * 1000:,}"
                yield doubt(COSTS, row, column, said)


def criteria_have_their_threshold(contents: Contents) -> Iterator[Finding]:
    """A criterion has its threshold in its own unit."""
    for row in contents["criteria"]:
        if row["measure"] is None:
            continue
        wanted, other = ("years", "percent") if row["measure"] == "training" else ("percent", "years")
        if row[wanted] is None:
            yield error(CRITERIA, row, wanted, "is empty, and this criterion is measured in it")
        if row[other] is not None:
            yield error(CRITERIA, row, other, "is filled, and this criterion is not measured in it")


def changes_are_of_something(contents: Contents) -> Iterator[Finding]:
    """What a scenario changes is there, and the change has a size in its own unit."""
    names = _names(contents)
    needed = {row["role"] for row in contents["needs"]}
    for row in contents["changes"]:
        effect: Any = row["effect"]
        if effect is None:
            continue
        kind = "pipelines" if effect in OF_PIPELINES else "drivers" if effect in OF_DRIVERS else "roles"
        if row["of"] is None and effect not in OF_ALL:
            yield error(CHANGES, row, "of", f"is empty, and “{EFFECTS[effect]}” needs a name")
        elif row["of"] is not None and row["of"] not in names[kind]:
            yield error(CHANGES, row, "of", f"“{row['of']}” is no row of the sheet of {kind}")
        elif effect == "one-for-each" and row["of"] not in needed:
            yield error(CHANGES, row, "of", f"“{row['of']}” follows no driver in the sheet “{NEEDS.title}”")
        yield from _size(row, effect)


def _size(row: Row, effect: str) -> Iterator[Finding]:
    wanted, other = ("points", "amount") if effect in IN_POINTS else ("amount", "points")
    amount: Any = row["amount"]
    if row[wanted] is None:
        yield error(CHANGES, row, wanted, f"is empty, and “{EFFECTS[effect]}” is measured in it")
    elif row[other] is not None:
        yield error(CHANGES, row, other, f"is filled, and “{EFFECTS[effect]}” is not measured in it")
    elif effect == "one-for-each" and amount <= 0:
        yield error(CHANGES, row, "amount", "must be above nothing")
    elif effect == "delay" and amount < 0:
        yield error(CHANGES, row, "amount", "is below nothing: nothing that is planned has started already")


def promises_can_be_held(contents: Contents) -> Iterator[Finding]:
    """What was said is about something of this plan, in years of this plan."""
    names = _names(contents)
    base: Any = contents["plan"][0]["base"] if len(contents["plan"]) == 1 else None
    for row in contents["promises"]:
        kind = "pipelines" if row["measure"] in TRAINED else "roles"
        by: Any = row["by"]
        if row["of"] is None and kind == "pipelines":
            yield error(PROMISED, row, "of", "is empty, and this is said of a pipeline")
        elif row["of"] is not None and row["of"] not in names[kind]:
            yield error(PROMISED, row, "of", f"“{row['of']}” is no row of the sheet of {kind}")
        if by is not None and base is not None and by < base:
            yield doubt(PROMISED, row, "by", "lies before the plan begins: it may be a slip in the document")


def _names(contents: Contents) -> dict[str, set[Any]]:
    return {
        "roles": {row["role"] for row in contents["roles"]},
        "pipelines": {row["pipeline"] for row in contents["pipelines"]},
        "drivers": {row["driver"] for row in contents["drivers"]},
    }


NEEDED = (
    said_once,
    growth_is_said_one_way,
    something_is_needed,
    costs_are_pounds,
    criteria_have_their_threshold,
    changes_are_of_something,
    promises_can_be_held,
)
