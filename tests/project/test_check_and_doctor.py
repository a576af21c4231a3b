"""`toldonce check` finds what is doubtful in the record; `toldonce doctor` what is unfit in the installation."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.project.commands import toldonce
from tests.writing import delete, patient, put, weight
from toldonce.project import doctoring
from toldonce.project.doctoring import State
from toldonce.project.embedded import DISCREET
from toldonce.record import checking


def seen_by(observation: dict, performer: str) -> dict:
    return {**observation, "performer": [{"reference": performer}]}


def test_references_that_lead_nowhere_are_counted_by_type_with_examples(own_database):
    put(
        patient("gp-1"),
        seen_by(weight("w1", "gp-1"), "Practitioner/nobody"),
        seen_by(weight("w2", "gp-1"), "Practitioner/nobody"),
        seen_by(weight("w3", "gp-1"), "Practitioner/somebody"),
        seen_by(weight("w4", "gp-1"), "Organization/gone"),
        seen_by(weight("w5", "gp-1"), "https://elsewhere.example/Practitioner/1"),
        seen_by(weight("w6", "gp-1"), "#contained"),
        {"resourceType": "Practitioner", "id": "somebody"},
        {"resourceType": "Organization", "id": "gone", "name": "Gone"},
    )
    delete("Organization", "gone")
    found = checking.dangling(1)
    assert [(finding.what, finding.count, finding.examples) for finding in found] == [
        ("Observation to Practitioner", 2, ["Observation/w1 to Practitioner/nobody"]),
        ("Observation to Organization", 1, ["Observation/w4 to Organization/gone"]),
    ]


def test_text_that_looks_like_a_reference_is_none(own_database):
    put({**weight("w1", "gp-1"), "note": [{"text": '"reference":"Practitioner/nobody"'}]})
    assert checking.dangling(1) == []


def test_batches_cover_everything(own_database, monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 3)
    put(*(seen_by(weight(f"w{n}", "gp-1"), "Practitioner/nobody") for n in range(10)))
    assert checking.total(checking.dangling(1)) == 10


def test_patients_that_others_speak_of_and_that_never_came_are_found(own_database):
    put(patient("gp-1"), weight("w1", "gp-1"), weight("w2", "gp-2"))
    found = checking.never_received(5)
    assert (found.count, found.examples) == (1, ["Patient/gp-2"])


def test_one_nhs_number_on_several_persons_is_found(own_database):
    put(
        patient("gp-1", "9990000018", "Shaw", "1950-02-03"),
        patient("hospital-1", "9990000018", "Brown", "1988-12-31"),
        patient("gp-2", "9990000026", "Green", "1970-01-01"),
        patient("hospital-2", "9990000026", "Green", "1970-01-01"),
    )
    found = checking.shared_numbers(5)
    assert (found.count, found.examples) == (1, ["Patient/gp-1"])


def test_the_command_names_what_it_found_and_fails_only_when_it_is_strict(own_database):
    clean = toldonce("check", "--strict")
    assert (clean.returncode, clean.stderr) == (0, "")
    put(weight("w1", "gp-9"))
    found = toldonce("check")
    assert found.returncode == 0
    assert "Patient/gp-9" in found.stdout
    strict = toldonce("check", "--strict")
    assert strict.returncode == 5
    assert strict.stderr.startswith("toldonce check: 1 doubtful things were found")


def test_the_doctor_finds_a_sound_installation_sound(own_database):
    said = toldonce("doctor")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "ok    tables are as this version wants them" in said.stdout
    assert "fail" not in said.stdout


def test_the_doctor_says_what_to_do_when_the_database_does_not_answer(own_database):
    said = toldonce("doctor", DATABASE_URL="postgresql://nobody:wrong@127.0.0.1:1/nothing")
    assert said.returncode == 5
    assert "fail  the server in DATABASE_URL does not answer" in said.stdout
    assert "look at DATABASE_URL" in said.stdout


@pytest.mark.parametrize(
    ("setting", "state"),
    [("panic", State.OK), ("error", State.WARN)],
)
def test_the_doctor_says_where_the_log_of_the_database_would_repeat_what_is_said_of_people(
    own_database, setting, state
):
    with connection.cursor() as cursor:
        for name, value in {**DISCREET, "log_min_error_statement": setting}.items():
            cursor.execute("select set_config(%s, %s, false)", [name, value])
        found = doctoring._discretion()
        cursor.execute("reset all")
    assert found.state is state
    assert ("log_min_error_statement = panic" in found.next_step) is (state is State.WARN)


def test_the_doctor_makes_no_database(own_database, tmp_path):
    said = toldonce("doctor", DATABASE_URL="", TOLDONCE_HOME=str(tmp_path / "home"))
    assert "no database yet" in said.stdout
    assert not (tmp_path / "home" / "postgres").exists()


def line(question) -> tuple[State, str]:
    answer = question()
    return answer.state, answer.next_step


def test_a_signing_key_that_others_may_read_is_a_failure(tmp_path, monkeypatch):
    monkeypatch.setenv("TOLDONCE_HOME", str(tmp_path))
    monkeypatch.delenv("TOLDONCE_SECRET", raising=False)
    (tmp_path / "secret").write_text("key")
    (tmp_path / "secret").chmod(0o644)
    assert line(doctoring.secret) == (State.FAIL, f"run `chmod 600 {tmp_path / 'secret'}`")
    (tmp_path / "secret").chmod(0o600)
    assert line(doctoring.secret)[0] is State.OK


@pytest.mark.parametrize(("free", "state"), [(0.5e9, State.FAIL), (3e9, State.WARN), (50e9, State.OK)])
def test_a_disk_that_is_nearly_full_is_told_before_it_is_full(free, state, monkeypatch):
    usage = doctoring.shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(doctoring.shutil, "disk_usage", lambda path: usage)
    assert doctoring.disk().state is state


@pytest.mark.parametrize(("bind", "state"), [("127.0.0.1", State.OK), ("0.0.0.0", State.WARN)])
def test_a_demonstration_that_is_open_to_the_network_is_warned_of(bind, state, monkeypatch):
    monkeypatch.setenv("TOLDONCE_DEMO", "1")
    monkeypatch.setenv("TOLDONCE_BIND", bind)
    assert [answer.state for answer in doctoring.openness()] == [state]


def test_a_public_role_that_sees_more_than_what_was_published_is_no_mere_warning(own_database):
    from toldonce.figures.publication import reader

    reader.ensure()
    with connection.cursor() as cursor:
        cursor.execute("grant select on figures_figure to public")
        try:
            found = doctoring._public_reader()
        finally:
            cursor.execute("revoke select on figures_figure from public")
    assert (found.state, found.what) == (State.FAIL, "the public pages are closed")
    assert "sees figures_figure" in found.next_step
