"""No count of seven or fewer can be worked out from what is shown, however often and by whichever breakdown.

The attacker of these tests is not the one that the release was tried with: it knows that people are whole (it solves an
integer programme), knows the total of each table exactly, and has every release.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from toldonce.figures.disclosure import (
    BASE,
    SMALL,
    WITHHELD,
    Count,
    Unsafe,
    protect,
    rate,
    rounded,
    shown,
)
from toldonce.figures.missing import Missing


def one_way(numbers, table="area", total=True):
    """Counts of a table with one heading, and its total."""
    parts = [Count(f"{table} {n}", frozenset({(table, n)}), number) for n, number in enumerate(numbers)]
    everyone = frozenset().union(*(part.people for part in parts))
    return [*parts, *([Count(f"{table} all", everyone, sum(numbers), True)] if total else [])]


def two_way(rows, totals=True):
    """Counts of a table with two headings, its totals both ways, and the total of all."""
    groups = {(r, c): number for r, row in enumerate(rows) for c, number in enumerate(row)}

    def count(name, chosen, total):
        return Count(name, frozenset(chosen), sum(groups[each] for each in chosen), total)

    cells = [count(f"{r} {c}", [(r, c)], False) for r, c in groups]
    if not totals:
        return cells
    across = [count(f"row {r}", [each for each in groups if each[0] == r], True) for r in range(len(rows))]
    down = [
        count(f"column {c}", [each for each in groups if each[1] == c], True) for c in range(len(rows[0]))
    ]
    return [*cells, *across, *down, count("all", groups, True)]


def by_one_heading(rows, heading):
    """The counts of a two-way table by one of its headings alone."""
    groups = {(r, c): number for r, row in enumerate(rows) for c, number in enumerate(row)}
    values = sorted({each[heading] for each in groups})
    return [
        Count(
            f"heading {heading} {value}",
            frozenset(each for each in groups if each[heading] == value),
            sum(number for each, number in groups.items() if each[heading] == value),
        )
        for value in values
    ]


def told_by(releases):
    """What the figures of releases tell an outsider who knows the rules: people, at least, at most.

    A figure that is the same as in an earlier release may be of a count that has changed by as much as is held back.
    """
    told, seen = [], {}
    for release in releases:
        for count in release.counts:
            figure = release.shown[count.name]
            if isinstance(figure, Missing):
                continue
            wide = BASE // 2 + (SMALL if seen.get(count.name) == figure else 0)
            least, most = max(SMALL + 1, figure - wide), figure + wide
            told.append((count.people, *((count.number,) * 2 if count.total else (least, most))))
            seen[count.name] = figure
    return told


def attacked(releases, people):
    """The least and the most that whole people can be under all that was shown."""
    told = told_by(releases)
    groups = sorted({group for people_told, _, _ in told for group in people_told} | people, key=repr)
    if not told:
        return 0, np.inf
    matrix = np.array([[float(group in each[0]) for group in groups] for each in told])
    least_and_most: Any = [np.array([each[end] for each in told]) for end in (1, 2)]
    within = LinearConstraint(matrix, *least_and_most)
    wanted = np.array([float(group in people) for group in groups])
    extremes = []
    for sign in (1, -1):
        found = milp(sign * wanted, constraints=within, integrality=np.ones(len(groups)))
        extremes.append(round(sign * found.fun) if found.success else sign * -np.inf)
    return extremes[0], extremes[1]


def leaks(*releases):
    """The groups of seven or fewer that an attack narrows, and the groups between two counts that it narrows."""
    counts = [count for release in releases for count in release.counts]
    few = {count.people: count.number for count in counts if count.number <= SMALL}
    for large, small in itertools.permutations(counts, 2):
        if small.people < large.people and large.number - small.number <= SMALL:
            few[large.people - small.people] = large.number - small.number
    narrowed = {}
    for people, number in few.items():
        least, most = attacked(releases, people)
        if least > 0 or most < SMALL:
            narrowed[people] = (number, least, most)
    return narrowed


def figures(counts, *earlier):
    release = protect(counts, earlier)
    return [
        None if isinstance(release.shown[count.name], Missing) else release.shown[count.name]
        for count in release.counts
    ]


@pytest.mark.parametrize(
    ("number", "is_shown"),
    [
        (0, None),
        (1, None),
        (7, None),
        (8, 10),
        (10, 10),
        (12, 10),
        (13, 15),
        (17, 15),
        (18, 20),
        (1002, 1000),
    ],
)
def test_seven_and_fewer_are_withheld_and_others_rounded_to_five(number, is_shown):
    assert shown(number) == (WITHHELD if is_shown is None else is_shown)


@pytest.mark.parametrize(
    ("numerator", "denominator", "is_shown"),
    [(10, 40, 25.0), (WITHHELD, 40, WITHHELD), (10, WITHHELD, WITHHELD)],
)
def test_a_rate_is_made_of_what_is_shown(numerator, denominator, is_shown):
    assert rate(numerator, denominator) == is_shown


def test_a_rate_over_nought_says_why_it_is_missing():
    assert "nought" in rate(10, 0).reason


@pytest.mark.parametrize(
    ("numbers", "are_shown"),
    [
        # every count is shown, and the total is the sum of what is shown
        ([13, 13, 13], [15, 15, 15, 45]),
        # one is too few, and so the smallest other goes as well
        ([60, 5, 33], [60, None, None, 60]),
        ([60, 0, 33], [60, None, None, 60]),
        # two are too few, and together they are enough to hide each other
        ([60, 5, 6, 33], [60, None, None, 35, 95]),
        # two are too few and so few together that each would be known
        ([60, 1, 2, 33], [60, None, None, None, 60]),
        # nothing can be shown of a table of one row that is too few
        ([3], [None, None]),
        # 100 per cent of them would tell of each of them
        ([40, 0], [None, None, None]),
    ],
)
def test_a_table_and_what_is_shown_of_it(numbers, are_shown):
    assert figures(one_way(numbers)) == are_shown


def test_a_table_with_two_headings():
    table = two_way([[40, 5, 30], [25, 35, 50], [60, 45, 20]])
    release = protect(table)
    hidden = [name for name, figure in release.shown.items() if figure == WITHHELD]
    assert "0 1" in hidden and len(hidden) == 4  # a square of four: two in each row and column that has any
    assert leaks(release) == {}


def test_the_reason_for_withholding_does_not_tell_which_count_is_few():
    release = protect(one_way([60, 5, 33]))
    assert release.shown["area 1"] is release.shown["area 2"]


def test_the_same_people_by_another_heading_do_not_give_away_who_was_withheld():
    rows = [[38, 6], [45, 41]]
    first = protect(two_way(rows))
    second = protect(by_one_heading(rows, 0), [first])
    third = protect(by_one_heading(rows, 1), [first, second])
    assert leaks(first, second, third) == {}


def test_this_month_less_last_month_does_not_give_away_the_new_ones():
    """Cumulative counts: those of April are those of March and the three who came since."""
    march = protect([Count("north", frozenset({"march"}), 22)])
    april = protect([Count("north", frozenset({"march", "april"}), 25)], [march])
    assert march.shown["north"] == april.shown["north"] == 20
    may = protect([Count("north", frozenset({"march", "april", "may"}), 31)], [march, april])
    assert may.shown["north"] == 30  # nine more than when it was last shown as 20


def test_a_revision_of_seven_or_fewer_is_not_news():
    first = protect([Count("north", frozenset({("north", "as at May")}), 12)])
    revised = protect([Count("north", frozenset({("north", "as at June")}), 13)], [first])
    assert (first.shown["north"], revised.shown["north"]) == (10, 10)


def test_the_same_groups_cannot_hold_two_numbers():
    first = protect([Count("north", frozenset({"north"}), 12)])
    with pytest.raises(Unsafe, match="date its groups"):
        protect([Count("north", frozenset({"north"}), 19)], [first])


NUMBERS = st.one_of(st.integers(0, 12), st.integers(0, 90))


@settings(deadline=None, max_examples=60)
@given(st.lists(NUMBERS, min_size=1, max_size=7))
def test_no_table_of_one_heading_gives_anybody_away(numbers):
    assert leaks(protect(one_way(numbers))) == {}


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 4), st.integers(2, 4), st.data())
def test_no_table_of_two_headings_gives_anybody_away(height, width, data):
    row = st.lists(NUMBERS, min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=height, max_size=height))
    assert leaks(protect(two_way(rows))) == {}


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 3), st.integers(2, 4), st.permutations([0, 1, 2]), st.data())
def test_no_sequence_of_breakdowns_gives_anybody_away(height, width, order, data):
    row = st.lists(NUMBERS, min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=height, max_size=height))
    tables = [two_way(rows, totals=False), by_one_heading(rows, 0), by_one_heading(rows, 1)]
    releases = []
    for which in order:
        try:
            releases.append(protect(tables[which], releases))
        except Unsafe:
            continue  # it was not released
    assert leaks(*releases) == {}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(NUMBERS, min_size=1, max_size=4), min_size=2, max_size=4))
def test_no_hierarchy_gives_anybody_away(branches):
    """Practices in networks in a place: the totals of each floor are shown beside its parts."""
    leaves = [
        Count(f"practice {n} {m}", frozenset({(n, m)}), number)
        for n, branch in enumerate(branches)
        for m, number in enumerate(branch)
    ]
    networks = [
        Count(f"network {n}", frozenset((n, m) for m in range(len(branch))), sum(branch), True)
        for n, branch in enumerate(branches)
        if len(branch) > 1
    ]
    everyone = frozenset().union(*(leaf.people for leaf in leaves))
    place = Count("place", everyone, sum(map(sum, branches)), True)
    assert leaks(protect([*leaves, *networks, place])) == {}


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 60), st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_sequence_of_months_gives_away_who_came(start, came):
    """Cumulative counts month after month: an attacker subtracts each from each."""
    people, number, releases = frozenset({0}), start, []
    for month, new in enumerate([0, *came]):
        people, number = people | {month}, number + new if month else start
        releases.append(protect([Count("north", people, number)], releases))
    assert leaks(*releases) == {}


@settings(deadline=None, max_examples=40)
@given(st.lists(NUMBERS, min_size=1, max_size=7))
def test_what_is_shown_is_a_multiple_of_five_and_totals_are_sums_of_it(numbers):
    release = protect(one_way(numbers))
    parts = [release.shown[count.name] for count in release.counts if not count.total]
    kept = [part for part in parts if not isinstance(part, Missing)]
    assert all(part % BASE == 0 and part > SMALL for part in kept)
    total = release.shown["area all"]
    assert isinstance(total, Missing) or total == sum(kept)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(8, 500), min_size=1, max_size=8))
def test_nothing_is_withheld_where_nobody_is_few(numbers):
    release = protect(one_way(numbers))
    if len(numbers) > 1:
        assert [release.shown[f"area {n}"] for n in range(len(numbers))] == [
            rounded(each) for each in numbers
        ]
