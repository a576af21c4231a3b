"""What an outsider can put together: headings, places, rests, a second indicator; no small group shows between them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures.conftest import indicator
from tests.figures.publication.conftest import cells, released
from tests.figures.publication.test_attack import NUMBER, Told, bounds, forget, taken
from toldonce.directory.models import Organisation
from toldonce.figures.disclosure import BASE, SMALL
from toldonce.figures.models import Figure, FigurePlace, Indicator
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.models import ReleasedCell
from toldonce.figures.publication.selecting import Extent

JANUARY = "2024-01-01"
BREACHES = Chosen("breaches")
Where = tuple[str, str]


@pytest.fixture(autouse=True)
def reader(published) -> None:
    """The role by which the public reads."""


@pytest.fixture
def network(hospitals) -> Organisation:
    """A network with two practices."""
    above = Organisation.objects.create(code="NET", place=hospitals, kind="network", name="A network")
    for code in ("P1", "P2"):
        Organisation.objects.create(code=code, place=hospitals, kind="practice", name=code, parent=above)
    return above


def shown(*chosen: Chosen, **more) -> dict[Where, float]:
    """What is shown of January by place and part."""
    found = cells(released(*(chosen or (BREACHES,)), **more))
    return {where[:2]: value for where, value in found.items() if isinstance(value, float)}


def between(found: dict[Where, float], large: Where, *small: Where) -> tuple[float, float]:
    """Between which numbers an outsider knows one count less others, each within two of what is shown."""
    if not found.keys() >= {large, *small}:
        return 0, np.inf
    rest, slack = found[large] - sum(found[each] for each in small), (1 + len(small)) * (BASE // 2)
    return max(rest - slack, 0), rest + slack


def tells(*known: tuple[float, float]) -> bool:
    """Whether more is told of a small group than that it is one."""
    return any(least > 0 or most < SMALL for least, most in known)


def at(place: str, **parts: int) -> list[tuple[str, str, str, int]]:
    """The counts of a place by part; `whole` is no part."""
    return [(place, "" if part == "whole" else part, JANUARY, number) for part, number in parts.items()]


def test_those_of_whom_no_part_is_told_do_not_show_through_the_whole(count):
    count(*at("AAA", whole=88, men=41, women=41))  # of six it is not known whether they are men or women
    assert not tells(between(shown(), ("AAA", ""), ("AAA", "men"), ("AAA", "women")))


def test_a_part_that_the_source_hides_does_not_show_through_the_whole(count):
    count(*at("AAA", whole=88, men=41, women=41))
    Figure.objects.create(
        indicator=Indicator.objects.get(code="breaches"), place="AAA", part="neither", period=JANUARY, revision=1,
        missing="Hidden by the publisher.", suppressed=True, as_at="2024-06-01", confirmed="2024-06-01",
    )  # fmt: skip
    assert not tells(between(shown(), ("AAA", ""), ("AAA", "men"), ("AAA", "women")))


def test_a_practice_of_which_nothing_was_received_does_not_show_through_its_network(count, network):
    count(*at("NET", whole=88), *at("P1", whole=41), *at("P2", whole=41))
    assert not tells(between(shown(), ("NET", ""), ("P1", ""), ("P2", "")))


def test_parts_that_overlap_at_one_place_do_not_lay_the_others_bare(count):
    count(*at("AAA", whole=99, men=93, women=5), *at("BBB", whole=100, men=60, women=50))
    found = shown()
    assert not tells(between(found, ("AAA", ""), ("AAA", "men")))
    assert found.keys() >= {("BBB", ""), ("BBB", "men"), ("BBB", "women")}


def test_parts_by_two_headings_are_each_a_whole_heading(count):
    count(*at("AAA", whole=98, men=93, women=5, old=48, young=50))
    found = shown()
    assert ("AAA", "women") not in found
    assert not tells(between(found, ("AAA", ""), ("AAA", "men")))


def test_the_same_table_by_two_groupings_of_age_does_not_tell_those_between(count):
    count(*at("AAA", **{"0-64": 48, "65+": 50}))
    first = shown()
    count(*at("AAA", **{"0-69": 52, "70+": 46}))
    found = first | shown(extent=Extent(parts=("0-69", "70+")))
    assert not tells(
        between(found, ("AAA", "0-69"), ("AAA", "0-64")), between(found, ("AAA", "65+"), ("AAA", "70+"))
    )


def test_a_part_of_two_words_lies_in_both(count):
    """A file with a column of sex and one of age: its parts are joined by a stroke."""
    count(*at("AAA", **{"men": 60, "men / 0-64": 55, "men / 65+": 5, "women / 0-64": 40, "women / 65+": 40}))
    found = shown()
    assert ("AAA", "men / 65+") not in found
    assert not tells(between(found, ("AAA", "men"), ("AAA", "men / 0-64")))


def test_a_part_that_holds_nobody_does_not_show_between_two_releases(count):
    count(
        *at(
            "AAA",
            **{"0-64": 8, "65+": 32, "men / 0-64": 8, "women / 0-64": 0, "men / 65+": 16, "women / 65+": 16},
        )
    )
    found = shown(extent=Extent(parts=("0-64", "65+")))
    found |= shown(extent=Extent(parts=("men / 0-64", "men / 65+")))
    assert not tells(between(found, ("AAA", "0-64"), ("AAA", "men / 0-64")))


def test_a_sum_of_two_places_does_not_give_away_one_that_lies_in_a_network_as_well(count, network):
    combined = [{"code": "P1"}, {"code": "P2"}]
    FigurePlace.objects.create(code="BOTH", name="Both", kind="combined", made_of=combined, source="x")
    count(*at("P1", whole=41), *at("P2", whole=7), *at("BOTH", whole=48))
    assert not tells(between(shown(), ("BOTH", ""), ("P1", "")))


def test_the_same_people_by_two_geographies_do_not_give_away_a_small_place_of_either(count, hospitals):
    for code, kind in (("P1", "practice"), ("P2", "practice"), ("EAST", "council"), ("WEST", "council")):
        Organisation.objects.create(code=code, place=hospitals, kind=kind, name=code)
    count(*at("P1", whole=99), *at("P2", whole=7), *at("EAST", whole=53), *at("WEST", whole=53))
    found = shown()
    assert found.keys() >= {("EAST", ""), ("WEST", "")}
    found["BOTH", ""] = found["EAST", ""] + found["WEST", ""]
    assert not tells(between(found, ("BOTH", ""), ("P1", "")))  # at least 106, and at most 102


@pytest.mark.parametrize("definition", ["the same people, in other words", "x"])
def test_a_second_indicator_of_the_same_people_does_not_break_the_first_one_down(count, definition):
    indicator("again", checker="Ben Oard", review="2030-01-01", definition=definition)
    count(*at("AAA", whole=98))
    first = shown()
    if (
        definition != "x"
    ):  # the numbers tell that they are the same; else the words do, without a number in common
        count(*at("AAA", whole=98), indicator="again")
    count(*at("AAA", men=92, women=6), indicator="again")
    found = first | shown(Chosen("again"), extent=Extent(parts=("men", "women")))
    assert not tells(between(found, ("AAA", ""), ("AAA", "men")))


def test_indicators_that_count_others_do_not_touch_each_other(count):
    indicator("again", checker="Ben Oard", review="2030-01-01", definition="other people")
    count(*at("AAA", whole=98))
    count(*at("AAA", whole=150, men=143, women=7), indicator="again")
    assert shown() == {("AAA", ""): 100}
    assert shown(Chosen("again"), extent=Extent(parts=("men", "women"))) == {("AAA", "men"): 145}


@pytest.mark.parametrize("definition", ["Breaches since April, cumulative.", "Breaches, year to date"])
def test_counts_to_date_are_refused_because_their_differences_are_small(count, definition):
    Indicator.objects.filter(code="breaches").update(definition=definition)
    count(*at("AAA", whole=98))
    with pytest.raises(PublicationRefused, match="publish what each period adds"):
        released(BREACHES)


def test_that_a_hidden_count_has_changed_is_not_told(count):
    """Neither the day nor the revision of a figure of people is public."""
    count(*at("AAA", whole=3), *at("BBB", whole=40))
    released(BREACHES)
    count(*at("AAA", whole=4), revision=2)
    found = ReleasedCell.objects.filter(indicator__release=released(BREACHES))
    assert len({(each.as_at, each.revision, each.row) for each in found}) == 1


SEXES, AGES = ("men", "women"), ("0-64", "65-69", "70+")
BANDS = {"0-64": AGES[:1], "65+": AGES[1:], "0-69": AGES[:2], "70+": AGES[2:]}
LEAVES = tuple(itertools.product(SEXES, AGES))
LAID_OUT = (
    (),
    ("", *SEXES),
    ("0-64", "65+"),
    ("", "0-69", "70+"),
    ("men", "men / 0-64", "men / 65+"),
    (*SEXES, *BANDS),
)


def leaves_of(part: str) -> np.ndarray:
    """Which smallest groups a part holds."""
    words = part.split(" / ") if part else []
    ages = next((BANDS[word] for word in words if word in BANDS), AGES)
    sexes = [word for word in words if word in SEXES] or SEXES
    return np.array([float(sex in sexes and age in ages) for sex, age in LEAVES])


PARTS = ("", *SEXES, *BANDS, *(f"{sex} / {band}" for sex, band in itertools.product(SEXES, BANDS)))


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # fmt: skip
@given(
    st.lists(NUMBER, min_size=len(LEAVES), max_size=len(LEAVES)),
    st.lists(st.sampled_from(LAID_OUT), min_size=2, max_size=3),
)
def test_no_small_group_is_worked_out_from_releases_by_sex_and_by_two_groupings_of_age(
    count, numbers, releases
):
    forget()
    truth = {part: int(leaves_of(part) @ np.array(numbers)) for part in PARTS}
    count(*at("AAA", **{part or "whole": number for part, number in truth.items()}))
    for parts in releases:
        try:
            released(BREACHES, extent=Extent(parts=parts))
        except PublicationRefused:
            continue  # it was not released
    told: list[Told] = [
        (leaves_of(row["part"]), max(SMALL + 1, float(row["value"]) - 2), float(row["value"]) + 2)
        for row in itertools.chain(*taken())
        if row["value"] and float(row["value"]) == BASE * round(truth[row["part"]] / BASE)
    ]
    few = {part: bounds(leaves_of(part), told) for part, number in truth.items() if number <= SMALL}
    assert {part: known for part, known in few.items() if tells(known)} == {}
