"""The plans that an organisation signed and is to look at again, with the people they are about."""

from dataclasses import dataclass
from datetime import date, timedelta

from toldonce.care.plans.kinds import kinds
from toldonce.care.plans.queries import due_by
from toldonce.directory.actors import Actor
from toldonce.ledger.actions import write
from toldonce.record import identity
from toldonce.web.design.finding import FoundPerson, people_of

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
    person_of = {
        each.pid: each.person for each in identity.source_patients(sorted({row.pid for row in rows}))
    }
    people = {each.person: each for each in people_of(list(dict.fromkeys(person_of.values())))}
    write(
        by=reader,
        act="record.list",
        pids=sorted(person_of),
        subject="plans due",
        detail={"people": len(people)},
    )
    return [
        DuePlan(people[person_of[row.pid]], row.plan, kinds()[row.kind].title, row.due, row.due < today)
        for row in rows
        if person_of.get(row.pid) in people
    ]
