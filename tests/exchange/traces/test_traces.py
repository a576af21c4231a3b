"""The demographics service is asked by its own rules, and its answers join who they should and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from joserfc.jwk import RSAKey

from tests.exchange.traces.standin import API_KEY, KID, ODS, StandIn, serving
from tests.writing import NURSE, patient, put
from toldonce.directory.actors import Actor
from toldonce.exchange.traces import actions, due
from toldonce.exchange.traces.entrance import Access
from toldonce.exchange.traces.errors import NotAllowed, NotAnswering, NotSetUp, NotUnderstood
from toldonce.exchange.traces.models import Answer, Trace
from toldonce.exchange.traces.questions import Asked, Service
from toldonce.record import doubts, identity
from toldonce.record.identity import actions as identity_actions
from toldonce.record.identity import reviews

pytestmark = pytest.mark.usefixtures("own_database")
ADA, BEA = "9990000018", "9990000026"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def key() -> RSAKey:
    return RSAKey.generate_key(2048)


@pytest.fixture
def standin(key) -> Iterator[StandIn]:
    with serving(StandIn(key)) as running:
        yield running


@pytest.fixture
def key_file(key, tmp_path) -> str:
    path = tmp_path / "key.pem"
    path.write_bytes(key.as_pem(private=True))
    return str(path)


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def service(standin, key_file, waited) -> Iterator[Service]:
    access = Access(standin.address, f"{standin.address}/oauth2/token", API_KEY, KID, key_file, ODS)
    with httpx.Client(timeout=5) as http:
        yield Service(access, pause=waited.append, http=http)


def traced(id: str, service: Service) -> Trace:
    """Ask about the source patient with this id."""
    (found,) = [each for each in identity.of_pids(pids()) if each.id == id]
    return actions.trace(by=NURSE, patient=found, service=service)


def pids() -> list[int]:
    return [each.pid for each in due.due(since=datetime.now(UTC) + timedelta(days=1), unverified=True)]


def persons() -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for each in identity.of_pids(pids()):
        found.setdefault(each.person, []).append(each.id)
    return sorted(sorted(ids) for ids in found.values())


# what the service knows of Ada Legg | what the source tells | the answer
KNOWN = ("Legg", "Ada", "1950-02-03")
ANSWERS = [
    ("her number", patient("a", ADA, "Legg", "1950-02-03"), Answer.VERIFIED),
    ("her number and a slip in the date", patient("a", ADA, "Legg", "1950-03-02"), Answer.VERIFIED),
    ("her number under another name and date", patient("a", ADA, "Moor", "1988-12-31"), Answer.DISAGREES),
    ("a number that is not in use", patient("a", BEA, "Legg", "1950-02-03"), Answer.INVALID),
    ("her name and date", patient("a", "", "Legg", "1950-02-03"), Answer.FOUND),
    ("nearly her name", patient("a", "", "Legge", "1950-02-03"), Answer.FOUND),
    ("another name", patient("a", "", "Moor", "1950-02-03"), Answer.NOBODY),
    ("no birth date", patient("a", "", "Legg"), Answer.TOO_LITTLE),
]


@pytest.mark.parametrize(("told", "answer"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_what_the_service_answers(standin, service, told, answer):
    standin.knows(ADA, *KNOWN)
    put(told)
    assert traced("a", service).answer == answer
    assert standin.faults == []


def test_who_is_found_joins_the_person_who_carries_the_number_and_no_patient_is_changed(standin, service):
    standin.knows(ADA, *KNOWN)
    put(patient("gp", ADA, "Legg-Moor", "1950-02-03"), patient("a", "", "Legg", "1950-02-03"))
    assert traced("a", service).joined is not None
    assert persons() == [["a", "gp"]]
    assert [each.nhs_number for each in identity.of_pids(pids()) if each.id == "a"] == [None]


def test_who_is_found_before_the_number_comes_joins_when_it_comes(standin, service):
    standin.knows(ADA, *KNOWN)
    put(patient("a", "", "Legg", "1950-02-03"))
    assert traced("a", service).joined is None
    put(patient("gp", ADA, "Legg", "1950-02-03"))
    assert actions.join_traced(by=NURSE) == 1
    assert persons() == [["a", "gp"]]


def test_a_nearly_right_answer_joins_nobody(standin, service):
    standin.knows(ADA, *KNOWN)
    put(patient("gp", ADA, "Legg", "1950-02-03"), patient("a", "", "Legge", "1950-02-03"))
    told = traced("a", service)
    assert (told.answer, told.score, told.joined) == (Answer.FOUND, 0.9, None)


@pytest.mark.parametrize("scored", [{}, {"score": 0}, {"score": 0.0}, {"score": None}, {"score": "1"}])
def test_who_is_found_without_a_score_that_says_exactly_joins_nobody(standin, service, scored):
    standin.knows(ADA, *KNOWN)
    standin.scored = scored
    put(patient("gp", ADA, "Legg", "1950-02-03"), patient("a", "", "Legg", "1950-02-03"))
    assert traced("a", service).joined is None
    assert actions.join_traced(by=NURSE) == 0
    assert persons() == [["a"], ["gp"]]


def test_a_number_that_was_replaced_joins_the_person_with_the_new_one_and_stays(standin, service):
    standin.knows(BEA, *KNOWN)
    standin.superseded[ADA] = BEA
    old = patient("old", ADA, "Legg", "1950-02-03")
    put(old, patient("new", BEA, "Legg", "1950-02-03"))
    assert traced("old", service).answer == Answer.SUPERSEDED
    put(old | {"gender": "female"})
    assert persons() == [["new", "old"]]


def test_those_whom_somebody_set_apart_are_not_joined(standin, service):
    standin.knows(ADA, *KNOWN)
    gp, a = put(patient("gp", ADA, "Legg", "1950-02-03"), patient("a", "", "Legg", "1950-02-03"))
    identity.link(pid=gp.pid, to=a.pid, by=NURSE, why="looked the same")
    identity.unlink(pid=a.pid, by=NURSE, why="was her sister")
    assert traced("a", service).joined is None
    assert persons() == [["a"], ["gp"]]


def test_too_many_people_are_several(standin, service):
    for number in range(3):
        standin.knows(f"999000000{number}", *KNOWN)
    put(patient("a", "", "Legg", "1950-02-03"))
    assert traced("a", service).answer == Answer.SEVERAL


def test_of_the_sensitive_and_the_dead_only_that_is_kept(standin, service):
    standin.knows(ADA, *KNOWN, meta={"security": [{"code": "R"}]}, deceasedDateTime="2024-01-01")
    put(patient("a", ADA, "Legg", "1950-02-03"))
    told = traced("a", service)
    assert (told.is_sensitive, told.is_dead) == (True, True)


def test_nobody_is_asked_about_twice_within_the_time(standin, service):
    standin.knows(ADA, *KNOWN)
    put(patient("a", "", "Legg", "1950-02-03"), patient("b", "", "Moor", "1950-02-03"))
    traced("a", service)
    assert [each.id for each in due.due(since=LONG_AGO)] == ["b"]
    assert [each.id for each in due.due(since=datetime.now(UTC) + timedelta(days=1))] == ["a", "b"]


# The protocol


def test_one_token_serves_many_questions_and_a_new_one_is_fetched_when_it_is_refused(standin, service):
    standin.knows(ADA, *KNOWN)
    service.by_number(ADA)
    service.by_number(ADA)
    assert len(standin.tokens) == 1
    standin.tokens.clear()
    assert service.by_number(ADA).people[0].number == ADA
    assert standin.faults == []


def test_a_busy_service_is_asked_again_after_as_long_as_it_says(standin, service, waited):
    standin.knows(ADA, *KNOWN)
    standin.before = [(429, {"Retry-After": "7"}), (503, {})]
    assert service.by_number(ADA).people[0].number == ADA
    assert waited == [7.0, 2.0]


@pytest.mark.parametrize(
    ("status", "trouble"), [(429, NotAnswering), (500, NotAnswering), (403, NotAllowed), (400, NotUnderstood)]
)
def test_a_service_that_does_not_answer_is_told_in_one_sentence(standin, service, status, trouble):
    standin.before = [(status, {})] * 9
    with pytest.raises(trouble, match="demographics service"):
        service.by_what_is_known(Asked("legg", "1950-02-03"))


def test_a_service_that_is_away_is_not_answering(standin, service):
    service.by_number(ADA)
    gone = Access(
        "http://127.0.0.1:9", *(getattr(service.access, name) for name in service.access.__slots__[1:])
    )
    with pytest.raises(NotAnswering):
        Service(gone, pause=service.pause, http=service.http, _entrance=service._entrance).by_number(ADA)


def test_a_wrong_key_is_refused_with_what_to_check(standin, service, tmp_path):
    other = tmp_path / "other.pem"
    other.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))
    for file, trouble in ((other, (NotAllowed, NotAnswering)), (tmp_path / "none.pem", NotSetUp)):
        access = Access(standin.address, f"{standin.address}/oauth2/token", API_KEY, KID, str(file), ODS)
        with pytest.raises(trouble):
            Service(access, http=service.http).by_number(ADA)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"<html>", b'{"resourceType":"Basic"}', b'{"resourceType":"Bundle"}']
)
def test_an_odd_answer_is_not_understood(service, body):
    odd = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=body)))
    service._door()._token, service._door()._ends = "kept", float("inf")
    service.http = odd
    with pytest.raises(NotUnderstood):
        service.by_number(ADA)


# What the service contradicts reaches somebody

OFFICER = Actor("r.ecords", "Ria Ecords", "records_officer", "QVV")
WHY = "asked both of them by telephone"
JOINED = [patient("gp", ADA, "Legg", "1950-02-03"), patient("a", ADA, "Legg", "1950-02-03")]


def asked() -> list[tuple[str, str, str]]:
    """The questions that wait for the records officer: why, what is said, and who may be the stranger."""
    names = {each.pid: each.id for each in identity.of_pids(pids())}
    return [(w.review.kind, w.review.said, names[w.review.stranger]) for w in reviews.waiting()]


def doubted() -> list[tuple[str, str]]:
    return [(each.id, each.reason) for each in doubts.newest()]


@pytest.mark.parametrize(
    ("knows", "said"),
    [
        (
            ("Moor", "Bea", "1988-12-31"),
            "The demographics service says that the NHS number is another person's.",
        ),
        (None, "The demographics service says that the NHS number is not in use."),
    ],
)
def test_the_records_officer_is_asked_about_a_number_that_the_service_contradicts(
    standin, service, knows, said
):
    if knows:
        standin.knows(ADA, *knows)
    put(*JOINED)
    traced("a", service)
    assert asked() == [("traced", f"{said} It was asked about 999 000 0018.", "a")]
    assert doubted() == [("a", said)]


@pytest.mark.parametrize(
    ("decide", "afterwards"),
    [(identity_actions.decide_one, [["a", "gp"]]), (identity_actions.decide_two, [["a"], ["gp"]])],
)
def test_the_same_answer_is_not_asked_about_again_once_it_was_answered(standin, service, decide, afterwards):
    put(*JOINED)
    traced("a", service)
    traced("a", service)
    (waiting,) = reviews.waiting()
    decide(review=waiting.review.pk, by=OFFICER, why=WHY)
    traced("a", service)
    actions.ask_about_contradicted(by=NURSE)
    assert (asked(), persons()) == ([], afterwards)


def test_another_answer_about_the_same_two_is_asked_about(standin, service):
    put(*JOINED)
    traced("a", service)
    identity_actions.decide_one(review=reviews.waiting()[0].review.pk, by=OFFICER, why=WHY)
    standin.knows(ADA, "Moor", "Bea", "1988-12-31")
    traced("a", service)
    assert [said.split(" It was")[0] for _, said, _ in asked()] == [
        "The demographics service says that the NHS number is another person's."
    ]


def test_somebody_who_joins_later_by_a_contradicted_number_is_asked_about_then(standin, service):
    put(JOINED[1])
    traced("a", service)
    assert (asked(), len(doubted())) == ([], 1)
    put(JOINED[0])
    assert actions.ask_about_contradicted(by=NURSE) == 1
    assert [stranger for *_, stranger in asked()] == ["a"]
    assert actions.ask_about_contradicted(by=NURSE) == 0


def test_a_source_that_mends_its_number_takes_the_question_and_the_doubt_away(standin, service):
    put(*JOINED)
    traced("a", service)
    put(patient("a", BEA, "Legg", "1950-02-03"))
    assert (asked(), doubted()) == ([], [])
    assert actions.ask_about_contradicted(by=NURSE) == 0


def test_an_answer_about_a_stranger_can_be_taken_back(standin, service):
    put(*JOINED)
    traced("a", service)
    review = reviews.waiting()[0].review.pk
    identity_actions.decide_two(review=review, by=OFFICER, why=WHY)
    identity_actions.undo(review=review, by=OFFICER, why=WHY)
    assert (persons(), len(asked())) == ([["a", "gp"]], 1)
