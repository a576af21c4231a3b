"""Status reports: what the next one starts with, carried forward from the last one and from the sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from toldonce.steering.plans.programmes import risks
from toldonce.steering.plans.programmes.benefits import Followed, followed_all
from toldonce.steering.plans.programmes.network import Expected, Network
from toldonce.steering.plans.programmes.overview import last_report
from toldonce.steering.plans.programmes.plan import Portfolio, Report, Risk
from toldonce.steering.plans.programmes.rating import Suggested, suggested
from toldonce.steering.plans.programmes.saying import of_slip
from toldonce.steering.plans.programmes.words import RATED
from toldonce.steering.sheets.declaring import Contents

UNTIL_THE_NEXT = timedelta(31)  # where nobody has said when the next report is due


@dataclass(frozen=True, slots=True)
class SlippedSince:
    """A milestone that is expected later than the last report told."""

    expected: Expected
    was: date

    @property
    def days(self) -> int:
        """By how many days."""
        return (self.expected.day - self.was).days


@dataclass(frozen=True, slots=True)
class Draft:
    """What the next report of a programme starts with.

    `carried` is what the last one promised, line by line; `done` was done since, `slipped` is later than it told,
    `due` is expected before `next_report`, `reviews` are the risks whose day of review has passed.
    """

    programme: str
    on: date
    last: Report | None
    carried: tuple[str, ...]
    done: tuple[Expected, ...]
    overdue: tuple[Expected, ...]
    slipped: tuple[SlippedSince, ...]
    due: tuple[Expected, ...]
    next_report: date
    reviews: tuple[Risk, ...]
    suggested: Mapping[str, Suggested]

    def done_in_words(self, portfolio: Portfolio) -> str:
        """The milestones that were done since the last report, a line each, to be edited by whoever reports."""
        return "\n".join(of_slip(portfolio, each) for each in self.done)


def drafted(
    portfolio: Portfolio,
    network: Network,
    programme: str,
    on: date,
    followed: Mapping[str, Followed] | None = None,
) -> Draft:
    """What the next report of a programme starts with, on a day; benefits by what was typed where none are given."""
    last = last_report(portfolio, programme, on)
    known = followed_all(portfolio, on) if followed is None else followed
    milestones = sorted(network.of(programme), key=lambda each: (each.day, each.milestone.number))
    until = next_report(portfolio, on)
    return Draft(
        programme=programme,
        on=on,
        last=last,
        carried=tuple(filter(None, (line.strip(" -•") for line in last.next.splitlines()))) if last else (),
        done=tuple(each for each in milestones if each.done and (last is None or each.day > last.as_at)),
        overdue=tuple(each for each in milestones if each.overdue),
        slipped=tuple(_slipped(portfolio, milestones, on)),
        due=tuple(each for each in milestones if not each.done and each.day <= until),
        next_report=until,
        reviews=tuple(risks.to_be_reviewed(portfolio, programme, on)),
        suggested=suggested(portfolio, network, programme, known),
    )


def next_report(portfolio: Portfolio, on: date) -> date:
    """The day of the next report: the one that is said where it is still to come, else a month on."""
    said = portfolio.next_report
    return said if said and said > on else on + UNTIL_THE_NEXT


def _slipped(portfolio: Portfolio, milestones: Iterable[Expected], on: date) -> Iterator[SlippedSince]:
    for each in milestones:
        told = [expected for day, expected in portfolio.reported.get(each.milestone.key, ()) if day <= on]
        if told and not each.done and each.day > told[-1]:
            yield SlippedSince(each, told[-1])


def rows_of(
    draft: Draft, network: Network, *, ratings: Mapping[str, str], done: str, next: str, asked: str, by: str
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The row of a report, and the rows that keep on which day each milestone was expected then, as they are typed.

    What was done before the last report is not told again.
    """
    as_at = draft.on.isoformat()
    report = {
        "programme": draft.programme,
        "as_at": as_at,
        **{key: ratings[key] for key in RATED},
        "done": done,
        "next": next,
        "asked": asked,
        "by": by,
    }
    since = {each.milestone.key for each in draft.done}
    reported = [
        {"milestone": each.milestone.key, "as_at": as_at, "expected": each.day.isoformat()}
        for each in network.of(draft.programme)
        if not each.done or each.milestone.key in since
    ]
    return [report], reported


def newest_report(contents: Contents, programme: str) -> int:
    """The key of the row of a programme's reports that was written last, 0 where there is none."""
    return max((row.key for row in contents["reports"] if row["programme"] == programme), default=0)
