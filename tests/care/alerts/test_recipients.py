"""Who is told: those who asked and care for the person, if they may read what tells it at that moment."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.utils import timezone

from tests.care.alerts.telling import (
    GP,
    HOSPITAL,
    NHS,
    OTHER_PRACTICE,
    PRACTICE,
    ago,
    doctor,
    nurse,
    of,
    org,
    register,
    result,
    settle_tinyshire,
    stay,
    told,
)
from tests.writing import patient, put
from toldonce.care.alerts import actions, queries
from toldonce.care.alerts.errors import BadCover, BadHours, NobodyMeant, NothingAsked, NotReadable, NotYours
from toldonce.care.alerts.kinds import KIND
from toldonce.care.alerts.models import Alert, Asking, Event
from toldonce.care.alerts.why import why_told
from toldonce.care.worklist.models import Item
from toldonce.directory import actions as directory
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.models import Account, Organisation
from toldonce.ledger import queries as ledger

pytestmark = pytest.mark.usefixtures("own_database")
TODAY = timezone.localdate
ADMINISTRATOR = Actor("joan", "Joan", "administrator", "TBD")


@pytest.fixture(autouse=True)
def ada(own_database) -> int:
    settle_tinyshire()
    return register()


def to_whom() -> list[str]:
    """Who was told, in order: an account, or the code of an organisation."""
    return [each.account or each.organisation for each in Alert.objects.order_by("pk")]


def admitted(id: str = "s1", **said) -> list[str]:
    """Ada is admitted two hours ago."""
    return told(stay(id, ago(hours=2), **said))


def objection() -> dict:
    return of(
        PRACTICE,
        {
            "resourceType": "Consent",
            "id": "c1",
            "status": "active",
            "scope": {"coding": [{"code": "patient-privacy"}]},
            "category": [{"text": "Sharing"}],
            "patient": {"reference": f"Patient/{GP}"},
            "provision": {"type": "deny"},
        },
    )


def a_colleague(username: str = "bea", role: str = "gp", organisation: str = PRACTICE) -> Account:
    """Another account with a post at the practice."""
    account = directory.open_account(by=SYSTEM, username=username, name=username.title())
    where = Organisation.objects.get(code=organisation)
    directory.give_post(by=SYSTEM, account=account, role=role, organisation=where)
    return account


# by what right


def test_the_ledger_says_who_was_told_and_by_what_right():
    admitted()
    [row] = ledger.newest(acts=["alert.raise"])
    assert '"registration"' in row.detail and f'"{PRACTICE}"' in row.detail
    assert Alert.objects.get().relations == ["registration"]


def test_an_objection_silences_what_others_tell_and_the_ledger_says_so():
    put(objection(), source=PRACTICE)
    assert admitted() == []
    assert [row.why for row in ledger.newest(acts=["alert.withheld"])] == [
        "What tells this is withheld from this reader."
    ]
    assert Event.objects.get().kind == "admitted"  # it happened, and nobody was told


def test_a_sensitive_result_is_told_to_nobody_but_who_wrote_it():
    label = {"meta": {"security": [{"code": "R"}], "source": "https://toldonce.example/source/TH1"}}
    assert told({**result("k", 6.9, "HH", ago(hours=1)), **label}) == []


def test_somebody_who_moved_away_is_told_of_to_the_new_practice_only():
    there = patient("gp2-ada", NHS, "Shaw", "1950-05-01", generalPractitioner=[org(OTHER_PRACTICE)])
    left = patient(GP, NHS, "Shaw", "1950-05-01", generalPractitioner=[org(PRACTICE)], active=False)
    told(of(OTHER_PRACTICE, there), source=OTHER_PRACTICE)
    told(of(PRACTICE, left), source=PRACTICE)
    admitted()
    assert to_whom() == [OTHER_PRACTICE]


def test_a_right_that_ended_since_one_asked_tells_nothing(ada):
    account = a_colleague()
    bea = Actor("bea", "Bea", "gp", PRACTICE)
    actions.ask(by=bea, whom="person", pid=ada, kinds=["admitted"])
    directory.close_account(by=SYSTEM, account=account)
    admitted()
    assert to_whom() == [PRACTICE]


def test_nobody_asks_about_somebody_whose_record_they_may_not_read(ada):
    with pytest.raises(NotReadable):
        actions.ask(by=Actor("x", "X", "gp", "TP9"), whom="person", pid=ada, kinds=["died"])


def test_a_role_that_does_not_see_results_is_not_told_of_them(ada):
    a_colleague("sam", "social_worker")
    actions.ask(by=Actor("sam", "Sam", "social_worker", PRACTICE), whom="registered", kinds=list(KIND))
    told(result("k", 6.9, "HH", ago(hours=1)))
    assert to_whom() == [PRACTICE]


def test_everybody_at_the_organisation_sees_only_what_each_of_their_roles_may_see():
    told(result("k", 6.9, "HH", ago(hours=1)))
    a_colleague("sam", "social_worker")
    told(result("na", 118, "LL", ago(hours=1), test="Sodium"))
    assert [each.title for each in Item.objects.order_by("pk")] == [
        "Abnormal result: Potassium 6.9 mmol/L, critically high",
        "Abnormal result",
    ]


# about whom


@pytest.mark.parametrize("whom", ["staying", "ward:TH101-A"])
def test_a_nurse_is_told_of_those_who_lie_there(whom):
    whom, _, ward = whom.partition(":")
    actions.ask(by=nurse(), whom=whom, ward=ward, kinds=["admitted", "discharged", "abnormal_result"])
    elsewhere = {"location": [{"location": {"reference": "Location/ward-TH101-B"}}]}
    here = {"location": [{"location": {"reference": "Location/ward-TH101-A"}}]}
    admitted(**(here if ward else {}))
    assert to_whom() == [PRACTICE, "ned.tiny"]
    told(result("k", 6.9, "HH", ago(minutes=5)))
    assert to_whom()[2:] == [PRACTICE, "ned.tiny"]
    if ward:
        told(stay("s1", ago(hours=2), **elsewhere))
        told(result("na", 118, "LL", ago(minutes=1), test="Sodium"))
        assert to_whom()[4:] == [PRACTICE]


def test_a_ward_of_another_organisation_is_nobodys_to_ask_about():
    with pytest.raises(NobodyMeant):
        actions.ask(by=doctor(), whom="ward", ward="TH101-A", kinds=["died"])


def test_one_person_is_one_alert_to_one_account_however_many_askings_mean_her(ada):
    actions.ask(by=doctor(), whom="registered", kinds=["admitted"])
    actions.ask(by=doctor(), whom="person", pid=ada, kinds=["admitted", "died"], on_worklist=True)
    admitted()
    assert to_whom() == [PRACTICE, "ida.tiny"]
    assert Item.objects.count() == 1  # all have it on their worklist already


# for how long


def test_nothing_is_told_while_paused_after_the_last_day_or_after_the_end(ada):
    admitted("adopt")
    usual = Asking.objects.get()
    actions.pause(by=ADMINISTRATOR, asking=usual)
    assert told(result("a", 6.9, "HH", ago(hours=1))) == []
    actions.resume(by=ADMINISTRATOR, asking=usual)
    assert told(result("b", 7.1, "HH", ago(hours=1))) == ["abnormal_result"]
    actions.end(by=ADMINISTRATOR, asking=usual)
    over = actions.ask(by=doctor(), whom="person", pid=ada, kinds=["abnormal_result"], until=TODAY())
    Asking.objects.filter(pk=over.pk).update(until=TODAY() - timedelta(days=1))
    assert told(result("c", 7.3, "HH", ago(hours=1))) == []


def test_an_organisation_that_chose_is_not_given_the_usual_askings_again():
    admitted("one")
    actions.end(by=ADMINISTRATOR, asking=Asking.objects.get())
    assert admitted("two") == []
    assert Asking.objects.count() == 1


def test_a_colleague_is_told_instead_of_who_is_away_and_sees_why(ada):
    a_colleague()
    actions.ask(by=doctor(), whom="person", pid=ada, kinds=["admitted"], mail="at_once")
    actions.arrange_cover(by=doctor(), colleague="bea", since=TODAY(), until=TODAY() + timedelta(days=7))
    admitted()
    assert to_whom() == [PRACTICE, "bea"]
    alert = Alert.objects.get(account="bea")
    assert alert.covers == "ida.tiny"
    assert why_told(alert).startswith(
        "You cover for Dr Ida Tiny, who asked to be told about this person: admitted"
    )
    actions.end_cover(by=doctor(), cover=queries.covers_of("ida.tiny", TODAY())[0])
    told(stay("s2", ago(hours=1)))
    assert to_whom() == [PRACTICE, "bea", PRACTICE, "ida.tiny"]


# what is refused


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kinds": []}, NothingAsked),
        ({"kinds": ["full moon"]}, NothingAsked),
        ({"whom": "everybody"}, NobodyMeant),
        ({"whom": "person"}, NobodyMeant),
        ({"whom": "registered", "pid": 1}, NobodyMeant),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(said, refusal):
    given = {"whom": "registered", "kinds": ["died"], **said}
    with pytest.raises(refusal) as trouble:
        actions.ask(by=doctor(), **given)
    assert str(trouble.value).endswith(".")


def test_nobody_changes_what_another_asked(ada):
    mine = actions.ask(by=doctor(), whom="person", pid=ada, kinds=["died"])
    for act in (actions.pause, actions.resume, actions.end):
        with pytest.raises(NotYours):
            act(by=nurse(), asking=mine)
    admitted()
    with pytest.raises(NotYours):
        actions.end(by=doctor(), asking=Asking.objects.get(account=""))
    with pytest.raises(NotYours):
        actions.see(by=nurse(), alert=Alert.objects.get())


@pytest.mark.parametrize(
    ("colleague", "since", "until"),
    [("ida.tiny", 0, 7), ("nobody", 0, 7), ("ned.tiny", 0, 7), ("bea", 7, 0), ("bea", -7, -1)],
)
def test_a_cover_that_cannot_be_is_refused(colleague, since, until):
    a_colleague()
    with pytest.raises(BadCover):
        actions.arrange_cover(
            by=doctor(),
            colleague=colleague,
            since=TODAY() + timedelta(days=since),
            until=TODAY() + timedelta(days=until),
        )


def test_hours_without_an_end_are_refused():
    with pytest.raises(BadHours):
        actions.choose_hours(by=doctor(), quiet_from=time(22))
    with pytest.raises(BadHours):
        actions.choose_hours(by=doctor(), quiet_from=time(22), quiet_until=time(22))


def test_only_an_administrator_asks_for_an_organisation():
    made = actions.ask_for_organisation(
        by=ADMINISTRATOR, code=HOSPITAL, role="nurse", whom="staying", kinds=["died"], from_others=False
    )
    assert made.is_of_organisation
    with pytest.raises(NotYours):
        actions.ask_for_organisation(by=doctor(), code=PRACTICE, role="gp", whom="registered", kinds=["died"])


def test_who_asked_twice_is_told_once_in_every_way_that_was_asked_for(ada):
    told(result("k", 6.9, "HH", ago(hours=1)))
    Asking.objects.update(ended=timezone.now())  # what the practice asked: all there would have it
    actions.ask(by=doctor(), whom="registered", kinds=["admitted"], mail="daily")
    actions.ask(by=doctor(), whom="person", pid=ada, kinds=["admitted"], on_worklist=True, mail="at_once")
    assert admitted() == ["admitted"]
    alert = Alert.objects.get(account="ida.tiny")
    assert Item.objects.get(pk=alert.item).meant_for == "ida.tiny"
    assert alert.mail_due <= timezone.now()


def test_what_was_told_can_be_seen_once(ada):
    admitted()
    alert = Alert.objects.get()
    actions.see(by=doctor(), alert=alert)
    first = Alert.objects.get().seen
    actions.see(by=doctor(), alert=Alert.objects.get())
    assert Alert.objects.get().seen == first
