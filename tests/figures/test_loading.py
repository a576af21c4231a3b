"""A file of figures in, a series out; what is said anew is a revision, what is said again is nothing."""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures.conftest import HEAD, mapping, values, written
from tests.writing import NURSE
from toldonce.figures import settling
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.models import Figure, ReceivedFile
from toldonce.figures.queries import known_on, received, revisions
from toldonce.figures.receiving.actions import load, try_out


def counts(file: ReceivedFile) -> tuple[int, int, int]:
    return file.new, file.revised, file.same


def test_a_file_becomes_figures(loaded):
    file = loaded(HEAD, "AAA,2024-01-01,100", "AAA,2024-02-01,120", "BBB,2024-01-01,90")
    assert (file.rows, *counts(file), file.refused) == (3, 3, 0, 0, 0)
    assert values() == {"2024-01": 100, "2024-02": 120}
    assert values(place="BBB") == {"2024-01": 90}


def test_the_same_bytes_again_change_nothing(loaded):
    first = loaded(HEAD, "AAA,2024-01-01,100")
    again = loaded(HEAD, "AAA,2024-01-01,100", as_at="")
    assert (again, again.is_new) == (first, False)
    assert Figure.objects.count() == 1


def test_the_same_bytes_said_on_a_later_day_turn_back_what_was_revised_between(loaded):
    for as_at, value in (("2024-03-01", 100), ("2024-04-01", 101), ("2024-05-01", 100)):
        loaded(HEAD, f"AAA,2024-01-01,{value}", as_at=as_at)
    assert values() == {"2024-01": 100}


def test_the_same_bytes_by_another_mapping_are_read_anew(loaded):
    loaded(HEAD, "AAA,2024-01-01,100")
    other = mapping(figures=[{"indicator": "attendances", "value": "seen", "times": 10}])
    file = loaded(HEAD, "AAA,2024-01-01,100", by=other, confirm_revised=True)
    assert counts(file) == (0, 1, 0)
    assert values() == {"2024-01": 1000}


def test_a_changed_value_is_a_revision_and_the_old_one_stays(loaded):
    loaded(HEAD, "AAA,2024-01-01,100", "AAA,2024-02-01,120", as_at="2024-03-01")
    file = loaded(HEAD, "AAA,2024-01-01,101", "AAA,2024-02-01,120", as_at="2024-04-01")
    assert counts(file) == (0, 1, 1)
    assert values() == {"2024-01": 101, "2024-02": 120}
    said = revisions("attendances", "AAA", "", date(2024, 1, 1))
    assert [(each.revision, each.value, f"{each.as_at}") for each in said] == [
        (1, 100, "2024-03-01"),
        (2, 101, "2024-04-01"),
    ]
    assert file.report["revisions"][0] | {"now": 101.0, "was": 100.0, "row": 2} == file.report["revisions"][0]


def test_the_same_value_again_widens_the_days_on_which_it_was_said(loaded):
    loaded(HEAD, "AAA,2024-01-01,100", as_at="2024-03-01")
    loaded(HEAD, "AAA,2024-01-01,100", "AAA,2024-02-01,1", as_at="2024-04-01")
    (figure,) = revisions("attendances", "AAA", "", date(2024, 1, 1))
    assert (f"{figure.as_at}", f"{figure.confirmed}") == ("2024-03-01", "2024-04-01")


def test_an_older_file_that_comes_late_does_not_turn_the_series_back(loaded):
    loaded(HEAD, "AAA,2024-01-01,101", as_at="2024-04-01")
    loaded(HEAD, "AAA,2024-01-01,100", as_at="2024-03-01")
    assert values() == {"2024-01": 101}


def test_what_was_known_on_a_day_can_be_asked(loaded):
    for as_at, value in (("2024-03-01", 100), ("2024-04-01", 101), ("2024-05-01", 100)):
        loaded(HEAD, f"AAA,2024-01-01,{value}", as_at=as_at)
    asked = {
        day: known_on("attendances", "AAA", "", date(2024, 1, 1), date.fromisoformat(day))
        for day in ("2024-02-29", "2024-03-15", "2024-04-15", "2024-05-15")
    }
    assert {day: figure and figure.value for day, figure in asked.items()} == {
        "2024-02-29": None,
        "2024-03-15": 100,
        "2024-04-15": 101,
        "2024-05-15": 100,
    }


# files in any order

FILES = st.lists(
    st.dictionaries(
        st.sampled_from(["2024-01-01", "2024-02-01", "2024-03-01"]), st.integers(0, 3), min_size=1
    ),
    min_size=1,
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(files=FILES, order=st.randoms(use_true_random=False))
def test_in_whatever_order_files_come_the_one_that_was_said_last_counts(hospitals, tmp_path, files, order):
    with connection.cursor() as cursor:
        cursor.execute("truncate figures_figure, figures_receivedfile cascade")
    dated = [(date(2024, 6, 1) + timedelta(number), file) for number, file in enumerate(files)]
    expected = {}
    for _, file in dated:
        expected |= {period[:7]: float(value) for period, value in file.items()}
    order.shuffle(dated)
    for as_at, file in dated:
        lines = [f"AAA,{period},{value}" for period, value in file.items()]
        # a comment in the mapping makes the same bytes of another day another file
        by = mapping(about=f"as at {as_at}")
        load(by=NURSE, path=written(tmp_path, HEAD, *lines), mapping=by, as_at=as_at, confirm_revised=True)
    assert values() == dict(sorted(expected.items()))
    numbers = defaultdict(list)
    for figure in Figure.objects.order_by("id"):
        numbers[figure.period].append(figure.revision)
    assert all(each == list(range(1, len(each) + 1)) for each in numbers.values())


# all or nothing


def test_a_dry_run_says_what_would_happen_and_stores_nothing(loaded, tmp_path):
    loaded(HEAD, "AAA,2024-01-01,100", as_at="2024-03-01")
    path = written(tmp_path, HEAD, "AAA,2024-01-01,101", "AAA,2024-02-01,5")
    trial = try_out(by=NURSE, path=path, mapping=mapping(), as_at=date(2024, 4, 1))
    assert (trial.settled.new, trial.settled.revised) == (1, 1)
    assert values() == {"2024-01": 100}
    assert ReceivedFile.objects.count() == 1


def test_a_file_with_a_fault_is_refused_whole_and_the_refusal_is_kept(loaded):
    loaded(HEAD, "AAA,2024-01-01,100")
    with pytest.raises(FiguresRefused, match="row 3, Attendances: “many” is not a number"):
        loaded(HEAD, "AAA,2024-02-01,1", "AAA,2024-03-01,many")
    assert values() == {"2024-01": 100}
    refused = ReceivedFile.objects.get(state="refused")
    assert refused.report["faults"] == [
        {"row": 3, "column": "Attendances", "reason": "“many” is not a number"},
    ]


def test_the_faulty_rows_are_left_out_when_somebody_says_why(loaded):
    lines = [HEAD, "AAA,2024-02-01,1", "AAA,2024-03-01,many"]
    with pytest.raises(FiguresRefused):
        loaded(*lines, without_refused=True)
    file = loaded(*lines, without_refused=True, reason="The publisher corrects March next week.")
    assert (file.new, file.refused) == (1, 1)
    assert values() == {"2024-02": 1}


def test_a_file_that_would_revise_much_waits_for_somebody_to_confirm_it(loaded):
    months = [f"{2020 + n // 12}-{n % 12 + 1:02}-01" for n in range(36)]
    loaded(HEAD, *(f"AAA,{month},{100 + n}" for n, month in enumerate(months)), as_at="2024-01-01")
    other = [HEAD, *(f"AAA,{month},{200 + n}" for n, month in enumerate(months))]
    with pytest.raises(FiguresRefused, match="36 of 36 figures that are here already would be revised"):
        loaded(*other, as_at="2024-02-01")
    assert values()["2020-01"] == 100
    assert loaded(*other, as_at="2024-02-01", confirm_revised=True).revised == 36


def test_a_load_that_is_killed_in_the_middle_leaves_nothing(loaded, monkeypatch):
    def killed(file):
        with connection.cursor() as cursor:
            cursor.execute(settling.ADD, [file])
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(settling, "settle", killed)
    with pytest.raises(Exception, match=r"terminat|closed"):
        loaded(HEAD, "AAA,2024-01-01,100")
    connection.close()
    assert Figure.objects.count() == 0
    assert [(each.state, each.is_interrupted) for each in received()] == [("loading", True)]


def test_two_files_at_once_wait_for_each_other(loaded, other, tmp_path):
    other.begins()
    path = written(tmp_path, HEAD, "AAA,2024-01-01,100", name="other.csv")
    arguments = {"by": NURSE, "path": path, "mapping": mapping(about="other"), "as_at": date(2024, 5, 1)}
    other.does(lambda: load(**arguments))
    with pytest.raises(Exception, match="lock timeout"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local lock_timeout = '50ms'")
        loaded(HEAD, "AAA,2024-01-01,200")
    other.commits()
    assert values() == {"2024-01": 100}


def test_the_same_file_by_two_at_once_is_loaded_once(hospitals, other, tmp_path):
    path = written(tmp_path, HEAD, "AAA,2024-01-01,100")
    with transaction.atomic():
        first = load(by=NURSE, path=path, mapping=mapping())
        waiting = other.starts(lambda: load(by=NURSE, path=path, mapping=mapping()))
        while not waiting_for_the_turn():
            time.sleep(0.01)
    second = waiting.result(timeout=30)
    assert (second.pk, second.is_new) == (first.pk, False)


def waiting_for_the_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from pg_locks where relation = 'figures_figure'::regclass and not granted)"
        )
        return cursor.fetchone()[0]
