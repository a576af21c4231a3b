"""A feed that falls silent is told to its operators by e-mail: once, and once more when it speaks again."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as LocMem

from tests.exchange.hl7v2.wire import feed, message
from tests.open_transactions import transactions_that_write
from toldonce.directory import actions as directory
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Organisation, Place
from toldonce.exchange.hl7v2 import messages, silences
from toldonce.exchange.hl7v2.intake import Arriving
from toldonce.exchange.hl7v2.models import Feed, Silence
from toldonce.ledger import queries as ledger

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def operators(own_database, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.TOLDONCE_PUBLIC_ADDRESS = "https://record.example"
    mail.outbox = []
    place = Place.objects.create(code="here", name="Here")
    Organisation.objects.create(code="RBD", place=place, kind="acute_trust", name="The Hospital", source="x")
    for name, role, address in (
        ("joan", "administrator", "joan@board.example"),
        ("omar", "administrator", "omar@board.example"),
        ("nora", "nurse", "nora@board.example"),
        ("pia", "administrator", ""),
    ):
        account = directory.open_account(by=SYSTEM, username=name, name=name.title())
        directory.give_post(
            by=SYSTEM, account=account, role=role, organisation=Organisation.objects.get(code="RBD")
        )
        if address:
            directory.set_email(by=SYSTEM, account=account, email=address)


@pytest.fixture
def pas() -> Feed:
    made = feed(created=datetime(2026, 1, 1, tzinfo=UTC))
    heard(NOON)
    return made


def heard(at: datetime) -> None:
    messages.keep([Arriving(message(f"M{at:%d%H%M}"), received=at)])


def after(**time: float) -> list[str]:
    """The subjects of the letters that go out so long after noon."""
    before = len(mail.outbox)
    silences.turn(NOON + timedelta(**time))
    return [each.subject for each in mail.outbox[before:]]


SILENT, SPEAKS = "The feed Patient system is silent", "The feed Patient system speaks again"


def test_each_silence_is_told_once_and_its_end_once(pas):
    assert after(minutes=59) == []
    assert after(minutes=61) == [SILENT]
    assert [after(minutes=62), after(hours=5), after(days=3)] == [[], [], []]
    heard(NOON + timedelta(days=4))
    assert after(days=4, minutes=1) == [SPEAKS]
    assert after(days=4, minutes=2) == []
    assert after(days=4, minutes=61) == [SILENT]


def test_the_letter_goes_to_administrators_who_do_not_see_each_other_and_names_nobody(pas):
    after(minutes=61)
    [sent] = mail.outbox
    assert (sent.to, sent.bcc) == ([], ["joan@board.example", "omar@board.example"])
    assert "rbd-pas" in sent.body
    assert "The Hospital" in sent.body
    assert "20 November 2026 at 12:00" in sent.body
    assert "https://record.example/feeds/" in sent.body
    assert not [word for word in ("Ashe", "Ada", "ADT", "1950") if word in sent.body + sent.subject]


def test_a_silence_that_goes_on_by_night_is_the_same_silence(pas):
    heard(NOON + timedelta(hours=3))  # 15:00
    assert after(hours=4, minutes=1) == [SILENT]  # by day after an hour
    assert after(hours=10, minutes=5) == []  # at 22:05 it might be silent for eight hours
    assert after(hours=12) == []
    assert after(hours=20) == []
    assert Silence.objects.count() == 1


@pytest.mark.parametrize("change", [{"state": "paused"}, {"is_test": True}])
def test_who_stops_listening_to_it_ends_the_silence(pas, change):
    after(minutes=61)
    Feed.objects.update(**change)
    assert after(minutes=70) == []
    assert not Silence.objects.filter(ended=None).exists()


def test_a_silence_that_ended_before_anybody_was_told_is_told_to_nobody(pas, monkeypatch):
    monkeypatch.setattr(silences, "_sent", lambda message: "away")
    after(minutes=61)
    monkeypatch.undo()
    heard(NOON + timedelta(minutes=62))
    assert after(minutes=63) == []


def test_a_mail_server_that_is_away_is_tried_again_later(pas, monkeypatch):
    def refuses(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as patched:
        patched.setattr(mail.backends.locmem.EmailBackend, "send_messages", refuses)
        assert after(minutes=61) == []
    assert "SMTPServerDisconnected" in Silence.objects.get().trouble
    assert after(minutes=61, seconds=30) == []  # not before a minute is over
    assert after(minutes=62, seconds=1) == [SILENT]
    assert Silence.objects.get().trouble == ""


def test_the_feed_of_changes_does_not_wait_for_the_mail_server(pas, monkeypatch):
    seen = []
    monkeypatch.setattr(LocMem, "send_messages", lambda *_: seen.append(transactions_that_write()))
    after(minutes=61)
    assert seen == [0]
    assert Silence.objects.get().told


def test_a_feed_that_speaks_while_the_letter_leaves_has_spoken(pas, monkeypatch):
    def send(self, messages):
        heard(NOON + timedelta(minutes=62))
        silences._note(NOON + timedelta(minutes=62))

    with monkeypatch.context() as patched:
        patched.setattr(LocMem, "send_messages", send)
        after(minutes=61)
    assert after(minutes=70) == [SPEAKS]


def test_where_no_administrator_has_an_address_that_is_said(pas):
    from toldonce.directory.models import Account

    Account.objects.update(email="")
    assert after(minutes=61) == []
    assert Silence.objects.get().trouble == silences.NOBODY
    assert silences.open_ones()["rbd-pas"].told is None


def test_a_name_of_a_feed_does_not_break_out_of_the_subject(pas):
    Feed.objects.update(name="PAS\r\nBcc: eve@example.org")
    assert after(minutes=61) == ["The feed PAS Bcc: eve@example.org is silent"]


def test_the_ledger_says_that_it_was_told(pas):
    after(minutes=61)
    [row] = ledger.newest(acts=["feed.silence.mail"])
    assert (row.subject, row.detail) == ("feed/rbd-pas", '{"addresses": 2}')
