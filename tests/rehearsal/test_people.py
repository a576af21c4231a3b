"""The invented population has the margins of the published one."""

from collections import Counter
from pathlib import Path

import pytest

from toldonce.codes.nhs_number import is_valid
from toldonce.rehearsal import names
from toldonce.rehearsal.compare import compare
from toldonce.rehearsal.people import Block, Settlers, blocks, tenure_of
from toldonce.rehearsal.scene import set_scene

PLACE = Path(__file__).parents[2] / "places" / "dorset"
UNTIL = 739941  # 21 November 2026

# margin, how many percentage points its worst category may lie off in 20,000 people
TOLERANCES = [
    ("Age", 0.3),
    ("Sex", 1.2),
    ("Ethnic group", 1.0),
    ("Tenure of the household", 1.5),
    ("Deprivation (tenth of England, 1 most deprived)", 0.1),
    ("Practice list", 0.8),
    ("Disease registers (QOF) as a share of the whole list", 0.9),
]


@pytest.fixture(scope="module")
def margins():
    scene = set_scene(PLACE, people=20_000, seed=7, until=UNTIL)
    return {each.title: each for each in compare(scene)}


@pytest.mark.parametrize(("title", "points"), TOLERANCES)
def test_a_margin_lies_near_the_published_one(margins, title, points):
    assert margins[title].worst < points


def test_every_published_register_is_compared(margins):
    assert len(margins["Disease registers (QOF) as a share of the whole list"].lines) == 21


def test_the_practices_keep_their_share_of_the_areas():
    scene = set_scene(PLACE, people=20_000, seed=1, until=UNTIL)
    people = Counter()
    for area in scene.place.areas:
        for code, share in area.practices:
            people[code] += share * area.residents
    whole, lists = sum(people.values()), sum(p.size for p in scene.place.practices.values())
    assert all(abs(people[c] / whole - p.size / lists) < 0.005 for c, p in scene.place.practices.items())


@pytest.mark.parametrize("number", [1, 2, 199, 2_000, 5_001])
def test_there_are_as_many_people_as_were_asked_for(number):
    scene = set_scene(PLACE, people=number, seed=1, until=UNTIL)
    settlers = scene.settlers()
    people = [p for block in blocks(scene.place, number, scene.practices) for p in settlers.settle(block)]
    assert [p.number for p in people] == list(range(1, number + 1))


def test_the_demonstration_lives_around_its_networks_and_more_people_fill_the_place():
    few, many = (set_scene(PLACE, people=n, seed=1, until=UNTIL) for n in (5_000, 5_001))
    assert few.practices is not None
    assert len(few.practices) == 8
    assert many.practices is None


def test_a_block_can_be_settled_apart_from_the_others():
    scene = set_scene(PLACE, people=2_000, seed=1, until=UNTIL)
    block = blocks(scene.place, 2_000, scene.practices)[10]
    assert scene.settlers().settle(block) == scene.settlers().settle(
        Block(block.area, block.size, block.first)
    )


def test_children_live_with_grown_people():
    scene = set_scene(PLACE, people=2_000, seed=1, until=UNTIL)
    settlers = Settlers(scene.place, UNTIL, 1, scene.practices)
    people = [p for block in blocks(scene.place, 2_000, scene.practices) for p in settlers.settle(block)]
    young = [p for p in people if UNTIL - p.birth < 16 * 365]
    alone = [p for p in young if not any(tie.kind == "parent" for tie in p.relations)]
    assert len(young) > 200
    assert len(alone) < 0.02 * len(young)


def test_nobody_can_live_at_an_invented_postcode(demonstration):
    codes = {
        address["postalCode"]
        for each in demonstration.resources
        if each["resourceType"] == "Patient"
        for address in each.get("address", [])
        if "postalCode" in address
    }
    assert codes
    assert all(set(code.split()[1]) & set(names.NEVER_INWARD) for code in codes)


def test_nobody_can_be_called_or_found_by_number(demonstration):
    for patient in (each for each in demonstration.resources if each["resourceType"] == "Patient"):
        assert all(t["value"].startswith(("07700 900", "01632 960")) for t in patient.get("telecom", ()))
    numbers = [row["nhs_number"] for row in demonstration.truth]
    assert all(is_valid(number) and number.startswith("999") for number in numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("published", "ours"),
    [
        ("Owned: Owns outright", "owned"),
        ("Owned: Owns with a mortgage or loan", "mortgaged"),
        ("Shared ownership: Shared ownership", "mortgaged"),
        ("Social rented: Other social rented", "social"),
        ("Private rented: Other private rented", "private"),
        ("Lives rent free", "private"),
    ],
)
def test_a_published_tenure_has_one_of_our_names(published, ours):
    assert tenure_of(published) == ours
