"""Counts of people in, what the public sees out: by place, by part, as a share, and after another release."""

from __future__ import annotations

import pytest

from tests.figures.conftest import indicator
from tests.figures.publication.conftest import cells, released
from toldonce.figures.models import Figure, Indicator
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.control import NOT_SHOWN
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.selecting import Extent

JANUARY = "2024-01-01"
BREACHES = Chosen("breaches")


def shown(*chosen: Chosen) -> dict[tuple[str, str], object]:
    """What is released of January by place and part, with `-` for what is not shown."""
    found = cells(released(*(chosen or (BREACHES,))))
    return {where[:2]: "-" if value == NOT_SHOWN else value for where, value in found.items()}


@pytest.fixture(autouse=True)
def reader(published) -> None:
    """The role by which the public reads."""


def test_a_count_is_rounded_and_a_small_one_is_not_shown(count):
    count(("AAA", "", JANUARY, 23), ("BBB", "", JANUARY, 7))
    assert shown() == {("AAA", ""): 25, ("BBB", ""): "-"}


def test_a_whole_does_not_give_away_a_small_part(count):
    count(*(("AAA", part, JANUARY, number) for part, number in (("", 38), ("men", 33), ("women", 5))))
    found = shown()
    assert found["AAA", "women"] == "-"
    assert "-" in (found["AAA", ""], found["AAA", "men"])


def test_a_whole_is_the_sum_of_what_is_shown(count):
    count(*(("AAA", part, JANUARY, number) for part, number in (("", 66), ("men", 33), ("women", 33))))
    assert shown() == {("AAA", ""): 70, ("AAA", "men"): 35, ("AAA", "women"): 35}


def test_a_practice_does_not_show_through_its_network(count, hospitals):
    from toldonce.directory.models import Organisation

    network = Organisation.objects.create(code="NET", place=hospitals, kind="network", name="A network")
    for code in ("P1", "P2", "P3"):
        Organisation.objects.create(code=code, place=hospitals, kind="practice", name=code, parent=network)
    count(
        *((place, "", JANUARY, number) for place, number in (("NET", 100), ("P1", 6), ("P2", 44), ("P3", 50)))
    )
    found = shown()
    assert found["P1", ""] == "-"
    assert "-" in (found["NET", ""], found["P2", ""], found["P3", ""])


def test_a_small_practice_that_is_left_out_does_not_show_through_its_network(count, hospitals):
    from toldonce.directory.models import Organisation

    network = Organisation.objects.create(code="NET", place=hospitals, kind="network", name="A network")
    for code in ("P1", "P2", "P3"):
        Organisation.objects.create(code=code, place=hospitals, kind="practice", name=code, parent=network)
    count(
        *((place, "", JANUARY, number) for place, number in (("NET", 88), ("P1", 41), ("P2", 41), ("P3", 6)))
    )
    found = cells(released(BREACHES, extent=Extent(places=("NET", "P1", "P2"))))
    assert NOT_SHOWN in found.values()  # 90 less 40 and 40 would be 4 at least


@pytest.fixture
def share(count):
    """A share of people, as a figure with its numerator and denominator."""
    Indicator.objects.filter(code="within-four-hours").update(checker="Ben Oard", review="2030-01-01")
    told = Indicator.objects.get(code="within-four-hours")

    def say(numerator: float, denominator: float) -> None:
        Figure.objects.create(
            indicator=told, place="AAA", period=JANUARY, revision=1, numerator=numerator, denominator=denominator,
            value=100 * numerator / denominator, as_at="2024-06-01", confirmed="2024-06-01",
        )  # fmt: skip

    return say


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [(33, 101, 100 * 35 / 100), (4, 101, "-"), (97, 101, "-"), (101, 101, "-"), (3, 6, "-")],
)
def test_a_share_is_made_of_rounded_parts_and_hides_few_people_on_either_side(
    share, numerator, denominator, value
):
    share(numerator, denominator)
    assert shown(Chosen("within-four-hours")) == {("AAA", ""): value}


def test_a_share_without_whole_counts_behind_it_is_refused(share):
    share(3.5, 10)
    with pytest.raises(PublicationRefused, match="no whole count"):
        shown(Chosen("within-four-hours"))


def test_a_count_that_hardly_changes_stays_as_it_was_released(count):
    count(("AAA", "", JANUARY, 23))
    assert shown() == {("AAA", ""): 25}
    count(("AAA", "", JANUARY, 29), revision=2)
    assert shown() == {("AAA", ""): 25}
    count(("AAA", "", JANUARY, 41), revision=3)
    assert shown() == {("AAA", ""): 40}


def test_a_breakdown_that_comes_later_does_not_give_a_small_part_away(count):
    count(("AAA", "", JANUARY, 38))
    assert shown() == {("AAA", ""): 40}
    count(("AAA", "men", JANUARY, 33), ("AAA", "women", JANUARY, 5))
    found = shown()
    assert (found["AAA", "women"], found["AAA", "men"]) == ("-", "-")


def test_whatever_is_not_shown_says_the_same(count):
    count(*(("AAA", part, JANUARY, number) for part, number in (("", 38), ("men", 33), ("women", 5))))
    why = {each for each in cells(released(BREACHES)).values() if isinstance(each, str)}
    assert why == {NOT_SHOWN}


NOBODY = "The denominator is zero."


@pytest.mark.parametrize("missing", [NOBODY, f"Within four hours: {NOBODY}"])
def test_that_nobody_was_counted_at_all_is_not_said(share, missing):
    share(33, 101)
    Figure.objects.create(
        indicator=Indicator.objects.get(code="within-four-hours"), place="BBB", period=JANUARY, revision=1,
        missing=missing, as_at="2024-06-01", confirmed="2024-06-01",
    )  # fmt: skip
    assert shown(Chosen("within-four-hours")) == {("AAA", ""): 100 * 35 / 100, ("BBB", ""): "-"}


def test_a_place_with_nobody_does_not_show_through_its_network(share, hospitals):
    from toldonce.directory.models import Organisation

    told = Indicator.objects.get(code="within-four-hours")
    network = Organisation.objects.create(code="NET", place=hospitals, kind="network", name="A network")
    for code, numerator, denominator, value in (
        ("P1", None, None, None), ("P2", 33, 101, 3300 / 101), ("NET", 33, 101, 3300 / 101)
    ):  # fmt: skip
        if code != "NET":
            Organisation.objects.create(
                code=code, place=hospitals, kind="practice", name=code, parent=network
            )
        Figure.objects.create(
            indicator=told, place=code, period=JANUARY, revision=1, numerator=numerator, denominator=denominator,
            value=value, missing="" if numerator else NOBODY,
            as_at="2024-06-01", confirmed="2024-06-01",
        )  # fmt: skip
    found = shown(Chosen("within-four-hours"))
    assert found["P1", ""] == "-"
    assert "-" in (found["NET", ""], found["P2", ""])


def test_a_sum_is_not_published_beside_what_it_is_made_of(count, hospitals):
    indicator("waiting", derived={"sum": ["attendances", "breaches"]})
    Indicator.objects.update(checker="Ben Oard", review="2030-01-01")
    for code, number in (("attendances", 3), ("breaches", 50), ("waiting", 53)):
        count(("AAA", "", JANUARY, number), indicator=code)
    released(Chosen("attendances"))
    with pytest.raises(PublicationRefused, match="waiting is the sum of attendances, breaches"):
        released(Chosen("waiting"))


def test_a_breakdown_of_what_was_published_exactly_does_not_give_a_small_part_away(count, loaded):
    loaded("Org,Month,Attendances", "AAA,2024-01-01,100")
    released(Chosen("attendances", "public", "Published each month by A publisher"))
    Indicator.objects.filter(code="attendances").update(checker="Ben Oard", review="2030-01-01")
    count(("AAA", "men", JANUARY, 97), ("AAA", "women", JANUARY, 3), indicator="attendances")
    found = cells(released(Chosen("attendances"), extent=Extent(parts=("men", "women"))))
    assert set(found.values()) == {NOT_SHOWN}


def test_a_breakdown_of_an_exact_share_does_not_give_a_small_part_away(loaded, share):
    share(33, 100)
    Figure.objects.update(file=loaded("Org,Month,Attendances", "AAA,2024-01-01,100").pk)
    released(Chosen("within-four-hours", "public", "Published each month by A publisher"))
    told = Indicator.objects.get(code="within-four-hours")
    for part, numerator, denominator in (("men", 30, 97), ("women", 3, 3)):
        Figure.objects.create(
            indicator=told, place="AAA", part=part, period=JANUARY, revision=1, numerator=numerator,
            denominator=denominator, value=100 * numerator / denominator, as_at="2024-06-01", confirmed="2024-06-01",
        )  # fmt: skip
    found = cells(released(Chosen("within-four-hours"), extent=Extent(parts=("men", "women"))))
    assert set(found.values()) == {NOT_SHOWN}
