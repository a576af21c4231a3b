"""What other systems write is heard once, however often it is told."""

import pytest

from tests.care.documents.people import HOSPITAL, PRACTICE, opened, organisations, someone
from tests.writing import put
from toldonce.care.documents import actions as documents
from toldonce.care.referrals import hearing
from toldonce.care.referrals.models import Request, RequestStep
from toldonce.care.worklist.models import Item
from toldonce.record import changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    organisations()
    return someone()


def referral(**more) -> dict:
    return {
        "resourceType": "ServiceRequest",
        "id": "sr-1",
        "status": "active",
        "intent": "order",
        "priority": "urgent",
        "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "3457005"}]}],
        "code": {"text": "Falls clinic"},
        "subject": {"reference": "Patient/g1"},
        "requester": {"reference": f"Organization/ods-{PRACTICE}", "display": "Dr Elsewhere"},
        "performer": [{"reference": f"Organization/ods-{HOSPITAL}"}],
        **more,
    }


def task(**more) -> dict:
    return {
        "resourceType": "Task",
        "id": "task-1",
        "status": "requested",
        "intent": "order",
        "description": "Check kidney function",
        "for": {"reference": "Patient/g1"},
        "requester": {"reference": f"Organization/ods-{HOSPITAL}"},
        "owner": {"reference": f"Organization/ods-{PRACTICE}"},
        "restriction": {"period": {"end": "2026-12-10"}},
        **more,
    }


def heard() -> list[tuple[str, str, str]]:
    """Everything that was ever changed, heard twice; a test's own transaction counts as over."""
    for _ in range(2):
        hearing.hear(told())
    return list(Request.objects.order_by("pk").values_list("kind", "state", "asked"))


def told() -> list[changes.Change]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select seq from change order by seq")
        return [found for (seq,) in cursor.fetchall() if (found := changes.numbered(seq))]


def on_lists() -> list[tuple[str, str, bool]]:
    return [(each.organisation, each.title, each.is_open) for each in Item.objects.order_by("pk")]


def test_a_referral_of_another_system_is_on_the_worklist_once(person):
    put(referral(), source=PRACTICE)
    assert heard() == [("referral", "requested", HOSPITAL)]
    assert on_lists() == [(HOSPITAL, "Falls clinic", True)]
    assert Item.objects.get().urgent


def test_its_end_in_the_other_system_takes_it_off(person):
    put(referral(), source=PRACTICE)
    heard()
    put(referral(status="revoked"), source=PRACTICE)
    assert heard() == [("referral", "withdrawn", HOSPITAL)]
    assert on_lists() == [(HOSPITAL, "Falls clinic", False)]


def test_a_task_of_another_system_with_its_day(person):
    put(task(), source=HOSPITAL)
    assert heard() == [("task", "requested", PRACTICE)]
    assert f"{Item.objects.get().due:%Y-%m-%d}" == "2026-12-10"


def test_a_task_that_is_under_way_before_it_is_heard_of_is_not_lost(person):
    put(task(), source=HOSPITAL)
    put(task(status="accepted"), source=HOSPITAL)
    assert heard() == [("task", "accepted", PRACTICE)]


def test_a_task_about_a_referral_says_how_far_it_is_and_is_not_a_second_thing(person):
    put(referral(), source=PRACTICE)
    put(task(focus={"reference": "ServiceRequest/sr-1"}, status="accepted"), source=HOSPITAL)
    assert heard() == [("referral", "accepted", HOSPITAL)]


def thread() -> list[tuple[str, str, str]]:
    return list(RequestStep.objects.values_list("organisation", "name", "words"))


def test_what_the_other_system_asks_and_answers_is_said_in_its_own_words(person):
    put(referral(reasonCode=[{"text": "Three falls in a month."}]), source=PRACTICE)
    heard()
    said = {"authorString": "Dr Farr", "text": "Please send the blood pressures."}
    put(task(focus={"reference": "ServiceRequest/sr-1"}, status="on-hold", note=[said]), source=HOSPITAL)
    heard()
    assert thread() == [
        (PRACTICE, "Dr Elsewhere", "Three falls in a month."),
        (HOSPITAL, "Dr Farr", "Please send the blood pressures."),
    ]


NEWS = {
    "asks for more": ({"status": "on-hold", "businessStatus": {"text": "Spirometry?"}}, "Spirometry?"),
    "has answered": (
        {
            "status": "completed",
            "output": [{"type": {"text": "Outcome"}, "valueString": "No need to worry."}],
        },
        "No need to worry.",
    ),
    "rejects": ({"status": "rejected", "statusReason": {"text": "Not ours."}}, "Not ours."),
    "rejects without a word": ({"status": "rejected"}, "Told by another system"),
}


@pytest.mark.parametrize("what", NEWS)
def test_the_asker_hears_of_it_and_the_asked_has_no_more_to_do(person, what):
    put(referral(), source=PRACTICE)
    heard()
    told, words = NEWS[what]
    put(task(focus={"reference": "ServiceRequest/sr-1"}, **told), source=HOSPITAL)
    heard()
    assert on_lists() == [(HOSPITAL, "Falls clinic", False), (PRACTICE, "Falls clinic", True)]
    assert thread()[-1][2] == words


SILENT = {
    "an order for a test": referral(
        category=[{"coding": [{"code": "108252007"}]}], code={"text": "Full blood count"}
    ),
    "a draft": referral(status="draft"),
    "an old one": referral(status="completed"),
    "to nobody we know": referral(performer=[{"display": "A clinic"}]),
    "to oneself": referral(performer=[{"reference": f"Organization/ods-{PRACTICE}"}]),
    "a task that is done": task(status="completed"),
}


@pytest.mark.parametrize("what", SILENT)
def test_what_asks_nobody_for_anything_raises_nothing(person, what):
    put(SILENT[what], source=PRACTICE)
    assert heard() == []


def test_the_actions_of_an_accepted_letter_come_to_the_worklist_as_tasks(person):
    from tests.care.documents.people import OKAFOR, sent

    (delivery,) = sent(person)
    documents.open_delivery(by=OKAFOR, delivery=delivery)
    documents.acknowledge_delivery(by=OKAFOR, delivery=delivery)
    assert heard() == [("task", "requested", PRACTICE)]
    assert (PRACTICE, "Check kidney function", True) in on_lists()
    assert opened(person, OKAFOR)
