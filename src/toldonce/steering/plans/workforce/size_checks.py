"""Numbers that may be right, and are far from others that they should be like: thousands, indices, a digit too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from toldonce.steering.plans.findings import doubt
from toldonce.steering.plans.workforce.need_sheets import COSTS, DRIVERS, NEEDS
from toldonce.steering.plans.workforce.people_sheets import FLOWS, ROLES
from toldonce.steering.sheets.declaring import Contents, Finding, Row

FAR_OFF = 5  # times that what is needed, or funded, may differ from what is in post
STEEP = 25  # percent a year beyond which growth of people or activity is looked at again
DEAREST = 1_000_000  # pounds that a year of work costs at most


def as_many_as_are_needed(contents: Contents) -> Iterator[Finding]:
    """What is needed, and what is funded, is of the size of what is in post."""
    in_post, needed = _in_post(contents), _needed(contents)
    last = {row["role"]: row for row in contents["needs"]}
    for role, row in last.items():
        if _far_apart(needed[role], in_post.get(role, 0.0)):
            says = f"makes {needed[role]:,.1f} FTE needed, and {in_post[role]:,.1f} are in post: look at the units"
            yield doubt(NEEDS, row, "fte", says)
    for row in contents["roles"]:
        posts, staff = _number(row, "posts"), in_post.get(row["role"], 0.0)
        if _far_apart(posts, staff):
            yield doubt(ROLES, row, "posts", f"is {posts:,.1f} FTE, and {staff:,.1f} are in post")


def fewer_join_than_work_here(contents: Contents) -> Iterator[Finding]:
    """In one year fewer people join than there are."""
    in_post = _in_post(contents)
    for row in contents["flows"]:
        joiners, staff = _number(row, "joiners"), in_post.get(row["role"], 0.0)
        if 0 < staff < joiners:
            yield doubt(
                FLOWS, row, "joiners", f"is {joiners:,g} people a year, and {staff:,.1f} FTE are in post"
            )


def growth_is_a_growth(contents: Contents) -> Iterator[Finding]:
    """A driver grows by some percent a year, and is no index."""
    for row in contents["drivers"]:
        if row["growth"] is not None and abs(_number(row, "growth")) > STEEP:
            yield doubt(DRIVERS, row, "growth", f"is {row['growth']}% a year, which is steep")
        value, later = _number(row, "value"), _number(row, "later")
        if _far_apart(value, later):
            yield doubt(
                DRIVERS, row, "later", f"is {later:,g} where {value:,g} was before: are they in one unit?"
            )


def a_year_of_work_is_not_a_fortune(contents: Contents) -> Iterator[Finding]:
    """One FTE costs less than a million pounds a year."""
    for row in contents["costs"]:
        for column in ("pounds", "cover"):
            if (pounds := _number(row, column)) > DEAREST:
                yield doubt(
                    COSTS, row, column, f"is £{pounds:,.0f} for a year of work: is it of more than one FTE?"
                )


def _in_post(contents: Contents) -> Mapping[object, float]:
    """FTE in post by role, as far as they work here."""
    here = {row["employer"]: row["share"] for row in contents["employers"]}
    found: dict[object, float] = defaultdict(float)
    for row in contents["staff"]:
        share = here.get(row["employer"])
        found[row["role"]] += _number(row, "fte") * (1.0 if share is None else float(share) / 100)  # type: ignore[arg-type]
    return found


def _needed(contents: Contents) -> Mapping[object, float]:
    """FTE needed by role with its drivers as they are given, whatever they grow by."""
    values = {row["driver"]: _number(row, "value") for row in contents["drivers"]}
    found: dict[object, float] = defaultdict(float)
    for row in contents["needs"]:
        per = _number(row, "per")
        units = values.get(row["driver"], 0.0) / per if per else 1.0
        found[row["role"]] += _number(row, "fte") * units
    return found


def _far_apart(one: float, other: float) -> bool:
    return bool(one and other) and not 1 / FAR_OFF < one / other < FAR_OFF


def _number(row: Row, column: str) -> float:
    value = row[column]
    return 0.0 if value is None else float(value)  # type: ignore[arg-type]


SIZES = (
    as_many_as_are_needed,
    fewer_join_than_work_here,
    growth_is_a_growth,
    a_year_of_work_is_not_a_fortune,
)
