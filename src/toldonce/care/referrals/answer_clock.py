"""Until when a request is to be answered: a row for each kind and priority; the clock stands while the asker is asked.

The spans are our own choice until the organisations agree on others, as advice and guidance leaves to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from toldonce.care.referrals import working_time
from toldonce.care.referrals.states import OVER, Kind, State

WORKING_DAYS = {
    (Kind.REFERRAL, "urgent"): 1,
    (Kind.REFERRAL, "routine"): 5,
    (Kind.ADVICE, "urgent"): 1,
    (Kind.ADVICE, "routine"): 3,
    (Kind.TASK, "urgent"): 1,
    (Kind.TASK, "routine"): 10,
}
PRIORITIES = {"routine": "Routine", "urgent": "Urgent"}
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Turn:
    """When a request came into a state."""

    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class AnswerClock:
    """How long a request may still wait for its receiver; `waited` is the working time lost to the asker."""

    due: datetime
    waited: timedelta
    state: str
    now: datetime

    @property
    def is_standing(self) -> bool:
        """Whether the clock stands, because the asker is the one who is waited for."""
        return self.state == State.QUESTIONED

    @property
    def is_over(self) -> bool:
        """Whether nobody is waited for any more."""
        return self.state in OVER

    @property
    def is_overdue(self) -> bool:
        """Whether the receiver is past the time."""
        return not self.is_over and not self.is_standing and self.now > self.due

    @property
    def words(self) -> str:
        """How the clock is said: overdue, due, standing or stopped."""
        if self.is_over:
            return "Answered" if self.state == State.COMPLETED else "Ended"
        if self.is_standing:
            return "Stands while the asker is waited for"
        return "Overdue" if self.is_overdue else "Running"


def span_of(kind: str, priority: str) -> timedelta:
    """The working time within which a request is to be answered; what is not known as urgent is routine."""
    urgent = "urgent" if priority in ("urgent", "asap", "stat") else "routine"
    return WORKING_DAYS[Kind(kind), urgent] * working_time.DAY


def due_of(kind: str, priority: str, asked: datetime, waited: timedelta = NO_TIME) -> datetime:
    """The moment by which it is to be answered."""
    return working_time.after(asked, span_of(kind, priority) + waited)


def waited_for_asker(turns: Iterable[Turn], now: datetime) -> timedelta:
    """The working time during which the asker was waited for."""
    lost, since = NO_TIME, None
    for each in turns:
        if since is not None and each.state != State.QUESTIONED:
            lost, since = lost + working_time.between(since, each.at), None
        elif since is None and each.state == State.QUESTIONED:
            since = each.at
    return lost + working_time.between(since, now) if since is not None else lost
