"""Edits have author, reason and history; the second of two editors sees what the first did, and decides."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.planner.test_pages import text
from toldonce.figures.charting.models import ChartDecision
from toldonce.figures.models import Figure, Indicator, ReceivedFile, Standard, StandardEdit
from toldonce.figures.queries import series

WORDS, VALUES = "/figures/indicators/waits/words/", "/figures/indicators/waits/values/"
STANDARDS, LIMITS = "/figures/indicators/waits/standards/", "/figures/indicators/waits/limits/"


def words(**changes) -> dict[str, str]:
    kept = Indicator.objects.get(code="waits")
    asked = (
        "name",
        "definition",
        "numerator",
        "denominator",
        "good",
        "source",
        "method",
        "caveat",
        "owner",
        "checker",
    )
    said = {name: getattr(kept, name) for name in asked}
    return said | {"review": "", "seen": f"{kept.version}", "reason": "clearer", **changes}


# the words of an indicator


def test_words_are_edited_and_the_edit_is_undone_by_another(planner, waits):
    assert (
        planner.post(WORDS, words(caveat="Not all wards")).headers["Location"]
        == "/figures/indicators/waits/history/"
    )
    assert "Caveat: “nothing” became “Not all wards”" in text(
        planner.get("/figures/indicators/waits/history/")
    )
    form = text(planner.get(f"{WORDS}?undo=2"))
    assert "It says now: “Not all wards”" in form and "Undoes version 2" in form
    planner.post(WORDS, words(caveat="", reason="Undoes version 2"))
    assert [edit.changes for edit in waits.edits.order_by("version")] == [
        {"caveat": ["", "Not all wards"]}, {"caveat": ["Not all wards", ""]}
    ]  # fmt: skip


def test_the_second_editor_sees_what_the_first_changed_and_keeps_what_they_wrote(planner, signed_in, waits):
    seen = words(caveat="Mine", seen="1")
    signed_in("planner", "another").post(WORDS, words(owner="Director of flow", reason="A new post"))
    answer = planner.post(WORDS, seen)
    assert answer.status_code == 409
    assert "A new post" in text(answer) and "is “Director of flow”" in text(answer)
    assert 'name="caveat" rows="3" aria-describedby="caveat-hint">Mine<' in text(answer)
    assert Indicator.objects.get(code="waits").caveat == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reason": " ", "caveat": "x"}, "Say why"),
        ({}, "Nothing is different"),
        ({"review": "soon"}, "The date of the review is none"),
        ({"review": "2027-02-31"}, "The date of the review is none"),
        ({"name": ""}, "cannot stand: name"),
        ({"good": "better"}, "cannot stand: good"),
    ],
)
def test_words_that_cannot_stand_are_refused_with_a_sentence(planner, waits, change, why):
    answer = planner.post(WORDS, words(**change))
    assert answer.status_code == 400
    assert why in text(answer)
    assert not waits.edits.exists()


# figures that are typed or pasted


def entering(cells: str, **more) -> dict[str, str]:
    return {"place": "AAA", "part": "", "cells": cells, "act": "look", **more}


def test_pasted_cells_are_shown_beside_what_is_there_and_nothing_is_stored(planner, waits):
    answer = planner.post(VALUES, entering("March 2025\t75\nApril 2025\t76"))
    assert "March 2025 72.0% 75.0%" in " ".join(text_of_cells(answer))
    assert not ReceivedFile.objects.filter(mapping="typed").exists()


def text_of_cells(answer) -> list[str]:
    return re.sub(r"<[^>]+>", " ", answer.content.decode()).split()


def test_figures_are_taken_with_their_reason_and_revise_what_was_said(planner, waits):
    seen = Figure.objects.get(place="AAA", period=date(2025, 3, 1)).pk
    taken = entering("March 2025\t75\nApril 2025\t76", act="take", reason="A late return")
    planner.post(VALUES, {**taken, "seen-2025-03-01": f"{seen}", "seen-2025-04-01": "0"})
    assert [point.value for point in series("waits", "AAA")][-2:] == [75, 76]
    (file,) = ReceivedFile.objects.filter(mapping="typed")
    assert (file.by, file.reason, file.new, file.revised) == ("a.planner", "A late return", 1, 1)


def test_figures_that_were_revised_meanwhile_are_not_overwritten(planner, signed_in, waits):
    first = Figure.objects.get(place="AAA", period=date(2025, 3, 1)).pk
    taken = entering("March 2025\t75", act="take", reason="A late return") | {"seen-2025-03-01": f"{first}"}
    signed_in("planner", "another").post(VALUES, taken)
    answer = planner.post(VALUES, taken | {"cells": "March 2025\t60"})
    assert answer.status_code == 400
    assert "1 of these figures have changed since you opened them" in text(answer)
    assert "March 2025 75.0% 60.0%" in " ".join(text_of_cells(answer))
    assert series("waits", "AAA")[-1].value == 75


def test_the_grid_alone_is_enough(planner, waits):
    answer = planner.post(
        VALUES, {"place": "AAA", "value-2025-04-01": "77.5", "value-2025-03-01": "", "act": "look"}
    )
    assert "April 2025 nothing 77.5%" in " ".join(text_of_cells(answer))


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (entering(""), "Nothing was pasted"),
        (entering("April 2025\tmany"), "is not a number"),
        (entering("April 2025\t£7"), "the indicator is counted in %"),
        (entering("April 2025\t7", place=""), "Choose the place"),
        (entering("April 2025\t7", place="XXX"), "Choose the place"),
        (entering("April 2025\t7", act="take"), "Say why"),
    ],
)
def test_figures_that_cannot_be_taken_are_refused_with_a_sentence(planner, waits, sent, why):
    answer = planner.post(VALUES, sent)
    assert answer.status_code == 400
    assert why in text(answer)
    assert not ReceivedFile.objects.filter(mapping="typed").exists()


# what an indicator is held against


def target(**changes) -> dict[str, str]:
    return {"place": "AAA", "kind": "target", "value": "80", "since": "2025-04-01", "until": "", "set_on": "",
            "note": "", "source": "The plan", "reason": "agreed", "seen": "0", "act": "set", **changes}  # fmt: skip


def test_a_target_is_set_changed_and_withdrawn_each_with_its_history(planner, waits):
    planner.post(STANDARDS, target())
    planner.post(STANDARDS, target(value="82", seen=f"{StandardEdit.objects.latest('pk').pk}"))
    assert Standard.objects.get(kind="target").value == 82
    planner.post(STANDARDS, target(act="withdraw", seen=f"{StandardEdit.objects.latest('pk').pk}"))
    assert not Standard.objects.filter(kind="target").exists()
    assert StandardEdit.objects.count() == 3


def test_the_second_who_sets_a_target_sees_what_the_first_set(planner, signed_in, waits):
    signed_in("planner", "another").post(STANDARDS, target(reason="the region said so"))
    answer = planner.post(STANDARDS, target(value="70"))
    assert answer.status_code == 409
    assert "the region said so" in text(answer)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"value": "high"}, "Say the value as a number"),
        ({"since": ""}, "Say the first day"),
        ({"since": "2025-02-31"}, "The first day is no date"),
        ({"until": "then"}, "The last day is no date"),
        ({"until": "2020-01-01"}, "ends before it begins"),
        ({"source": ""}, "Say where it is written"),
        ({"reason": ""}, "Say why"),
        ({"kind": "wish"}, "Choose what is set"),
        ({"act": "withdraw", "since": "2001-01-01"}, "could be withdrawn"),
    ],
)
def test_a_target_that_cannot_be_set_is_refused_with_a_sentence(planner, waits, change, why):
    answer = planner.post(STANDARDS, target(**change))
    assert answer.status_code == 400
    assert why in text(answer)
    assert not StandardEdit.objects.exists()


# the limits of a chart


def decision(**changes) -> dict[str, str]:
    return {"place": "AAA", "part": "", "kind": "rebase", "on": "2024-04-01", "figures": "", "reason": "A new ward",
            "seen": "0", **changes}  # fmt: skip


def test_limits_begin_anew_and_the_decision_is_taken_back(planner, board_member, waits):
    planner.post(LIMITS, decision())
    assert "A new ward (a.planner" in text(board_member.get("/figures/indicators/waits/?place=AAA"))
    made = ChartDecision.objects.get()
    planner.post(
        f"{LIMITS}{made.pk}/take-back/", {"place": "AAA", "reason": "It was not new", "seen": f"{made.pk}"}
    )
    assert "A new ward (a.planner" not in text(board_member.get("/figures/indicators/waits/?place=AAA"))
    assert "It was not new" in text(planner.get(f"{LIMITS}?place=AAA"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reason": ""}, "Say why"),
        ({"on": "soon"}, "Choose the period"),
        ({"on": "2024-04-02"}, "No figure of this series begins on 2 April 2024"),
        ({"kind": "baseline", "figures": "few"}, "as a whole number"),
        ({"kind": "baseline", "figures": "5"}, "5 are not enough"),
        ({"kind": "wish"}, "Choose what is to be done"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_a_sentence(planner, waits, change, why):
    answer = planner.post(LIMITS, decision(**change))
    assert answer.status_code == 400
    assert why in text(answer)
    assert not ChartDecision.objects.exists()


# received files and tables to be audited


@pytest.mark.parametrize("token", ["", "x", "WyJ4Il0:1abc:forged"])
def test_only_a_file_that_was_tried_here_can_be_loaded(planner, waits, token):
    answer = planner.post("/figures/received/load/", {"tried": token})
    assert answer.status_code == 400
    assert "choose the file once more" in text(answer)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Choose a file"),
        (
            {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n"), "mapping": "../../x"},
            "There is no mapping of figures",
        ),
    ],
)
def test_a_file_that_cannot_be_tried_is_refused_on_the_form(planner, waits, sent, why):
    answer = planner.post("/figures/received/try/", sent)
    assert answer.status_code == 400
    assert why in text(answer)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"table": " "}, "is empty"),
        ({"table": "1,2\n" * 60_000}, "longer than 200,000 letters"),
        ({"table": "1,2\n" * 3_001}, "There are 6,002 cells, and a page audits 6,000"),
        ({"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}, "is no table"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(board_member, waits, sent, why):
    answer = board_member.post("/figures/audit/", sent)
    assert answer.status_code == 400
    assert why in text(answer)


def test_an_audited_table_names_the_cell_and_stores_nothing(board_member, here):
    table = "Area,Male,Female,Total\nNorth,120,131,251\nSouth,40,44,84\nTotal,160,175,353\n"
    answer = board_member.post("/figures/audit/", {"table": table})
    assert "D4 Total, Total 353 335" in " ".join(text_of_cells(answer))
    assert "353 finding 1" in " ".join(text_of_cells(answer))
    assert not ReceivedFile.objects.filter(mapping="typed").exists()


# what nobody sends by mistake


def test_the_number_of_an_edit_may_be_of_any_length(planner, waits):
    assert planner.get(f"{WORDS}?undo={'9' * 5000}").status_code == 200


def test_a_part_that_is_too_long_is_refused_with_a_sentence(planner, waits):
    sent = {"place": "AAA", "part": "x" * 201, "cells": "April 2025\t5", "act": "take", "reason": "x"}
    page = planner.post(VALUES, sent)
    assert page.status_code == 400
    assert "longer than 200 letters" in text(page)


@pytest.mark.parametrize("name", ["\U0001f600" * 100 + ".csv", "../../etc/passwd"])
def test_a_table_is_audited_whatever_its_file_is_called(board_member, here, name):
    sent = {"file": SimpleUploadedFile("table.csv", b"a,b\n1,2\n")}
    sent["file"].name = name
    assert board_member.post("/figures/audit/", sent).status_code in (200, 400)
