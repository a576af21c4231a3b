"""Which sources have fallen silent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from toldonce.record.silence import forget_silence, silent_since

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def heard(source, *days_ago):
    with connection.cursor() as cursor:
        for ago in days_ago:
            cursor.execute(
                "insert into arrival (source, feed, author, received) values (%s, 'feed', '', %s)",
                [source, timezone.now() - ago * DAY],
            )
    forget_silence()


@pytest.mark.parametrize(
    ("days_ago", "silent"),
    [
        ((0.1, 1.1, 2.1, 3.1, 4.1, 5.1), False),
        ((1.5, 2.6, 3.6, 4.6, 5.6), True),
        ((1.5, 2.6, 5.6, 9), False),
        ((30,), False),
        ((), False),
    ],
    ids=[
        "heard today",
        "daily and then a day and a half nothing",
        "now and then",
        "loaded once",
        "never heard",
    ],
)
def test_a_source_is_silent_when_it_was_heard_daily_and_stops(days_ago, silent):
    heard("RDZ", *days_ago)
    assert ("RDZ" in silent_since(["RDZ"])) is silent


def test_the_moment_of_the_last_word_is_told():
    heard("RDZ", 2, 3.1, 4.1, 5.1, 6.1)
    assert abs(silent_since(["RDZ"])["RDZ"] - (timezone.now() - 2 * DAY)) < timedelta(minutes=1)
