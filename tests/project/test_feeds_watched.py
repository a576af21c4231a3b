"""Whoever runs Toldonce hears of feeds that fall silent, of quarantine, and of messages that wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.exchange.hl7v2.wire import feed, message
from tests.project.test_watching import measures
from toldonce.exchange.hl7v2 import messages
from toldonce.exchange.hl7v2.intake import Arriving
from toldonce.project import doctoring


@pytest.fixture(autouse=True)
def sent(own_database):
    feed(created=datetime(2026, 1, 1, tzinfo=UTC))
    long_ago = datetime(2026, 1, 2, tzinfo=UTC)
    messages.keep(
        [Arriving(message("M1"), received=long_ago), Arriving(message("L1", h3="LAB"), received=long_ago)]
    )


def test_the_measures_tell_of_each_feed_and_of_nobody(client, settings):
    settings.TOLDONCE_DEMO = True
    told = measures(client)
    assert told["toldonce_feed_silentrbd-pas"] == 1
    assert told["toldonce_feed_waitingrbd-pas"] == 1
    assert told["toldonce_feed_quarantinedunknown"] == 1
    assert not any("ashe" in name.lower() for name in told)


def test_the_doctor_tells_of_silence_quarantine_and_of_nobody_who_applies(monkeypatch):
    monkeypatch.setattr(doctoring, "MANY_WAITING", 0)
    said = [(line.what, line.next_step) for line in doctoring._feeds()]
    assert said == [
        (
            "the feed rbd-pas has been silent since 2026-01-02 00:00 UTC",
            "ask its source whether the sender runs",
        ),
        ("1 messages of rbd-pas wait to be applied", "run `toldonce listen`"),
        ("1 messages that no feed claims are in quarantine", "look at them under Feeds, Quarantine"),
    ]
