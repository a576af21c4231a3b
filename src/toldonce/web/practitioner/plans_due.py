"""The plans that an organisation signed and is to look at again, with the people they are about."""

from dataclasses import dataclass
from datetime import date, timedelta

from toldonce.care.plans.kinds import kinds
from toldonce.care.plans.queries import due_by
from toldonce.directory.actors import Actor
from toldonce.ledger.actions import write
from toldonce.web.design.finding import FoundPerson, people_behind

AHEAD = timedelta(days=56)


@dataclass(frozen=True, slots=True)
class DuePlan:
    """One plan to be reviewed."""

    person: FoundPerson
    plan: str
    title: str
    due: date
    is_overdue: bool


def plans_due(*, reader: Actor, today: date) -> list[DuePlan]:
    """The plans of the reader's organisation to be reviewed within eight weeks; the ledger keeps whom they named."""
    rows = due_by(reader.organisation, today + AHEAD)
    people = people_behind(row.pid for row in rows)
    detail = {"people": len({each.person for each in people.values()})}
    write(by=reader, act="record.list", pids=sorted(people), subject="plans due", detail=detail)
    return [
        DuePlan(people[row.pid], row.plan, kinds()[row.kind].title, row.due, row.due < today)
        for row in rows
        if row.pid in people
    ]
