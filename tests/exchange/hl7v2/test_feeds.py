"""Which feed a message belongs to, when a feed is silent, and what an operator may make of one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.exchange.hl7v2.wire import feed, message
from toldonce.directory.actors import Actor
from toldonce.exchange.hl7v2 import actions, feeds, messages
from toldonce.exchange.hl7v2.corrections import map_of
from toldonce.exchange.hl7v2.errors import CorrectionRefused, FeedRefused
from toldonce.exchange.hl7v2.intake import Arriving
from toldonce.exchange.hl7v2.models import Feed, Message
from toldonce.ledger.queries import newest

JOAN = Actor("joan", "Joan Pitman", "administrator", "QVV")
FEEDS = [
    Feed(code="pas", application="PAS", facility="RBD"),
    Feed(code="any-rbd", facility="rbd"),
    Feed(code="lab", application="LAB*"),
    Feed(code="lab-line", application="LAB*", peer="10.1.*"),
    Feed(code="nothing"),
]
# sending application, facility, address, names in the certificate, the feed
CLAIMS = [
    ("PAS", "RBD", "", (), "pas"),
    ("pas", "rbd", "", (), "pas"),
    ("OTHER", "RBD", "", (), "any-rbd"),
    ("LAB2", "RDZ", "", (), "lab"),
    ("LAB2", "RDZ", "10.1.2.3", (), "lab-line"),
    ("LAB2", "RDZ", "10.2.2.3", ("10.1.lab",), "lab-line"),
    ("PAS", "RDZ", "", (), None),
    ("", "", "", (), None),
]


@pytest.mark.parametrize(("application", "facility", "peer", "names", "code"), CLAIMS)
def test_the_feed_that_asks_for_most_claims_a_message(application, facility, peer, names, code):
    found = feeds.feed_for(FEEDS, application, facility, peer, names)
    assert (found.code if found else None) == code


# last heard, now, silent: 60 minutes by day, 480 by night, in London
SILENCES = [
    ("2026-11-20 09:00", "2026-11-20 09:59", False),
    ("2026-11-20 09:00", "2026-11-20 10:01", True),
    ("2026-11-20 23:00", "2026-11-21 05:00", False),
    ("2026-11-20 23:00", "2026-11-21 07:30", True),  # eight hours are over
    ("2026-11-21 02:00", "2026-11-21 07:30", False),  # by day it has half an hour yet
    ("2026-11-21 02:00", "2026-11-21 08:01", True),
    ("2026-07-01 09:00", "2026-07-01 10:01", True),
]


@pytest.mark.parametrize(("last", "now", "silent"), SILENCES)
def test_a_feed_is_silent_when_it_has_been_so_for_longer_than_it_may(last, now, silent, own_database):
    made = feed(created=datetime(2026, 1, 1, tzinfo=UTC))
    keep(message("M1"), received=moment(last))
    assert [each.feed for each in feeds.silent(moment(now))] == ([made] if silent else [])


def moment(text: str) -> datetime:
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))


def keep(*bodies: bytes, received: datetime) -> None:
    messages.keep([Arriving(body, received=received) for body in bodies])


def test_a_feed_that_is_not_live_is_never_silent_and_one_never_heard_counts_from_its_start(own_database):
    old = datetime(2026, 1, 1, tzinfo=UTC)
    feed("paused", state="paused", created=old)
    feed("fresh", application="X", created=moment("2026-11-20 09:30"))
    feed("never", application="Y", created=old)
    assert [each.feed.code for each in feeds.silent(moment("2026-11-20 10:00"))] == ["never"]


def test_how_feeds_are_doing(own_database):
    feed()
    now = moment("2026-11-20 10:00")
    for n, ago in enumerate([10, 1800, 7200, 90_000]):
        keep(message(f"M{n}"), received=now - timedelta(seconds=ago))
    keep(message("L1", h3="LAB"), received=now)
    Message.objects.filter(control_id="M1").update(state="quarantined")
    found = {each.code: each for each in feeds.standings(now)}
    pas, unknown = found["rbd-pas"], found["unknown"]
    assert (pas.today, pas.last_hour, pas.last_minute, pas.waiting, pas.quarantined) == (3, 2, 1, 3, 1)
    assert (unknown.today, unknown.quarantined) == (1, 1)


def set_up(**said: str) -> Feed:
    wanted = {"application": "PAS", **said}
    return actions.set_up_feed(
        by=JOAN, code=wanted.pop("code", "rbd-pas"), source=wanted.pop("source", "RBD"), said=wanted
    )


def test_a_feed_is_set_up_made_live_and_changed_and_the_ledger_says_so(own_database):
    made = set_up()
    assert made.state == "set up"
    actions.move_feed(by=JOAN, feed=made, state="live")
    actions.change_feed(by=JOAN, feed=made, said={"silent_after": "30"})
    assert Feed.objects.get().silent_after == 30
    assert [row.act for row in newest()] == ["feed.change", "feed.move", "feed.set-up"]


# what is said, the box that is wrong
REFUSED = [
    ({"code": "no spaces!"}, "code"),
    ({"code": "unknown"}, "code"),
    ({"code": "there"}, "code"),
    ({"source": "R B D"}, "source"),
    ({"application": ""}, "application"),
    ({"zone": "Europe/Nowhere"}, "zone"),
    ({"silent_after": "soon"}, "silent_after"),
    ({"mapping": "nowhere"}, "mapping"),
]


@pytest.mark.parametrize(("said", "field"), REFUSED)
def test_a_feed_that_cannot_be_is_refused_with_its_box(said, field, own_database):
    feed("there")
    with pytest.raises(FeedRefused) as refusal:
        set_up(**said)
    assert refusal.value.field == field


def test_a_corrected_code_goes_before_the_files_until_it_is_taken_back(own_database):
    made = feed()
    row = actions.correct_code(
        by=JOAN, feed=made, table="sex", local="Z", said={"target": "other", "why": "agreed with the trust"}
    )
    [correction] = map_of(made).corrections
    assert (correction.table, correction.local, correction.code, correction.system) == (
        "sex",
        "Z",
        "other",
        "",
    )
    actions.correct_code(by=JOAN, feed=made, table="sex", local="Z", said={"target": "http://x|unknown"})
    [correction] = map_of(made).corrections
    assert (correction.code, correction.system) == ("unknown", "http://x")
    row.refresh_from_db()
    actions.withdraw_correction(by=JOAN, correction=row)
    assert map_of(made).corrections == ()


def test_a_correction_says_what_the_code_means(own_database):
    with pytest.raises(CorrectionRefused):
        actions.correct_code(by=JOAN, feed=feed(), table="sex", local="Z", said={"target": " "})
