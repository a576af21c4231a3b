"""One organisation asks another: accepted, asked about, sent on, rejected, booked or answered, turn by turn."""

from datetime import date, timedelta

import orjson
import pytest
from django.utils import timezone

from tests.care.documents.people import (
    GRACE,
    HALLETT,
    HOSPITAL,
    OKAFOR,
    OTHER_PRACTICE,
    PRACTICE,
    opened,
    organisations,
    someone,
)
from toldonce.care.referrals import actions, queries
from toldonce.care.referrals.errors import Incomplete, NotNow, NotYours
from toldonce.care.referrals.models import Request
from toldonce.care.referrals.shapes import Asking
from toldonce.care.referrals.states import IN_FHIR, MOVES, OVER, Kind, State
from toldonce.care.worklist.models import Item
from toldonce.record import store
from toldonce.record.access import Refused
from toldonce.record.readings.referrals import referrals

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    organisations()
    return someone()


def asked(person: int, kind: str = "referral", to: str = HOSPITAL, **more) -> Request:
    words = {"service": "Cardiology", "question": "New palpitations, please see."} | more
    return actions.ask(by=OKAFOR, record=opened(person, OKAFOR), asking=Asking(kind, to, **words))


def in_record(rtype: str, id: str) -> dict:
    return orjson.loads(store.read(rtype, id).body)


def on_the_list_of(organisation: str) -> list[tuple[str, bool]]:
    return [
        (each.title, each.is_open) for each in Item.objects.filter(organisation=organisation).order_by("pk")
    ]


def test_a_button_that_is_pressed_twice_asks_once_and_other_words_are_another_request(person):
    assert asked(person) == asked(person)
    assert asked(person, question="Now breathless as well.") != asked(person)
    assert len(on_the_list_of(HOSPITAL)) == 2


def test_a_referral_is_in_the_record_and_on_the_list_of_the_receiver(person):
    request = asked(person)
    kept = in_record("ServiceRequest", request.request)
    assert (kept["status"], kept["performer"][0]["identifier"]["value"]) == ("active", HOSPITAL)
    assert in_record("Task", request.task)["focus"]["reference"] == f"ServiceRequest/{request.request}"
    assert on_the_list_of(HOSPITAL) == [("Cardiology", True)]


def test_a_referral_opens_the_record_to_the_receiver_and_a_rejection_closes_it(person):
    from toldonce.directory.actors import Actor

    elsewhere = Actor("tom", "Tom Hallett", "nurse", OTHER_PRACTICE)
    with pytest.raises(Refused):
        opened(person, elsewhere)
    request = asked(person, to=OTHER_PRACTICE)
    assert opened(person, elsewhere)
    actions.act(by=elsewhere, request=request, what="reject", words="We have no clinic of this kind")
    with pytest.raises(Refused):
        opened(person, elsewhere)


CONVERSATION = """
    who      | act      | words              | state      | open at receiver | open at asker
    hospital | ask      | Which medicines?   | questioned | 0                | 1
    practice | reply    | Apixaban           | requested  | 1                | 0
    hospital | accept   |                    | accepted   | 1                | 0
    practice | say      | She moved          | accepted   | 1                | 0
    hospital | complete | Seen, ablation     | completed  | 0                | 1
"""


def test_back_and_forth_each_turn_is_on_one_worklist(person):
    request = asked(person)
    actors = {"hospital": GRACE, "practice": OKAFOR}
    for line in CONVERSATION.strip().splitlines()[1:]:
        who, act, words, state, receiver, asker = (each.strip() for each in line.split("|"))
        request = actions.act(by=actors[who], request=request, what=act, words=words)
        still = [sum(is_open for _, is_open in on_the_list_of(code)) for code in (HOSPITAL, PRACTICE)]
        assert (request.state, *map(str, still)) == (state, receiver, asker), act
    said = in_record("Task", request.task)
    assert [each["text"] for each in said["note"]] == [
        "Which medicines?",
        "Apixaban",
        "She moved",
        "Seen, ablation",
    ]
    assert (said["status"], in_record("ServiceRequest", request.request)["status"]) == (
        "completed",
        "completed",
    )


def test_sent_on_it_is_somebody_elses_and_not_ours_any_more(person):
    request = asked(person)
    request = actions.redirect(by=GRACE, request=request, to=OTHER_PRACTICE, words="They have the clinic")
    assert request.asked == OTHER_PRACTICE
    assert on_the_list_of(HOSPITAL) == [("Cardiology", False)]
    assert on_the_list_of(OTHER_PRACTICE) == [("Cardiology", True)]
    with pytest.raises(NotYours):
        actions.act(by=GRACE, request=request, what="accept")
    (line,) = referrals(opened(person, OKAFOR))
    assert line.performer_codes == (OTHER_PRACTICE,)


def test_booking_puts_an_appointment_into_the_record_and_booking_again_moves_it(person):
    request = asked(person)
    for days in (7, 9):
        at = timezone.now() + timedelta(days=days)
        request = actions.book(by=GRACE, request=request, at=at, where="Clinic 3")
    booked = store.read("Appointment", actions._name(request, "appointment"))
    body = orjson.loads(booked.body)
    assert (booked.version, body["status"], body["start"][:10]) == (
        2,
        "booked",
        f"{at.astimezone():%Y-%m-%d}",
    )
    assert in_record("Task", request.task)["businessStatus"]["text"] == "An appointment is booked"


def test_an_appointment_in_the_past_is_refused(person):
    with pytest.raises(Incomplete):
        actions.book(by=GRACE, request=asked(person), at=timezone.now() - timedelta(days=1))


def test_advice_is_answered_in_the_record_and_may_lead_to_a_referral(person):
    request = asked(person, "advice", question="Can we stop apixaban before the cataract operation?")
    request = actions.answer(by=GRACE, request=request, words="No need to stop it.")
    assert request.state == State.COMPLETED
    told = in_record("Communication", actions._name(request, "answer"))
    assert told["payload"] == [{"contentString": "No need to stop it."}]
    asking = Asking("referral", HOSPITAL, "Cardiology", "As advised, please see.")
    made = actions.ask(by=OKAFOR, record=opened(person, OKAFOR), asking=asking, led_from=request)
    request.refresh_from_db()
    assert request.led_to == made


def test_a_task_within_ones_own_organisation_is_done_with_its_outcome(person):
    task = asked(person, "task", to=PRACTICE, question="U and E in two weeks", due=date(2026, 12, 10))
    assert f"{timezone.localtime(task.due):%Y-%m-%d}" == "2026-12-10"
    with pytest.raises(Incomplete):
        actions.act(by=OKAFOR, request=task, what="complete", words="")
    task = actions.act(by=OKAFOR, request=task, what="complete", words="Potassium 4.2")
    assert in_record("Task", task.task)["output"][0]["valueString"] == "Potassium 4.2"
    assert on_the_list_of(PRACTICE) == [("U and E in two weeks", False)]


MISSING = {
    "nobody": ({"to": ""}, "to"),
    "somebody unknown": ({"to": "ZZ999"}, "to"),
    "ourselves": ({"to": PRACTICE}, "to"),
    "no question": ({"question": " "}, "question"),
    "no service": ({"service": ""}, "service"),
}


@pytest.mark.parametrize("what", MISSING)
def test_what_is_missing_is_said(person, what):
    more, field = MISSING[what]
    with pytest.raises(Incomplete) as refused:
        asked(person, **more)
    assert set(refused.value.problems) == {field}
    assert not Request.objects.exists()


def test_the_side_whose_turn_it_is_not_is_refused(person):
    request = asked(person)
    for act in ("accept", "reject", "ask"):
        with pytest.raises(NotYours):
            actions.act(by=OKAFOR, request=request, what=act, words="Something")
    with pytest.raises(NotYours):
        actions.act(by=HALLETT, request=request, what="say", words="Something")
    with pytest.raises(NotNow):
        actions.act(by=OKAFOR, request=request, what="reply", words="Something")


def test_what_is_withdrawn_is_on_no_list_and_closed_to_the_receiver(person):
    request = actions.act(by=OKAFOR, request=asked(person), what="withdraw", words="She has died")
    assert on_the_list_of(HOSPITAL) == [("Cardiology", False)]
    assert in_record("ServiceRequest", request.request)["status"] == "revoked"


def test_the_lists_of_both_sides(person):
    one, other = asked(person), asked(person, "advice", question="What about it, please?")
    actions.act(by=GRACE, request=other, what="ask", words="About what?")
    assert list(queries.to_do(HOSPITAL)) == [one]
    assert list(queries.waits_for_asker(HOSPITAL)) == [other]
    assert (list(queries.waiting_for(PRACTICE)), list(queries.to_reply(PRACTICE))) == ([one], [other])


def test_the_table_of_moves_reaches_every_state_and_leaves_no_end():
    for kind, moves in MOVES.items():
        assert not any(set(move.after) & set(OVER) for move in moves.values()), kind
    reached = {move.to for moves in MOVES.values() for move in moves.values()}
    assert reached >= set(State) - {State.REQUESTED}
    assert set(IN_FHIR) == set(State)
    assert set(MOVES) == set(Kind)
