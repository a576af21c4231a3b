"""Indicators are edited with author and reason, and two editors never overwrite each other."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from tests.figures.conftest import ANALYST, BOARD, indicator, there
from toldonce.directory.actors import SYSTEM
from toldonce.figures.actions import define, edit_indicator, set_standard
from toldonce.figures.errors import ChangedMeanwhile, EditRefused, FiguresRefused
from toldonce.figures.models import Indicator, IndicatorEdit, StandardEdit
from toldonce.figures.queries import definition, indicators, standard_edits, standard_on, standards
from toldonce.ledger.queries import newest

DEFINED = """
- {code: falls, name: Falls, definition: People who fell, owner: Nursing, unit: count, good: lower, every: month,
   source: Wards, themes: ["must_do:4", quality_safety], review: 2027-01-01}
"""


def edit(
    code: str = "attendances", seen: int = 1, by=ANALYST, reason: str = "clearer", **changes
) -> Indicator:
    return edit_indicator(by=by, code=code, seen=seen, changes=changes, reason=reason)


def test_an_edit_keeps_who_when_why_and_what_it_was(hospitals):
    edit(name="Attendances of all types", review=date(2027, 1, 1))
    found = there(definition("attendances"))
    assert (found.indicator.name, found.indicator.version) == ("Attendances of all types", 2)
    (kept,) = found.edits
    assert (kept.by, kept.name, kept.reason) == ("a.nalyst", "Ann Alyst", "clearer")
    assert kept.changes == {
        "name": ["attendances", "Attendances of all types"],
        "review": [None, "2027-01-01"],
    }


def test_a_second_editor_is_told_what_changed_meanwhile_and_overwrites_nothing(hospitals):
    edit(by=ANALYST, name="First")
    with pytest.raises(ChangedMeanwhile, match="Ann Alyst has changed name since you opened it") as refusal:
        edit(by=BOARD, seen=1, name="Second")
    assert [each.changes for each in refusal.value.changes] == [{"name": ["attendances", "First"]}]
    assert there(definition("attendances")).indicator.name == "First"
    assert edit(by=BOARD, seen=2, name="Second").version == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"reason": " ", "name": "x"}, "Say why"),
        ({"code": "none", "name": "x"}, "There is no indicator none"),
        ({"weight": 1}, "has no weight"),
    ],
)
def test_an_edit_that_cannot_be_is_refused(hospitals, arguments, said):
    with pytest.raises(EditRefused, match=said):
        edit(**arguments)


def test_an_edit_to_what_cannot_stand_changes_nothing(hospitals):
    with pytest.raises(FiguresRefused, match="unit"):
        edit(unit="miles")
    assert (there(definition("attendances")).indicator.unit, there(definition("attendances")).edits) == (
        "count",
        [],
    )


@pytest.mark.parametrize(
    "change", ["delete from figures_indicatoredit", "update figures_indicatoredit set by = 'x'"]
)
def test_no_edit_is_taken_out_of_the_history(hospitals, change):
    from django.db import connection

    edit(name="First")
    with (
        pytest.raises(ProgrammingError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert IndicatorEdit.objects.count() == 1


def test_every_edit_is_in_the_ledger(hospitals):
    edit(name="First")
    (row,) = newest(acts=["indicator.edit"])
    assert (row.account, row.subject, row.why) == ("a.nalyst", "attendances", "clearer")


# what a place defines


@pytest.fixture
def folder(hospitals, tmp_path):
    (tmp_path / "indicators.yaml").write_text(DEFINED)
    return tmp_path


def test_a_place_defines_its_indicators_once(folder):
    assert define(by=SYSTEM, folder=folder)["indicators"] == 1
    assert define(by=SYSTEM, folder=folder)["indicators"] == 0
    assert [each.code for each in indicators(theme="must_do")] == ["falls"]
    assert [each.code for each in indicators(theme="must_do:4")] == ["falls"]
    assert indicators(theme="must_do:5") == []


def test_a_better_definition_of_the_place_comes_in_as_long_as_nobody_has_edited_it(folder):
    define(by=SYSTEM, folder=folder)
    (folder / "indicators.yaml").write_text(DEFINED.replace("People who fell", "Patients who fell"))
    define(by=SYSTEM, folder=folder)
    assert (
        there(definition("falls")).indicator.definition,
        there(definition("falls")).indicator.version,
    ) == (
        "Patients who fell",
        2,
    )
    edit("falls", seen=2, name="Falls on wards")
    (folder / "indicators.yaml").write_text(DEFINED)
    define(by=SYSTEM, folder=folder)
    assert there(definition("falls")).indicator.definition == "Patients who fell"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("unit: miles", "falls cannot stand: unit"),
        ("unit: count, colour: red", "an indicator has no colour"),
        ("unit: count, themes: [luck]", "luck is no theme"),
    ],
)
def test_a_definition_that_cannot_stand_is_refused_with_its_code(folder, wrong, said):
    (folder / "indicators.yaml").write_text(DEFINED.replace("unit: count", wrong).replace(
        'themes: ["must_do:4", quality_safety], ', "" if "themes" in wrong else 'themes: [activity], '))  # fmt: skip
    with pytest.raises(FiguresRefused, match=said):
        define(by=SYSTEM, folder=folder)
    assert not Indicator.objects.filter(code="falls").exists()


# standards


def hold(indicator: str, value: float | None, since: date, *, seen: int = 0, **more) -> StandardEdit:
    """Set a target of an indicator, or withdraw it."""
    said = {"by": BOARD, "kind": "target", "source": "board", "reason": "the board decided", **more}
    return set_standard(indicator=indicator, value=value, since=since, seen=seen, **said)


def test_a_standard_is_set_with_its_day_and_a_later_one_takes_over(hospitals):
    first = hold("within-four-hours", 95, date(2020, 1, 1))
    hold("within-four-hours", 76, date(2023, 1, 1), seen=first.pk)
    asked = {
        since: standard_on("within-four-hours", "AAA", date(since, 6, 1)) for since in (2019, 2021, 2024)
    }
    assert {year: each and each.value for year, each in asked.items()} == {2019: None, 2021: 95, 2024: 76}
    assert there(asked[2024]).is_after_the_fact


def test_the_standard_of_a_place_goes_before_that_of_all(hospitals):
    for place, value in (("", 95), ("AAA", 90)):
        hold("within-four-hours", value, date(2020, 1, 1), place=place)
    asked = {
        place: there(standard_on("within-four-hours", place, date(2021, 1, 1))).value
        for place in ("AAA", "BBB")
    }
    assert asked == {"AAA": 90, "BBB": 95}


def test_every_change_of_a_standard_is_kept_with_what_it_was(hospitals):
    first = hold("breaches", 5, date(2020, 1, 1))
    second = hold("breaches", 6, date(2020, 1, 1), seen=first.pk, reason="a slip")
    hold("breaches", None, date(2020, 1, 1), seen=second.pk, reason="not ours")
    told = [
        (each.was.get("value"), each.became.get("value"), each.reason)
        for each in standard_edits("breaches", "")
    ]
    assert told == [(6, None, "not ours"), (5, 6, "a slip"), (None, 5, "the board decided")]
    assert standards("breaches", "") == []


def test_the_second_of_two_who_set_a_standard_sees_what_the_first_did(hospitals):
    first = hold("breaches", 5, date(2020, 1, 1), reason="the contract says so")
    with pytest.raises(
        ChangedMeanwhile, match=r"has changed the target from 2020-01-01 .* \(the contract says so\)"
    ):
        hold("breaches", 6, date(2021, 1, 1))
    hold("breaches", 6, date(2021, 1, 1), seen=first.pk)
    assert [each.value for each in standards("breaches", "")] == [5, 6]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reason": " "}, "Say why"),
        ({"value": None}, "no target from 2020-01-01 that could be withdrawn"),
        ({"until": date(2019, 1, 1)}, "ends before it begins"),
        ({"indicator": "none"}, "There is no indicator none"),
    ],
)
def test_a_standard_that_cannot_be_set_is_refused_with_a_sentence(hospitals, change, why):
    with pytest.raises(EditRefused, match=why):
        hold(**{"indicator": "breaches", "value": 5, "since": date(2020, 1, 1), **change})
    assert not StandardEdit.objects.exists()


def test_what_somebody_has_set_stays_when_the_place_is_defined_again(folder):
    define(by=SYSTEM, folder=folder)
    (folder / "standards.yaml").write_text(
        '- {indicator: falls, kind: target, value: 5, since: 2020-01-01, source: "plan"}\n'
    )
    define(by=SYSTEM, folder=folder)
    hold("falls", 4, date(2020, 1, 1))
    define(by=SYSTEM, folder=folder)
    assert [each.value for each in standards("falls", "")] == [4]


def test_an_indicator_needs_no_figures(hospitals):
    indicator("empty")
    assert there(definition("empty")).edits == []
    assert definition("none") is None


def test_an_edit_with_a_character_that_no_text_has_is_refused(hospitals):
    with pytest.raises(FiguresRefused, match="definition holds a character that no text has"):
        edit_indicator(by=ANALYST, code="attendances", seen=1, changes={"definition": "a\x0bb"}, reason="x")
