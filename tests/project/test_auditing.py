"""`toldonce figures audit`: for people, for programs, and without a database."""

import io
import json
import sys

import pytest

from toldonce.project import cli

WRONG = "Area,Male,Female,Total\nNorth,120,131,251\nSouth,40,44,84\nTotal,160,175,353\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "beds.csv"
    path.write_text(WRONG)
    return path


def test_findings_are_told_in_words_with_exit_code_1(table, capsys):
    assert cli.main(["figures", "audit", str(table)]) == 1
    said = capsys.readouterr().out
    assert "1. D4 Total, Total (certain, sum)" in said
    assert "printed 353, should be 335" in said
    assert "1 finding; 1 table, 9 of 9 figures checked by 2 rules." in said


def test_a_table_that_holds_has_exit_code_0(table, capsys):
    table.write_text(WRONG.replace("353", "335"))
    assert cli.main(["figures", "audit", str(table), "--rules"]) == 0
    assert "“Total” = “Male” + “Female”: holds 3 of 3 times" in capsys.readouterr().out


def test_programs_get_the_same_as_json(table, capsys):
    assert cli.main(["figures", "audit", str(table), "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["cell"]["address"], finding["should_be"]) == ("D4", "335")


def test_what_is_piped_in(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(WRONG))
    assert cli.main(["figures", "audit", "-"]) == 1
    assert "printed 353" in capsys.readouterr().out


def test_what_is_no_table_has_exit_code_4(tmp_path, capsys):
    assert cli.main(["figures", "audit", str(tmp_path / "no.csv")]) == 4
    assert "cannot be read" in capsys.readouterr().err


def test_it_needs_no_database():
    arguments = cli.parser().parse_args(["figures", "audit", "x.csv"])
    assert not arguments.module.needs_database(arguments)
    arguments = cli.parser().parse_args(["figures", "load", "x.csv"])
    assert arguments.module.needs_database(arguments)
