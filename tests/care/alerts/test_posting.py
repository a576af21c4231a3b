"""E-mail says that there is something and nothing else, waits while it should, and is not lost."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as LocMem
from django.test import override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.care.alerts.telling import ago, doctor, register, result, settle_tinyshire, stay, told
from tests.open_transactions import transactions_that_write
from toldonce.care.alerts import actions, posting
from toldonce.care.alerts.clockwork import Hours, mail_due, next_digest, quiet_until
from toldonce.care.alerts.models import Alert, Letter
from toldonce.directory.models import Account
from toldonce.record.readings.moments import LOCAL

NIGHT = Hours(time(22), time(7))
DATABASE = pytest.mark.usefixtures("own_database")


@pytest.mark.parametrize(
    ("clock", "quiet", "until"),
    [
        ("2026-11-26 21:59", NIGHT, None),
        ("2026-11-26 22:00", NIGHT, "2026-11-27 07:00"),
        ("2026-11-27 03:00", NIGHT, "2026-11-27 07:00"),
        ("2026-11-27 07:00", NIGHT, None),
        ("2026-11-26 13:30", Hours(time(13), time(14)), "2026-11-26 14:00"),
        ("2026-11-26 14:30", Hours(time(13), time(14)), None),
        ("2026-11-26 03:00", Hours(), None),
    ],
)
def test_quiet_hours_end_on_the_clocks_of_england(clock, quiet, until):
    found = quiet_until(quiet, datetime.fromisoformat(clock).replace(tzinfo=LOCAL))
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == until


@pytest.mark.parametrize(
    ("now", "weekly", "comes"),
    [
        ("2026-11-26 06:00", False, "2026-11-26 07:30"),  # a Thursday
        ("2026-11-26 07:30", False, "2026-11-27 07:30"),
        ("2026-11-26 06:00", True, "2026-11-30 07:30"),
        ("2026-11-30 07:00", True, "2026-11-30 07:30"),
        ("2026-11-30 08:00", True, "2026-12-07 07:30"),
    ],
)
def test_a_digest_comes_at_its_hour(now, weekly, comes):
    found = next_digest(Hours(), datetime.fromisoformat(now).replace(tzinfo=LOCAL), weekly=weekly)
    assert f"{found:%Y-%m-%d %H:%M}" == comes


@given(
    st.times(), st.times(), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["at_once", "daily", "weekly"]),
)  # fmt: skip
def test_what_is_urgent_never_waits_and_nothing_is_due_in_the_past(begins, ends, now, how):
    hours = Hours(begins.replace(tzinfo=None), ends.replace(tzinfo=None))
    assert mail_due(hours, now, mail=how, is_urgent=True) == now
    due = mail_due(hours, now, mail=how, is_urgent=False)
    assert due is not None
    assert now <= due <= now + timedelta(days=8)
    assert mail_due(hours, now, mail="never", is_urgent=True) is None


@pytest.fixture
def ada(own_database) -> int:
    settle_tinyshire()
    Account.objects.update(email="somebody@example.org")
    return register()


def ask(**said) -> None:
    """Dr Tiny asks by e-mail about everybody registered with her."""
    given = {"kinds": ["admitted", "discharged", "abnormal_result"], "mail": "at_once", **said}
    actions.ask(by=doctor(), whom="registered", **given)


@DATABASE
def test_a_letter_says_a_number_and_a_link_and_nothing_of_whom_or_what(ada):
    ask()
    told(stay("s1", ago(hours=30)), result("k", 6.9, "HH", ago(hours=1)))
    assert posting.turn() == 2  # written, and sent
    [sent] = mail.outbox
    assert sent.subject == "You have 2 new alerts in Toldonce"
    assert sent.to == ["somebody@example.org"]
    assert "http://localhost:8000/alerts/" in sent.body
    for secret in ("Shaw", "Ada", "Potassium", "6.9", "hospital", "Hospital", "admi", "999"):
        assert secret not in sent.body + sent.subject
    assert posting.turn() == 0


@DATABASE
def test_one_letter_within_five_minutes_unless_something_is_urgent(ada):
    ask()
    told(stay("s1", ago(hours=30)))
    posting.turn()
    told(stay("s1", ago(hours=30), ago(hours=1)))
    assert posting.turn() == 0
    told(result("k", 6.9, "HH", ago(hours=1)))
    posting.turn()
    assert [each.subject for each in mail.outbox] == [
        "You have 1 new alert in Toldonce",
        "You have 2 new alerts in Toldonce",
    ]


@DATABASE
def test_in_quiet_hours_only_what_is_urgent_is_mailed(ada):
    here = timezone.localtime()
    actions.choose_hours(
        by=doctor(),
        quiet_from=(here - timedelta(hours=1)).time().replace(tzinfo=None),
        quiet_until=(here + timedelta(hours=1)).time().replace(tzinfo=None),
    )
    ask()
    told(stay("s1", ago(hours=30)))
    assert posting.turn() == 0
    alert = Alert.objects.get(account="ida.tiny")
    assert alert.waits_until > timezone.now()
    told(result("k", 6.9, "HH", ago(hours=1)))
    assert posting.turn() == 2


@DATABASE
def test_what_was_seen_or_taken_back_meanwhile_is_not_mailed(ada):
    ask()
    begun = ago(hours=30)
    told(stay("s1", begun), stay("s2", ago(hours=50), ago(hours=40)))
    told(stay("s1", begun, status="entered-in-error"))
    for alert in Alert.objects.filter(account="ida.tiny", event__withdrawn=None):
        actions.see(by=doctor(), alert=alert)
    assert posting.turn() == 0
    assert not Letter.objects.exists()


@DATABASE
def test_a_server_that_is_away_is_tried_again_and_at_last_given_up(ada):
    ask()
    told(stay("s1", ago(hours=30)))
    away = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "localhost"}
    with override_settings(**away, EMAIL_PORT=9):  # nobody listens on the port of discard
        posting.turn()
        letter = Letter.objects.get()
        assert (letter.tries, letter.sent) == (1, None)
        assert posting.turn() == 0
        assert timedelta(0) < letter.due - timezone.now() <= timedelta(minutes=1)
        for _ in range(len(posting.AGAIN_AFTER)):
            Letter.objects.update(due=timezone.now())
            posting.turn()
    letter.refresh_from_db()
    assert letter.given_up
    assert "could not be reached" in posting.trouble_of("ida.tiny")
    assert mail.outbox == []


@DATABASE
def test_a_server_that_refuses_the_address_is_not_asked_again(ada, refusing_server):
    ask()
    told(stay("s1", ago(hours=30)))
    smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
    with override_settings(**smtp, EMAIL_PORT=refusing_server.port):
        posting.turn()
    letter = Letter.objects.get()
    assert letter.given_up
    assert "refuses this address (550)" in letter.trouble


@DATABASE
def test_the_feed_of_changes_does_not_wait_for_the_mail_server(ada, monkeypatch):
    ask()
    told(stay("s1", ago(hours=30)))
    seen = []
    monkeypatch.setattr(LocMem, "send_messages", lambda *_: seen.append(transactions_that_write()))
    posting.turn()
    assert seen == [0]
    assert Letter.objects.get().sent


@DATABASE
def test_a_letter_that_is_being_sent_is_sent_by_nobody_else(ada, monkeypatch):
    ask()
    told(stay("s1", ago(hours=30)))
    also = []
    monkeypatch.setattr(LocMem, "send_messages", lambda *_: also.append(posting.turn()))
    posting.turn()
    assert also == [0]


@DATABASE
def test_a_real_server_takes_the_letter(ada, taking_server):
    ask()
    told(stay("s1", ago(hours=30)))
    smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
    with override_settings(**smtp, EMAIL_PORT=taking_server.port):
        posting.turn()
    assert Letter.objects.get().sent
    [taken] = taking_server.handler.taken
    assert taken.rcpt_tos == ["somebody@example.org"]


@pytest.fixture
def taking_server():
    yield from _server(Taking())


@pytest.fixture
def refusing_server():
    yield from _server(Refusing())


def _server(handler):
    from aiosmtpd.controller import Controller

    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    yield controller
    controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Taking:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope)
        return "250 taken"


class Refusing(Taking):
    """A mail server that knows nobody."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        return "550 nobody here by that name"
