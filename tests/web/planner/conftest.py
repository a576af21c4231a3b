"""Somebody of each role before the pages of figures, and two hospitals with a few figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.test import Client

from toldonce.directory.models import Account, Organisation, Place, Post, Role
from toldonce.figures.models import Figure, Indicator, ReceivedFile, Standard

NOT_FOR_FIGURES = [role for role in Role.values if role not in ("planner", "board_member", "service")]


@pytest.fixture
def here(own_database: str) -> Place:
    """A place with a board and two hospitals."""
    place = Place.objects.create(code="here", name="Here")
    for code, kind, name in (
        ("QQQ", "board", "The board of Here"),
        ("AAA", "acute_trust", "The hospital of Aston"),
        ("BBB", "acute_trust", "The hospital of Burton"),
    ):
        Organisation.objects.create(code=code, place=place, kind=kind, name=name)
    return place


@pytest.fixture
def signed_in(here: Place, settings) -> Callable[[str], Client]:
    """The browser of somebody who is signed in with a role; the second planner is another person than the first."""
    settings.TOLDONCE_DEMO = True

    def do(role: str, username: str = "") -> Client:
        username = username or f"a.{role}"
        account, _ = Account.objects.get_or_create(
            username=username, defaults={"name": username, "invented": True}
        )
        Post.objects.get_or_create(account=account, role=role, organisation_id="QQQ", since=date(2020, 1, 1))
        browser = Client()
        browser.post("/sign-in/", {"account": username})
        return browser

    return do


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


@pytest.fixture
def board_member(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("board_member")


@pytest.fixture
def waits(here: Place) -> Indicator:
    """A share that is to be high: 24 months at Aston about 70, one month at Burton, and a target of 95."""
    indicator = Indicator.objects.create(
        code="waits", name="Seen in time", definition="People seen in time", owner="Chief operating officer",
        unit="percent", good="higher", every="month", numerator="seen in time", denominator="people", source="A table",
        themes=["constitution", "must_do:4"],
    )  # fmt: skip
    say(indicator, "AAA", [70, 72] * 12)
    say(indicator, "BBB", [88])
    Standard.objects.create(
        indicator=indicator, kind="standard", value=95, since=date(2010, 1, 1), source="The law"
    )
    return indicator


def say(
    indicator: Indicator, place: str, values: Sequence[float | str], *, first: int = 0, as_at: date = date(2025, 5, 1),
    revision: int = 1,
) -> None:  # fmt: skip
    """Say figures from April 2023 (0) on, one a month, in a file; a word is the reason why there is none."""
    file = ReceivedFile.objects.create(
        name="waits.csv", sha256="0" * 64, size=1, title="Waits", publisher="A publisher", licence="OGL v3.0",
        as_at=as_at, by="a.planner", mapping="waits", mapping_digest=f"{as_at} {place} {first}", mapping_text="",
        state="loaded",
    )  # fmt: skip
    Figure.objects.bulk_create(
        Figure(
            indicator=indicator, place=place, period=date(2023 + (first + at + 3) // 12, (first + at + 3) % 12 + 1, 1),
            revision=revision, value=None if isinstance(value, str) else value,
            missing=value if isinstance(value, str) else "", as_at=as_at, confirmed=as_at, file=file,
        )
        for at, value in enumerate(values)
    )  # fmt: skip
