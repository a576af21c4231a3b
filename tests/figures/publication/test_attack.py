"""An attacker who has every download of every release works nothing out that was not shown.

The attacker reads files, knows who lies in which network and that the whole is made of its parts, knows the rules, and
is even told the exact number behind each sum that is shown with what it adds up. What is left to know of a small count
is that it is small.
"""

from __future__ import annotations

import csv
import io
import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.figures.publication.conftest import released
from toldonce.directory.models import Organisation
from toldonce.figures.disclosure import BASE, SMALL
from toldonce.figures.models import Figure
from toldonce.figures.publication import downloads, reading
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.models import Cell, Choice, Proposal, Release
from toldonce.figures.publication.selecting import Extent

JANUARY, NETWORK = "2024-01-01", "NET"
PRACTICES, PARTS = ("P1", "P2", "P3"), ("men", "women")
LEAVES = tuple(itertools.product(PRACTICES, PARTS))
BREACHES = Chosen("breaches")
NUMBER = st.one_of(st.integers(0, 12), st.integers(0, 90))


@pytest.fixture
def network(hospitals, published, count):
    """A network with three practices."""
    above = Organisation.objects.create(code=NETWORK, place=hospitals, kind="network", name="A network")
    for code in PRACTICES:
        Organisation.objects.create(code=code, place=hospitals, kind="practice", name=code, parent=above)
    return count


def cells_of(leaves: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Every cell that can be published: practices and network, by part and whole."""
    places = {each: (each,) for each in PRACTICES} | {NETWORK: PRACTICES}
    parts = {each: (each,) for each in PARTS} | {"": PARTS}
    return {
        (place, part): sum(leaves[leaf] for leaf in itertools.product(places[place], parts[part]))
        for place, part in itertools.product(places, parts)
    }


def forget() -> None:
    """Take back everything that was released, as only a test can."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("truncate published_release, publication_proposal, figures_figure cascade")
    assert not any(model.objects.exists() for model in (Cell, Choice, Proposal, Release))


def taken() -> list[list[dict[str, str]]]:
    """The rows of everything, as it can be taken after each release."""
    files = []
    for each in reversed(reading.releases()):
        wanted = downloads.taken(each.number, "everything", reading.standing(each.number))
        assert wanted is not None
        files.append(list(csv.DictReader(io.StringIO(downloads.as_csv(wanted).decode()))))
    return files


Told = tuple[np.ndarray, float, float]


def limits(files: list[list[dict[str, str]]], truth: dict[tuple[str, str], int]) -> list[Told]:
    """What each shown figure tells: which leaves it adds up, at least and at most."""
    told = []
    for file in files:
        there = {(row["place"], row["part"]) for row in file}
        for row in file:
            if row["value"]:
                where, figure = (row["place"], row["part"]), float(row["value"])
                exact = (truth[where], truth[where])
                rounded = (max(SMALL + 1, figure - BASE // 2), figure + BASE // 2)
                told.append((leaves_of(where), *(exact if is_sum(where, there) else rounded)))
    return told


def leaves_of(where: tuple[str, str]) -> np.ndarray:
    """Which leaves a cell adds up."""
    places = PRACTICES if where[0] == NETWORK else (where[0],)
    parts = (where[1],) if where[1] else PARTS
    return np.array([float(place in places and part in parts) for place, part in LEAVES])


def is_sum(where: tuple[str, str], there: set[tuple[str, str]]) -> bool:
    """Whether a file breaks a cell down, by part or by place."""
    place, part = where
    by_part = not part and all((place, each) in there for each in PARTS)
    return by_part or (place == NETWORK and all((each, part) in there for each in PRACTICES))


def bounds(wanted: np.ndarray, told: list[Told]) -> tuple[float, float]:
    if not told:
        return 0, np.inf
    matrix = np.array([each[0] for each in told])
    upper, lower = np.array([each[2] for each in told]), np.array([each[1] for each in told])
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * wanted, A_ub=np.vstack([matrix, -matrix]), b_ub=np.concatenate([upper, -lower])
        )
        ends.append(sign * found.fun if found.success else sign * -np.inf)
    return ends[0], ends[1]


def worked_out(leaves: dict[tuple[str, str], int]) -> dict[tuple[str, str], tuple[float, float]]:
    """The small counts that the attacker knows more of than that they are small."""
    truth, files = cells_of(leaves), taken()
    told = limits(files, truth)
    rows = list(itertools.chain(*files))
    shown = {(row["place"], row["part"]) for row in rows if row["value"]}
    hidden = {(row["place"], row["part"]) for row in rows if not row["value"]}
    found = {}
    assert all(truth[where] > SMALL for where in shown)
    for where in hidden:
        if truth[where] <= SMALL:
            least, most = bounds(leaves_of(where), told)
            if least > 0.001 or most < SMALL:
                found[where] = (least, most)
    return found


BREAKDOWNS = (
    Extent(),
    Extent(parts=("",)),
    Extent(parts=PARTS),
    Extent(places=PRACTICES),
    Extent(places=(NETWORK,)),
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(NUMBER, min_size=len(LEAVES), max_size=len(LEAVES)), st.permutations(BREAKDOWNS))
def test_nothing_is_worked_out_from_the_downloads_of_two_releases(network, numbers, extents):
    forget()
    leaves = dict(zip(LEAVES, numbers, strict=True))
    network(*((place, part, JANUARY, number) for (place, part), number in cells_of(leaves).items()))
    for extent in extents[:2]:
        try:
            released(BREACHES, extent=extent)
        except PublicationRefused:
            continue  # it was not released
    assert worked_out(leaves) == {}


def limits_of_the_last(files: list[list[dict[str, str]]], truth: dict[tuple[str, str], int]) -> list[Told]:
    """What the last file tells of the counts by then, to one who even knows which figures were kept back."""
    there = {(row["place"], row["part"]) for row in files[-1]}
    told = []
    for row in files[-1]:
        where = (row["place"], row["part"])
        if row["value"] and is_sum(where, there):
            told.append((leaves_of(where), truth[where], truth[where]))
        elif row["value"]:
            slack = BASE // 2 if abs(float(row["value"]) - truth[where]) <= BASE // 2 else BASE // 2 + SMALL
            figure = float(row["value"])
            told.append((leaves_of(where), max(SMALL + 1 - slack, figure - slack), figure + slack))
    return told


def narrowed(
    truth: dict[tuple[str, str], int], told: list[Told]
) -> dict[tuple[str, str], tuple[float, float]]:
    """The small counts of which more is told than that they are small."""
    ends = {where: bounds(leaves_of(where), told) for where, number in truth.items() if number <= SMALL}
    return {where: (least, most) for where, (least, most) in ends.items() if least > 0.001 or most < SMALL}


REVISIONS = st.lists(
    st.sampled_from([0, 0, 0, 1, -1, 3, -3, 7, -7, 8, 9, -9, 20]), min_size=len(LEAVES), max_size=len(LEAVES)
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(NUMBER, min_size=len(LEAVES), max_size=len(LEAVES)),
    REVISIONS,
    st.sampled_from(BREAKDOWNS),
    st.sampled_from(BREAKDOWNS),
)
def test_nothing_is_worked_out_from_what_was_revised_between_two_releases(
    network, numbers, revisions, first, second
):
    forget()
    before = dict(zip(LEAVES, numbers, strict=True))
    after = {leaf: max(0, before[leaf] + more) for leaf, more in zip(LEAVES, revisions, strict=True)}
    for revision, (leaves, extent) in enumerate(((before, first), (after, second)), 1):
        told = cells_of(leaves).items()
        network(*((place, part, JANUARY, number) for (place, part), number in told), revision=revision)
        try:
            released(BREACHES, extent=extent)
        except PublicationRefused:
            return  # the second was not released, or not the first
    assert narrowed(cells_of(after), limits_of_the_last(taken(), cells_of(after))) == {}


def test_a_sum_that_is_kept_back_does_not_lose_its_parts(network):
    """One part has changed by eight, so it is news; the sum has changed by seven, so it is not."""
    for revision, many, few in ((1, 41, 6), (2, 49, 5)):
        leaves = dict.fromkeys(LEAVES, 0) | {("P1", "men"): many, ("P2", "men"): few}
        network(
            *((place, "", JANUARY, cells_of(leaves)[place, ""]) for place in ("P1", "P2", NETWORK)),
            revision=revision,
        )
        released(BREACHES)
    shown = {row["place"] for row in taken()[-1] if row["value"]}
    assert not shown >= {"P1", NETWORK}


def test_the_attacker_of_these_tests_finds_what_is_not_protected():
    """A whole with all its parts but one: the attack that control is there to stop."""
    leaves = dict.fromkeys(LEAVES, 20) | {("P1", "women"): 5}
    truth = cells_of(leaves)
    rows = [
        {"place": "P1", "part": part, "value": str(figure)}
        for part, figure in (("", 25), ("men", 20), ("women", ""))
    ]
    wanted = np.array([float(leaf == ("P1", "women")) for leaf in LEAVES])
    assert bounds(wanted, limits([rows], truth)) == (3, 7)


def test_all_is_forgotten_between_the_examples(network):
    network(("P1", "", JANUARY, 20))
    released(BREACHES)
    forget()
    assert not Figure.objects.exists()
