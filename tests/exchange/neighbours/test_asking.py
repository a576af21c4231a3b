"""A neighbour is asked about the person of an open record; what it tells is marked, and kept nowhere."""

from __future__ import annotations

import base64

import orjson
import pytest
from django.db import connection

from tests.exchange.neighbours.neighbours import HANGS, Wessex, answering
from tests.writing import patient, put
from toldonce.directory.actors import Actor
from toldonce.exchange.neighbours import actions, asking
from toldonce.exchange.neighbours.neighbour import Neighbour
from toldonce.exchange.neighbours.resting import BREAKER, FAILURES
from toldonce.exchange.neighbours.telling import Outcome
from toldonce.record.opening import open_record
from toldonce.record.readings.medicines import current_medicines
from toldonce.record.readings.problems import problems

GP = Actor("a.gale", "Dr Ada Gale", "gp", "J81010")
NUMBER = "9990000018"
HERE = patient("p1", NUMBER, "Gale", "1950-03-04")
THERE = {**patient("w1", NUMBER, "Gale", "1950-03-04"), "name": [{"family": "GALE", "given": ["Thomas"]}]}
ASTHMA = {
    "resourceType": "Condition",
    "id": "c1",
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "code": {"text": "Asthma"},
    "subject": {"reference": "Patient/w1"},
}
REGISTERED = {
    "resourceType": "EpisodeOfCare",
    "id": "e1",
    "status": "active",
    "patient": {"reference": "Patient/p1"},
    "type": [{"text": "registration"}],
    "managingOrganization": {"reference": "Organization/ods-J81010"},
}


@pytest.fixture
def wessex():
    with answering() as made:
        made.has = {"Patient": [THERE], "Condition": [ASTHMA]}
        BREAKER.failures.clear()
        BREAKER.rests_until.clear()
        yield made


@pytest.fixture
def ask(own_database, wessex: Wessex):
    """Open the record and ask the neighbour."""

    def make(*slugs: str, here: tuple[dict, ...] = (HERE, REGISTERED), token: str = "t"):
        person = put(*here)[0].pid
        neighbour = Neighbour(
            "wessex", "Wessex", "Hampshire", ("problems", "medicines"), wessex.address, token
        )
        record = open_record(reader=GP, person=person, purpose="direct_care")
        return actions.ask(
            by=GP, record=record, neighbour=neighbour, slugs=slugs or ("problems",), purpose="direct_care"
        )

    return make


def stored() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select (select count(*) from resource) + (select count(*) from content)")
        return cursor.fetchone()[0]


def test_what_it_tells_is_shown_as_its_own_and_kept_nowhere(ask):
    told = ask()
    assert told.outcome is Outcome.ANSWERED
    [problem] = told.record.once(problems)
    assert problem.name == "Asthma"
    assert [each.name for each in problem.told_by] == ["Wessex"]
    assert stored() == 2


def test_it_is_told_who_reads_and_why(ask, wessex):
    ask(token="secret")
    assert [rtype for rtype, _, _ in wessex.asked] == ["Patient", "Condition"]
    for _, _, headers in wessex.asked:
        assert headers["Authorization"] == "Bearer secret"
        said = orjson.loads(base64.urlsafe_b64decode(headers["X-Toldonce-Reader"]))
        assert said["reason_for_request"] == "direct_care"
        assert said["requesting_organization"] == "J81010"
        assert said["requesting_practitioner"]["name"] == "Dr Ada Gale"
    assert wessex.asked[0][1]["identifier"] == [f"https://fhir.nhs.uk/Id/nhs-number|{NUMBER}"]
    assert wessex.asked[1][1]["patient"] == ["Patient/w1"]


def test_our_ledger_says_that_we_asked(ask):
    ask()
    with connection.cursor() as cursor:
        cursor.execute("select account, pids, subject, why from ledger_row where act = 'neighbour.ask'")
        assert cursor.fetchall() == [("a.gale", [1], "person/1 of wessex", "direct_care")]


ANOTHER = {
    "another date of birth": ({"birthDate": "1950-03-05"}, Outcome.NOT_MATCHED),
    "no date of birth": ({"birthDate": None}, Outcome.NOT_MATCHED),
    "other names": ({"name": [{"family": "Storm", "given": ["Eve"]}]}, Outcome.NOT_MATCHED),
    "another number": ({"identifier": []}, Outcome.NOT_MATCHED),
    "a married name": ({"name": [{"family": "Storm", "given": ["Ada"]}]}, Outcome.ANSWERED),
    "another spelling": ({"name": [{"family": "  gale", "given": ["A"]}]}, Outcome.ANSWERED),
}


@pytest.mark.parametrize(("elements", "outcome"), ANOTHER.values(), ids=ANOTHER)
def test_somebody_else_under_the_same_number_is_not_shown(ask, wessex, elements, outcome):
    wessex.has["Patient"] = [{**THERE, **elements}]
    told = ask()
    assert told.outcome is outcome
    if outcome is Outcome.NOT_MATCHED:
        assert told.record is None and "could not be matched safely" in told.sentence
        assert [rtype for rtype, _, _ in wessex.asked] == ["Patient"]


def test_of_several_only_those_that_agree_are_asked_about(ask, wessex):
    wessex.has["Patient"] = [THERE, {**THERE, "id": "w2", "birthDate": "1999-01-01"}, {**THERE, "id": "w3"}]
    assert ask().outcome is Outcome.ANSWERED
    assert wessex.asked[1][1]["patient"] == ["Patient/w1,Patient/w3"]


def test_nobody_is_known_there(ask, wessex):
    wessex.has["Patient"] = []
    assert ask().outcome is Outcome.NOBODY


@pytest.mark.parametrize(
    ("answer", "outcome", "sentence"),
    [
        (403, Outcome.WITHHELD, "Withheld by Wessex"),
        (401, Outcome.WITHHELD, "Withheld by Wessex"),
        (500, Outcome.NOT_ANSWERING, "Wessex is not answering"),
        (302, Outcome.NOT_ANSWERING, "Wessex is not answering"),
        (b"<html>", Outcome.NOT_ANSWERING, "Wessex is not answering"),
        (b"[]", Outcome.NOT_ANSWERING, "Wessex is not answering"),
        (b'{"resourceType":"Bundle","entry":[1]}', Outcome.NOBODY, "knows nobody"),
        (b"[" * 5000, Outcome.NOT_ANSWERING, "Wessex is not answering"),
    ],
)
def test_what_it_may_answer_instead(ask, wessex, answer, outcome, sentence):
    wessex.answers["Patient"] = answer
    told = ask()
    assert told.outcome is outcome
    assert sentence in told.sentence


def test_a_section_that_fails_does_not_take_the_others_with_it(ask, wessex):
    wessex.answers["MedicationRequest"] = 500
    told = ask("problems", "medicines")
    assert [each.name for each in told.record.once(problems)] == ["Asthma"]
    assert len(told.record.once(current_medicines)) == 0
    assert told.silent == {"medicines": "Wessex is not answering about this section."}


def test_one_that_hangs_is_not_waited_for_beyond_the_limit(ask, wessex, monkeypatch):
    monkeypatch.setattr(asking, "LIMIT", 0.2)
    wessex.answers["Patient"] = HANGS
    assert ask().outcome is Outcome.NOT_ANSWERING


def test_a_section_that_is_withheld_or_not_offered_says_so(ask, wessex):
    wessex.answers["Condition"] = 403
    told = ask("problems", "documents")
    assert told.silent["problems"].startswith("Withheld by Wessex")
    assert told.silent["documents"] == "Wessex does not offer this section."


def test_that_there_is_more_and_what_it_says_itself_is_passed_on(ask, wessex):
    wessex.more.add("Condition")
    said = {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "Some things may be withheld."}]}
    wessex.has["Condition"] = [ASTHMA, said]
    told = ask()
    assert told.remarks == [
        "Wessex knows more than is shown here: only the first entries were fetched.",
        "Wessex says: Some things may be withheld.",
    ]


def test_one_that_does_not_answer_is_left_alone_for_a_while(ask, wessex, monkeypatch):
    wessex.answers["Patient"] = 500
    for _ in range(FAILURES):
        assert ask().outcome is Outcome.NOT_ANSWERING
    assert ask().outcome is Outcome.RESTING
    assert len(wessex.asked) == FAILURES
    BREAKER.rests_until["wessex"] = 0.0
    wessex.answers.clear()
    assert ask().outcome is Outcome.ANSWERED
    assert ask().outcome is Outcome.ANSWERED


def consent(**elements) -> dict:
    return {
        "resourceType": "Consent",
        "id": "no",
        "status": "active",
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"text": "Objection to the shared record"}],
        "patient": {"reference": "Patient/p1"},
        "provision": {"type": "deny"},
        **elements,
    }


NOT_ASKED = {
    "no NHS number is known": ((patient("p1", "", "Gale", "1950-03-04"), REGISTERED), "NHS number"),
    "no date of birth is known": ((patient("p1", NUMBER, "Gale"), REGISTERED), "date of birth"),
    "the whereabouts are sealed": (
        ({**HERE, "meta": {"security": [{"code": "R"}]}}, REGISTERED),
        "whereabouts are sealed",
    ),
}


@pytest.mark.parametrize(("here", "sentence"), NOT_ASKED.values(), ids=NOT_ASKED)
def test_it_is_not_asked_when(ask, wessex, here, sentence):
    told = ask(here=here)
    assert told.outcome is Outcome.NOT_ASKED
    assert sentence in told.sentence
    assert wessex.asked == []


def test_it_is_not_reached_at_all(ask, wessex):
    wessex.server.server_close()
    assert ask().outcome is Outcome.NOT_ANSWERING


def test_a_token_is_never_written_where_it_could_be_seen():
    assert "secret" not in repr(Neighbour("w", "Wessex", "", (), "http://x", "secret"))


def test_an_endless_answer_is_broken_off(ask, wessex, monkeypatch):
    monkeypatch.setattr(asking, "LARGEST", 1000)
    wessex.has["Patient"] = [{**THERE, "text": "x" * 2000}]
    assert ask().outcome is Outcome.NOT_ANSWERING
