"""Two planners, a place with two hospitals, and figures of theirs, some of which came by a public file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.figures.conftest import hospitals, loaded  # noqa: F401 the same hospitals
from toldonce.directory.actors import Actor
from toldonce.figures.models import Figure, Indicator
from toldonce.figures.publication import actions, reader
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.models import Handling, Proposal, Release

ANN = Actor("a.nalyst", "Ann Alyst", "planner", "AAA")
BEN = Actor("b.oard", "Ben Oard", "planner", "AAA")
PUBLIC = Chosen("attendances", Handling.PUBLIC, "Published each month by A publisher")


@pytest.fixture
def published(own_database) -> None:
    """The role by which the public reads, in the test's own database."""
    reader.ensure()


@pytest.fixture
def attendances(loaded, published) -> None:  # noqa: F811
    """Three months of attendances that a public file brought."""
    loaded("Org,Month,Attendances", "AAA,2024-01-01,100", "AAA,2024-02-01,5", "BBB,2024-01-01,*")


@pytest.fixture
def count(hospitals) -> Callable[..., None]:  # noqa: F811
    """Type counts of people: place, part, period and how many."""
    Indicator.objects.filter(code="breaches").update(checker="Ben Oard", review="2030-01-01")

    def say(*rows: tuple[str, str, str, float], indicator: str = "breaches", revision: int = 1) -> None:
        told = Indicator.objects.get(code=indicator)
        Figure.objects.bulk_create(
            Figure(
                indicator=told, place=place, part=part, period=period, revision=revision, value=value,
                as_at=f"2024-06-{revision:02}", confirmed=f"2024-06-{revision:02}",
            )
            for place, part, period, value in rows
        )  # fmt: skip

    return say


def proposed(*indicators: Chosen, **more) -> Proposal:
    """A proposal of Ann's."""
    said = {"title": "Figures of June", "reason": "They are due", **more}
    chosen = () if said.get("kind") == "withdrawal" else indicators or (PUBLIC,)
    return actions.propose(by=ANN, indicators=chosen, **said)


def released(*indicators: Chosen, **more) -> Release:
    """What Ann proposed and Ben checked and released."""
    proposal = proposed(*indicators, **more)
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    return actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)


def cells(release: Release) -> dict[tuple[str, str, str], object]:
    """The released values by place, part and period, or the reason why there is none."""
    from toldonce.figures.publication.models import ReleasedCell

    found = ReleasedCell.objects.filter(indicator__release=release)
    return {
        (each.place, each.part, f"{each.period}"): each.missing if each.value is None else each.value
        for each in found
    }
