"""What the public has read of an indicator does not come to mean something else: nobody changes what it counts in."""

from __future__ import annotations

import time

import pytest
from django.db import connection, transaction

from tests.figures.conftest import indicator
from tests.figures.publication.conftest import ANN, BEN, proposed, released
from toldonce.directory.actors import SYSTEM
from toldonce.figures.actions import define, edit_indicator
from toldonce.figures.errors import EditRefused
from toldonce.figures.models import Figure, Indicator
from toldonce.figures.publication import actions

DEFINED = """
- {code: attendances, name: attendances, definition: x, owner: x, unit: count, good: lower, every: month, source: x}
"""
ANOTHER_MEANING = [
    ({"unit": "beds"}, "its unit cannot be changed"),
    ({"every": "week"}, "how often it is counted cannot be changed"),
    ({"derived": {"sum": ["breaches", "within-four-hours"]}}, "how it is made of others cannot be changed"),
    ({"unit": "beds", "every": "week"}, "its unit and how often it is counted cannot be changed"),
]


def edit(code: str = "attendances", **changes) -> Indicator:
    seen = Indicator.objects.get(code=code).version
    return edit_indicator(by=ANN, code=code, seen=seen, changes=changes, reason="It was wrong")


@pytest.fixture
def folder(attendances, tmp_path):
    (tmp_path / "indicators.yaml").write_text(DEFINED)
    return tmp_path


@pytest.mark.parametrize(("changes", "why"), ANOTHER_MEANING)
def test_a_published_indicator_keeps_its_meaning(attendances, changes, why):
    released()
    with pytest.raises(EditRefused, match=f"attendances: {why}.* Open a new indicator under another code"):
        edit(**changes)
    told = Indicator.objects.get(code="attendances")
    assert (told.unit, told.every, told.derived, told.version) == ("count", "month", {}, 1)


@pytest.mark.parametrize(("changes", "why"), ANOTHER_MEANING)
def test_what_was_only_proposed_and_checked_may_still_be_mended(attendances, changes, why):
    proposal = proposed()
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    assert edit(**changes).version == 2


def test_words_of_a_published_indicator_are_edited_as_before(attendances):
    released()
    assert edit(definition="Who came to a hospital", unit="count", caveat="One closed").version == 2


def test_what_was_withdrawn_has_been_read_as_well(attendances):
    made = released()
    released(kind="withdrawal", undoes=made.number)
    with pytest.raises(EditRefused, match="its unit cannot be changed"):
        edit(unit="beds")


def test_what_a_published_indicator_is_made_of_keeps_its_meaning(attendances):
    indicator("halves", derived={"sum": ["attendances", "breaches"]})
    indicator("quarters", name="Quarters", derived={"share": ["halves", "attendances"]}, unit="percent")
    told = Indicator.objects.get(code="quarters")
    Figure.objects.create(
        indicator=told, place="AAA", period="2024-01-01", revision=1, value=50, as_at="2024-06-01",
        confirmed="2024-06-01", status="published",
    )  # fmt: skip
    with pytest.raises(EditRefused, match="figures of Quarters, which is made of it, have been published"):
        edit("breaches", every="week")


@pytest.mark.parametrize(
    "changed", ["unit: beds", "unit: count, derived: {sum: [breaches, within-four-hours]}"]
)
def test_a_place_cannot_define_it_otherwise_either(folder, changed):
    released()
    (folder / "indicators.yaml").write_text(DEFINED.replace("unit: count", changed))
    with pytest.raises(EditRefused, match=r"attendances: .* have been published"):
        define(by=SYSTEM, folder=folder)
    assert Indicator.objects.get(code="attendances").unit == "count"


def test_a_place_may_still_find_better_words(folder):
    released()
    (folder / "indicators.yaml").write_text(DEFINED.replace("definition: x", "definition: Who came"))
    define(by=SYSTEM, folder=folder)
    assert Indicator.objects.get(code="attendances").definition == "Who came"


def test_an_edit_that_comes_while_a_release_is_written_waits_for_it_and_is_refused(attendances, other):
    proposal = proposed()
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    with transaction.atomic():
        actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)
        late = other.starts(lambda: edit(unit="beds"))
        wait_until_somebody_waits()
    with pytest.raises(EditRefused, match="have been published"):
        late.result(timeout=30)


def wait_until_somebody_waits() -> None:
    """Return as soon as a connection waits for a row that another one holds."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("select exists (select from pg_locks where not granted)")
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.02)
    raise AssertionError("nobody has waited")
