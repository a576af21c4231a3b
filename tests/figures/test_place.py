"""The real figures that ship with the place: loaded, followed back, and what is wrong with them recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db.models import F

from tests.conftest import _on_server, connected_to
from tests.figures.conftest import DORSET, there
from toldonce.directory import places
from toldonce.figures.charting.queries import charted
from toldonce.figures.missing import Missing
from toldonce.figures.models import Figure, FigurePlace, Indicator, ReceivedFile, Standard
from toldonce.figures.places import known
from toldonce.figures.queries import across, latest, series, standard_on, standards, successions
from toldonce.figures.receiving import mapping_files
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.whence import whence
from toldonce.project.installing import load_figures


@pytest.fixture(scope="module")
def stocked(migrated: str, django_db_blocker) -> Iterator[dict[str, int]]:
    """A database with the place and all that it ships, made once for these tests."""
    name = f"{migrated}_place"
    with django_db_blocker.unblock():
        _on_server(f"create database {name} template {migrated}")
        with connected_to(name):
            places.load(DORSET)
            yield load_figures(DORSET)
        _on_server(f"drop database {name} with (force)")


def said(indicator: str, place: str, period: str, part: str = "") -> Any:
    """The current value of one period, rounded; the reason where it is missing."""
    found = {f"{point.period}": point.value for point in series(indicator, place, part)}[period]
    return round(found, 2) if isinstance(found, float) else str(found)


def test_every_file_is_loaded_whole(stocked):
    assert (stocked["files"], stocked["figures"], stocked["revised"]) == (35, 64_952, 0)
    assert ReceivedFile.objects.filter(state="loaded", refused=0).count() == 35


def test_loading_it_again_changes_nothing(stocked):
    again = load_figures(DORSET)
    assert (again["indicators"], again["files"], again["figures"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("indicator", "place", "period", "part", "value"),
    [
        ("ae-within-four-hours", "RBD", "2016-04-01", "", None),
        ("ae-within-four-hours", "R0D", "2025-07-01", "", 71.42),
        ("ae-attendances", "RBD", "2017-03-01", "", 3607 + 4019),
        ("ae-attendances", "RBD", "2017-03-01", "type 1", 3607),
        ("ae-attendances", "QXU", "2022-04-01", "", 33_589),
        ("ae-attendances", "E92000001", "2025-04-01", "", None),
        ("criteria-to-reside-not-met", "QVV", "2022-04-01", "", 463),
        ("share-discharged-by-five", "RBD", "2022-04-01", "", 80.0),
        ("delayed-days", "E06000058", "2019-08-01", "", 1011),
        ("delayed-days-a-day", "E06000058", "2019-08-01", "", round(1011 / 31, 2)),
        ("beds-available", "RBD", "2024-07-01", "general and acute", 328.09),
        ("waiting-within-18-weeks", "R0D", "2022-04-01", "", round(100 * (1 - 26925 / 61278), 2)),
        ("cancer-within-62-days", "R0D", "2022-04-01", "", round(100 * 298 / 417, 2)),
        ("diagnostics-over-six-weeks", "RBD", "2022-04-01", "", 22.69),
        ("winter-over-21-days", "E92000001", "2019-12-02", "", None),
        ("referrals-by-gps", "11J", "2018-01-01", "", None),
        ("on-register", "E92000001", "2020-04-01", "DM", 7.11),
        ("registered-population", "J81002", "2024-04-01", "", 9043.63),
        ("health-index", "E06000058", "2015-01-01", "", 96.8),
        ("talking-therapies-within-six-weeks", "11J", "2023-04-01", "", 97),
        ("social-care-quality-of-life", "E06000059", "2019-04-01", "", 0.42),
    ],
)
def test_a_published_number_is_in_its_series(stocked, indicator, place, period, part, value):
    found = said(indicator, place, period, part)
    assert isinstance(found, float) if value is None else found == value


@pytest.mark.parametrize(
    ("indicator", "place", "period", "reason"),
    [
        ("criteria-to-reside-not-met", "RBD", "2022-06-19", "Nobody reported for 19 June 2022"),
        ("discharged", "QVV", "2022-06-19", "Nobody reported for 19 June 2022"),
        ("discharged", "RBD", "2022-04-26", "The trust did not report for 26 April 2022"),
        ("discharged-by-five", "R0D", "2023-06-01", "The file does not say at which hour"),
        (
            "share-discharged-by-five",
            "R0D",
            "2023-06-01",
            "Discharged by five o'clock: The file does not say",
        ),
        ("ae-attendances", "R0D", "2021-05-01", "The trust is not in the publisher's files"),
        ("ae-over-four-hours", "R0D", "2023-05-01", "The trust reported no four-hour figures until May 2023"),
        (
            "ae-within-four-hours",
            "R0D",
            "2023-05-01",
            "A&E attendances of more than four hours: The trust reported no",
        ),
        (
            "ae-over-four-hours",
            "QVV",
            "2023-05-01",
            "The board's four-hour figures leave out its largest trust",
        ),
        (
            "emergency-admissions",
            "RBD",
            "2022-04-01",
            "The file has 13,686 emergency admissions, eight times",
        ),
        ("emergency-admissions", "QVV", "2022-04-01", "The file has 19,178 emergency admissions, which is"),
        ("ae-attendances", "QVV", "2025-02-01", "This copy repeats the figures of a year before"),
        ("delayed-days", "E06000028", "2019-04-01", "The council had ended on 1 April 2019"),
        ("cancer-within-62-days", "RBD", "2022-04-01", "The file has 5 people and one standard of five"),
        ("beds-available", "RDY", "2014-01-01", "The trust has 0 beds in the file"),
    ],
)
def test_a_known_fault_stands_where_its_number_would(stocked, indicator, place, period, reason):
    assert str(said(indicator, place, period)).startswith(reason)


def test_the_two_copies_of_one_month_that_disagree_are_told_apart(stocked):
    """One copy repeats February 2024 as February 2025; the publisher's own file has another number."""
    assert said("ae-attendances", "RBD", "2024-02-01") == 7827
    assert said("ae-attendances", "RBD", "2025-02-01") == 3471 + 341 + 3557


def test_series_of_merged_trusts_are_joined_only_where_that_is_declared(stocked):
    assert series("ae-attendances", "RD3")[-1].period == date(2019, 3, 1)
    assert series("ae-attendances", "R0D")[0].period == date(2021, 4, 1)
    assert [(each.before, each.after) for each in successions("R0D")] == [("RD3", "R0D"), ("RDZ", "R0D")]
    parts = said("ae-attendances", "RD3", "2019-03-01"), said("ae-attendances", "RDZ", "2019-03-01")
    assert said("ae-attendances", "R0D+RD3+RDZ", "2019-03-01") == sum(parts)
    assert said("ae-attendances", "R0D+RD3+RDZ", "2025-07-01") == said("ae-attendances", "R0D", "2025-07-01")


def test_no_percentage_is_made_of_counts_without_totals(stocked):
    counted = {"pathways-over-18-weeks", "pathways-over-52-weeks", "delayed-discharges"}
    made_of_them = [
        each.code
        for each in Indicator.objects.exclude(derived={})
        if counted
        & {code for told in each.derived.values() for code in (told if isinstance(told, list) else [told])}
    ]
    assert made_of_them == []


def test_no_percentage_is_more_than_all(stocked):
    found = Figure.objects.filter(indicator__unit="percent", value__gt=100)
    assert [(each.indicator.code, each.place, each.value) for each in found.select_related("indicator")] == []


def test_a_number_leads_back_to_the_words_of_its_row(stocked):
    point = series("ae-over-four-hours", "R0D")[-1]
    found = there(whence(point.figure))
    file = there(found.file)
    assert (file.publisher, file.licence) == ("NHS England", "Open Government Licence v3.0")
    assert dict(found.words)["attendances_over_4hours"] == f"{point.value:.0f}"
    assert dict(found.words)["nhs_trust22_code"] == "R0D"


def test_a_derived_number_leads_back_to_what_it_was_made_of(stocked):
    point = series("ae-within-four-hours", "RBD")[-1]
    found = there(whence(point.figure))
    assert found.derivation == "100% less ae-over-four-hours as a percentage of ae-attendances"
    over, all_of_them = found.inputs
    assert point.value == pytest.approx(100 * (1 - there(over.value) / there(all_of_them.value)))
    assert there(whence(over.pk)).words


def test_the_combined_series_leads_back_to_its_places(stocked):
    point = next(each for each in series("ae-attendances", "R0D+RD3+RDZ") if each.period == date(2019, 3, 1))
    assert [each.place for each in there(whence(point.figure)).inputs] == ["RD3", "RDZ"]


def test_boards_are_compared_with_their_peers(stocked):
    assert len(across("ae-within-four-hours", date(2025, 6, 1))) > 42


def test_the_newest_of_many_indicators_are_had_at_once(stocked):
    found = latest(["ae-attendances", "ae-within-four-hours", "years-of-life-lost"], "RBD", points=2)
    assert {code: [f"{point.period:%Y-%m}" for point in points] for code, points in found.items()} == {
        "ae-attendances": ["2025-06", "2025-07"],
        "ae-within-four-hours": ["2025-06", "2025-07"],
    }


def test_a_standard_holds_for_its_days(stocked):
    found = {day: there(standard_on("ae-within-four-hours", "RBD", date.fromisoformat(day))).value
             for day in ("2019-01-01", "2023-09-01", "2025-01-01")}  # fmt: skip
    assert found == {"2019-01-01": 95, "2023-09-01": 76, "2025-01-01": 78}


def test_a_target_that_was_set_after_the_fact_says_so(stocked):
    assert [each.is_after_the_fact for each in standards("delayed-days-a-day", "E06000058")] == [True]
    assert [each.is_after_the_fact for each in standards("waiting-within-18-weeks", "RBD")] == [False]


def test_a_note_that_readers_see_has_no_marks_of_our_own(stocked):
    assert not Standard.objects.filter(note__contains="[").exists()


def test_the_outcome_ambitions_have_the_baselines_and_targets_of_the_plan(stocked):
    told = {code: [each.value for each in standards(code, "11J")] for code in (
        "years-of-life-lost", "long-term-conditions-quality-of-life", "avoidable-emergency-admissions",
        "poor-inpatient-experience", "poor-primary-care-experience")}  # fmt: skip
    assert list(told.values()) == [
        [1691.7, 1685.0, 1650.0],
        [74.5, 74.75, 76.0],
        [1659.9, 1577.0, 1500.0],
        [136.4, 134.0, 130.0],
        [4.0, 3.95, 3.75],
    ]
    assert standards("avoidable-deaths-in-hospital", "11J") == []


def test_the_outcome_ambitions_have_the_one_value_that_the_plan_prints(stocked):
    found = {
        code: [point.value for point in series(code, "11J") if not isinstance(point.value, Missing)]
        for code in OUTCOMES
    }
    assert found == {
        "years-of-life-lost": [1691.7],
        "long-term-conditions-quality-of-life": [74.5],
        "avoidable-emergency-admissions": [1659.9],
        "at-home-after-discharge": [],
        "poor-inpatient-experience": [136.4],
        "poor-primary-care-experience": [4.0],
        "avoidable-deaths-in-hospital": [],
    }


OUTCOMES = (
    "years-of-life-lost", "long-term-conditions-quality-of-life", "avoidable-emergency-admissions",
    "at-home-after-discharge", "poor-inpatient-experience", "poor-primary-care-experience",
    "avoidable-deaths-in-hospital",
)  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "place", "period", "reason"),
    [
        ("years-of-life-lost", "11J", "2016-04-01", "The plan prints targets for 2014/15 and 2018/19 and no later"),
        ("at-home-after-discharge", "11J", "2013-04-01", "The plan prints “No trajectory” for this ambition"),
        ("at-home-after-discharge", "E06000058", "2018-04-01", "The plan prints that the target of 79.7% was not met"),
        ("care-home-admissions", "E06000058", "2019-04-01", "The plan prints the target of 592"),
        ("carbon-reduction", "QVV", "2020-04-01", "The plan prints the aim of 28%"),
    ],
)  # fmt: skip
def test_where_a_document_prints_no_value_the_figure_says_so(stocked, indicator, place, period, reason):
    assert str(said(indicator, place, period)).startswith(reason)


def test_the_page_of_an_ambition_draws_its_baseline_and_its_targets(stocked):
    (made,) = charted(list(Indicator.objects.filter(code="years-of-life-lost")), "11J")
    assert isinstance(made.chart, Chart)
    assert [(f"{mark.on:%Y}", mark.value) for mark in made.chart.marks][:1] == [("2013", 1691.7)]
    assert [(f"{aim.since:%Y}", aim.value) for aim in made.chart.targets.rows] == [
        ("2014", 1685.0),
        ("2018", 1650.0),
    ]
    assert sentence(made.chart).count("There is no figure yet") == 1


def test_every_place_of_a_figure_is_known_by_name(stocked):
    assert set(Figure.objects.values_list("place", flat=True).distinct()) <= known()
    assert FigurePlace.objects.filter(name="").count() == 0
    assert not FigurePlace.objects.filter(name=F("code")).exists()


@pytest.mark.parametrize("name", mapping_files.known(DORSET))
def test_a_mapping_that_ships_is_whole_and_says_what_its_file_is_called(name):
    mapping = mapping_files.mapping_called(name, DORSET)
    assert mapping.name == name
    assert mapping.as_at is not None
