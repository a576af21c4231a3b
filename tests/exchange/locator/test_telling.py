"""The National Record Locator knows of every plan in force, once, and of no other."""

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from tests.care.plans.drawing import ESCALATION, GP, NURSE, SUPPORT, opened, signed, somebody, store
from tests.exchange.locator.stand_in import StandIn, standing_in
from tests.record.readings.tables import resource
from toldonce.care.plans import actions
from toldonce.exchange.locator import actions as operating
from toldonce.exchange.locator import hearing, queries, telling
from toldonce.exchange.locator.client import Locator, LocatorTrouble
from toldonce.exchange.locator.models import Pointer
from toldonce.ledger import queries as ledger
from toldonce.record.changes import Change, Cursor

pytestmark = pytest.mark.django_db
ESCALATION_OF_GP = ("J81016", "Treatment escalation plan")
ESCALATION_OF_TRUST = ("RDY", "Treatment escalation plan")


@pytest.fixture
def locator(settings):
    settings.TOLDONCE_PUBLIC_ADDRESS = "https://record.example"
    settings.TOLDONCE_LOCATOR_TOKEN = "secret"
    with standing_in() as one:
        settings.TOLDONCE_LOCATOR = one.address
        yield one


def heard() -> None:
    """Everything that was ever written, twice, as a listener may hear it."""
    with connection.cursor() as cursor:
        cursor.execute("select distinct pid from change")
        pids = [pid for (pid,) in cursor.fetchall()]
    for _ in range(2):
        hearing.hear(
            [Change(Cursor(1, 1), timezone.now(), pid, 0, 0, ("DocumentReference",)) for pid in pids]
        )


def told() -> int:
    """What a turn did after everything was heard, with whatever is to be tried again tried now."""
    heard()
    Pointer.objects.filter(due__isnull=False).update(due=timezone.now())
    return telling.turn()


def test_a_signed_plan_is_told_once_with_numbers_and_an_address_and_no_names(locator: StandIn):
    plan = signed(somebody())
    assert (told(), told()) == (1, 0)
    assert locator.current() == [ESCALATION_OF_GP]
    (held,) = locator.held.values()
    assert held["content"][0]["attachment"]["url"] == f"https://record.example/fhir/CarePlan/{plan}"
    assert held["subject"]["identifier"]["value"] == "9990000018"
    assert not [word for word in ("Legg", "Gwen", "resuscitation") if word in str(held)]
    assert locator.asked == [("POST", "Bearer secret")]


def test_the_next_plan_of_the_same_organisation_takes_the_place_of_the_one_before(locator: StandIn):
    person = somebody()
    first = signed(person)
    told()
    signed(person, {**ESCALATION, "priority": ["balance"]}, GP, seen=first)
    told()
    assert sorted(each["status"] for each in locator.held.values()) == ["current", "superseded"]
    assert not Pointer.objects.filter(due__isnull=False).exists()


def test_a_plan_of_another_organisation_is_told_and_then_the_old_one_is_deleted(locator: StandIn):
    person = somebody()
    first = signed(person)
    told()
    signed(person, by=NURSE, seen=first)
    told()
    told()
    assert [each["custodian"]["identifier"]["value"] for each in locator.held.values()] == ["RDY"]


def test_a_plan_that_ends_is_taken_back(locator: StandIn):
    person = somebody()
    plan = signed(person)
    told()
    actions.end(by=GP, record=opened(person), plan=plan, why="withdrawn")
    told()
    assert locator.held == {}


def test_a_plan_that_ended_before_the_locator_was_told_is_never_told(locator: StandIn):
    person = somebody()
    plan = signed(person)
    actions.end(by=GP, record=opened(person), plan=plan, why="withdrawn")
    told()
    assert locator.asked == []


def test_a_locator_that_fails_is_told_again(locator: StandIn):
    signed(somebody())
    locator.fail = ["refuse"]
    told()
    assert Pointer.objects.get().trouble == "The locator answered 500."
    told()
    assert locator.current() == [ESCALATION_OF_GP]
    assert Pointer.objects.get().trouble == ""


def test_an_answer_that_was_lost_does_not_make_two_pointers(locator: StandIn):
    signed(somebody())
    locator.fail = ["forget"]
    told()
    assert "does not answer" in Pointer.objects.get().trouble
    told()
    assert locator.current() == [ESCALATION_OF_GP]
    assert [method for method, _ in locator.asked] == ["POST", "GET"]


def test_each_kind_of_plan_has_its_own_pointer(locator: StandIn):
    person = somebody()
    signed(person)
    signed(person, SUPPORT, NURSE, "personalised-care")
    assert told() == 2
    assert sorted(locator.current()) == [ESCALATION_OF_GP, ("RDY", "Personalised care and support plan")]


def test_of_somebody_who_objects_the_locator_is_not_told(locator: StandIn):
    objection = resource(
        "Consent", "J81016", id="c1", status="active", scope={"coding": [{"code": "patient-privacy"}]},
        category=[{"text": "Objection to the shared care record"}], patient={"reference": "Patient/p1"},
        policyRule={"coding": [{"code": "OPTOUT"}]}, provision={"type": "deny"}, dateTime="2026-01-01",
    )  # fmt: skip
    person = somebody()
    store(objection)
    signed(person)
    told()
    assert locator.asked == []
    assert Pointer.objects.get().trouble == telling.WITHHELD
    assert "locator.withhold" in [row.act for row in ledger.about(opened(person).pids)]


def test_without_an_address_nothing_is_told_and_nothing_is_lost(settings, locator: StandIn):
    signed(somebody())
    address, settings.TOLDONCE_LOCATOR = settings.TOLDONCE_LOCATOR, ""
    assert told() == 0
    settings.TOLDONCE_LOCATOR = address
    assert told() == 1


ODD = [
    b"", b"<html>away for tea</html>", b"[]", b"7", b'{"resourceType":"OperationOutcome"}', b'{"entry":[]}',
    b'{"resourceType":"Bundle","entry":[7,{"resource":[]},{"resource":{"content":"x","id":[]}}]}',
]  # fmt: skip


@pytest.mark.parametrize("body", ODD)
@pytest.mark.parametrize("status", [200, 400])
def test_an_answer_that_nobody_expected_is_a_trouble_and_nothing_else(settings, monkeypatch, body, status):
    settings.TOLDONCE_LOCATOR = "https://locator.example/"
    with Locator("J81016") as locator:
        locator._client = httpx.Client(
            base_url=settings.TOLDONCE_LOCATOR,
            transport=httpx.MockTransport(lambda _: httpx.Response(status, content=body)),
        )
        for ask in (lambda: locator.create({}), lambda: locator.find("9990000018", "x")):
            try:
                assert ask() == ""
            except LocatorTrouble as trouble:
                assert str(trouble).startswith("The locator ")


def test_whoever_watches_sees_which_pointers_are_in_trouble_and_what_to_do(locator: StandIn):
    signed(somebody())
    locator.fail = ["refuse"]
    told()
    (shown,) = queries.in_trouble(10)
    assert (shown.pointer.trouble, shown.to_do) == (
        "The locator answered 500.",
        "Nothing yet: the locator is in trouble itself. If it lasts, tell its service desk.",
    )
    assert queries.counts()["In trouble"] == 1
    told()
    assert queries.in_trouble(10) == []


TO_DO = [
    (0, "The locator does not answer (ConnectError).", queries.NO_ANSWER),
    (0, telling.NO_NUMBER, queries.TRACE),
    (401, "The locator answered 401.", "Check TOLDONCE_LOCATOR_TOKEN"),
    (422, "The locator answered 422: business-rule.", "It refuses the pointer itself"),
    (429, "The locator answered 429.", "Nothing: the locator wants fewer questions"),
    (503, "The locator answered 503.", "Nothing yet"),
]


@pytest.mark.parametrize(("status", "trouble", "to_do"), TO_DO)
def test_what_to_do_follows_from_what_the_locator_answered(status, trouble, to_do):
    assert queries.to_do(Pointer(status=status, trouble=trouble)).startswith(to_do)


def test_somebody_who_watches_lets_it_be_tried_again_at_once(locator: StandIn):
    signed(somebody())
    locator.fail = ["refuse"]
    told()
    pointer = Pointer.objects.get()
    assert telling.turn() == 0  # not yet
    operating.try_again(by=GP, document=pointer.document)
    assert (telling.turn(), locator.current()) == (1, [ESCALATION_OF_GP])
    assert operating.try_again(by=GP, document=pointer.document) is None
    assert "locator.try-again" in [row.act for row in ledger.about([pointer.pid])]
