"""Where a saving comes from: what a solution promises, how much of it is delivered, and when it starts."""

from __future__ import annotations

from toldonce.steering.money.gap.paths import phased, year_paid
from toldonce.steering.money.gap.phasing import share_of_year
from toldonce.steering.money.gap.plan import Solution, Spread
from toldonce.steering.money.gap.saying import percent
from toldonce.steering.money.gap.told import Told
from toldonce.steering.money.gap.traced import Node, Unknown, branch, leaf, led_to
from toldonce.steering.money.gap.words import ACTS_ON, BENDS, SHAPES, WITH_LINE
from toldonce.steering.sheets.saying import pounds, year_words


def saved_in_year(told: Told, at: int, _: int) -> Node:
    """What all solutions take off together."""
    year = told.years[at]
    parts = [
        led_to(f"saving/{year}/{each.origin.row}", each.name, int(told.savings[place, at]))
        for place, each in enumerate(told.plan.solutions)
    ] + [
        led_to(
            f"double/{year}/{each.origin.row}",
            f"Counted twice: {each.first} and {each.second}",
            int(told.counted_twice[place, at]),
        )
        for place, each in enumerate(told.overlaps)
    ]
    rule = "the solutions together, less what is counted twice; the total is rounded first, then each part to fit it"
    says = f"What the solutions save in {year_words(year)}"
    return branch(f"saved/{year}", says, int(told.saved[at]), rule, tuple(parts))


def saving_of_year(told: Told, at: int, row: int) -> Node:
    """What one solution takes off in a year."""
    rows = [each.origin.row for each in told.plan.solutions]
    if row not in rows:
        raise Unknown(f"saving/{told.years[at]}/{row}")
    place, year = rows.index(row), told.years[at]
    solution = told.plan.solutions[place]
    delivered = float(told.paths.delivered[0, place])
    rule, first = (
        _bending(told, place, at, delivered)
        if solution.kind == BENDS
        else _cutting(told, solution, place, at, delivered)
    )
    parts = (*first, _share(solution, delivered), *_timing(solution, year))
    says = f"What “{solution.name}” saves in {year_words(year)}"
    return branch(f"saving/{year}/{row}", says, int(told.savings[place, at]), rule, parts)


def _cutting(told: Told, solution: Solution, place: int, at: int, delivered: float) -> tuple[str, list[Node]]:
    """A full year's amount × share delivered × share of the year × growth of its lines where it follows them."""
    share = share_of_year(solution, told.years[at])
    exact = float(told.paths.level(place)[0, at])
    words = [
        pounds(solution.amount),
        f"{percent(delivered, 4)} delivered",
        f"{percent(share, 4)} of the year",
    ]
    if solution.money == WITH_LINE and share and delivered and solution.amount:
        words.append(
            f"{exact / (solution.amount * delivered * share):.6f} grown with its lines since the base year"
        )
    found = [leaf("Saving in a full year", pounds(solution.amount), solution.origin, "amount")]
    return f"{' × '.join(words)} = £{exact:,.2f}, in whole pounds", found


def _bending(told: Told, place: int, at: int, delivered: float) -> tuple[str, list[Node]]:
    """Costs with growth as it was before the solution, less costs with growth that it bends, year after year."""
    solution = told.plan.solutions[place]
    shares = phased(told.plan, solution)[0]
    bends = [
        f"{percent(solution.points * delivered * float(share), 4)[:-1]} points in {year_words(year)}"
        for year, share in zip(told.years[1 : at + 1], shares[1 : at + 1], strict=True)
        if share
    ]
    exact = float(told.exact[solution.name][:, at].sum())
    rule = (
        f"growth of {ACTS_ON[solution.acts_on].lower()} of {solution.reach} is lower by {', '.join(bends)}: "
        f"£{exact:,.2f}, in whole pounds"
        if bends
        else "has not started"
    )
    return rule, [leaf("Points off growth a year", percent(solution.points, 4), solution.origin, "points")]


def _share(solution: Solution, delivered: float) -> Node:
    return leaf(
        "Share delivered",
        f"{percent(delivered, 4)}{_range(solution.delivered)}",
        solution.origin,
        "confidence",
    )


def _range(spread: Spread) -> str:
    if spread.is_certain:
        return ""
    ends = f"low {percent(spread.low)}, most likely {percent(spread.likely)}, high {percent(spread.high)}"
    return f" on average ({ends}, {SHAPES[spread.shape].lower()})"


def _timing(solution: Solution, year: int) -> list[Node]:
    late = f", {solution.later} months late" if solution.later else ""
    start = leaf("Starts in", f"{solution.start:%B %Y}{late}", solution.origin, "start")
    ramp = f"{solution.ramp} months" if solution.ramp else "at once"
    found = [start, leaf("Full effect after", ramp, solution.origin, "ramp")]
    if solution.lasts is not None:
        found.append(leaf("Lasts", f"{solution.lasts} months", solution.origin, "lasts"))
    share = percent(share_of_year(solution, year), 4)
    return [Node(f"Share of the effect of a full year in {year_words(year)}", share, parts=tuple(found))]


def double_of_year(told: Told, at: int, row: int) -> Node:
    """What a statement of overlap takes away again."""
    rows = [each.origin.row for each in told.overlaps]
    if row not in rows:
        raise Unknown(f"double/{told.years[at]}/{row}")
    place, year = rows.index(row), told.years[at]
    overlap = told.overlaps[place]
    names = [each.name for each in told.plan.solutions]
    savings = [(each, names.index(each)) for each in (overlap.first, overlap.second)]
    parts = [
        led_to(f"saving/{year}/{told.plan.solutions[at_].origin.row}", name, int(told.savings[at_, at]))
        for name, at_ in savings
    ]
    share = leaf("Counted twice", percent(overlap.share), overlap.origin, "share")
    rule = f"{percent(overlap.share)} of the smaller of both, taken away"
    says = f"Counted twice in {year_words(year)}"
    return branch(f"double/{year}/{row}", says, int(told.counted_twice[place, at]), rule, (*parts, share))


def paid_in_year(told: Told, at: int, _: int) -> Node:
    """What it costs in a year to achieve the solutions."""
    year = told.years[at]
    parts = tuple(
        leaf(each.name, pounds(each.to_achieve), each.origin, "to_achieve")
        for each in told.plan.solutions
        if each.to_achieve and year_paid(each) == year
    )
    says = f"Cost to achieve the solutions in {year_words(year)}"
    return branch(
        f"paid/{year}", says, int(told.to_achieve[at]), "paid once, in the year that is said", parts
    )
