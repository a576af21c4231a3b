"""How a file that was found good is written: in batches, each with the memory of its rows, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.directory.actors import Actor
from toldonce.exchange.files import ending, kept, making
from toldonce.exchange.files.making import Resource
from toldonce.exchange.files.rows import Row, RowFault, rows
from toldonce.exchange.files.trial import Trial, note
from toldonce.record.actions import now, retried
from toldonce.record.actions import rounds as in_rounds
from toldonce.record.nobodys import TELLS_OF_NOBODY
from toldonce.record.search.extract import index
from toldonce.record.writing import Draft, draft, write

BATCH = 400  # resources that are committed together: well within 200 ms


@dataclass(slots=True)
class Taking:
    """One file on its way in."""

    trial: Trial
    source: str
    arrival: int
    by: Actor
    states: Counter[str] = field(default_factory=Counter)  # created, updated, unchanged, deleted of resources
    rows_done: int = 0

    @property
    def today(self) -> str:
        return self.trial.today.isoformat()


Taken = tuple[Row, list[Resource]]


def taken(taking: Taking, progress: Callable[[Taking], None] = lambda taking: None) -> None:
    """Write every row that is new or changed, then end what is gone."""
    for batch in _batches(taking):
        retried(lambda batch=batch: _written(taking, batch))
        progress(taking)
    gone = sorted(taking.trial.gone)
    for start in range(0, len(gone), BATCH):
        retried(lambda start=start: _ended(taking, gone[start : start + BATCH]))
        progress(taking)


def _batches(taking: Taking) -> Iterator[list[Taken]]:
    batch: list[Taken] = []
    for row in _wanted(taking):
        made = making.resources(row, taking.trial.mapping, source=taking.source, told=taking.today)
        if faults := [*making.faults(row, made), *_about_nobody(row, made)]:
            _refuse(taking, row, faults)
            continue
        batch.append((row, made))
        if sum(len(each) for _, each in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _refuse(taking: Taking, row: Row, faults: list[RowFault]) -> None:
    """Count a row as refused that was counted as good until its resources were made."""
    trial = taking.trial
    trial.states[kept.changed(trial.before, row.key, row.digest)] -= 1
    trial.states["refused"] += 1
    note(trial, faults)


def _wanted(taking: Taking) -> Iterator[Row]:
    """The good rows that are new or changed, each key once."""
    trial, seen = taking.trial, set()
    for row in rows(trial.table, trial.heads, trial.mapping, today=trial.today):
        taking.rows_done += 1
        if not row.is_good or row.key in trial.twice or row.key in seen:
            continue
        seen.add(row.key)
        if trial.before.get(row.key) != row.digest:
            yield row


def _about_nobody(row: Row, made: Sequence[Resource]) -> Iterator[RowFault]:
    """A resource that would be about a person, and names none, must not lie where it is everybody's."""
    for each in made:
        if each.made.rtype not in TELLS_OF_NOBODY and index(each.resource).patient is None:
            yield RowFault(
                row.line, "", f"{each.made.name}: is about nobody: the mapping gives it no patient"
            )


def _written(taking: Taking, batch: Sequence[Taken]) -> None:
    source, feed = taking.source, taking.trial.mapping.feed
    with transaction.atomic():
        before = kept.resources(source, feed, [row.key for row, _ in batch if row.key in taking.trial.before])
        made = [each for _, several in batch for each in several]
        _write(taking, _drafts(made))
        told = [
            (row.key, row.digest, [f"{e.made.name} {e.reference}" for e in several]) for row, several in batch
        ]
        kept.keep(source, feed, told)
        now_told = {each for _, _, several in told for each in several}
        _end(taking, [each for several in before.values() for each in several if each not in now_told])


def _ended(taking: Taking, keys: Sequence[bytes]) -> None:
    source, feed = taking.source, taking.trial.mapping.feed
    with transaction.atomic():
        before = kept.resources(source, feed, keys)
        kept.forget(source, feed, keys)
        _end(taking, [each for several in before.values() for each in several])


def _end(taking: Taking, told: Sequence[str]) -> None:
    if told:
        _write(taking, ending.drafts(told, taking.trial.mapping, source=taking.source, today=taking.today))


def _drafts(made: Sequence[Resource]) -> list[Draft]:
    there = _there([each for each in made if each.made.only_new])
    found: list[Draft] = []
    for each in made:
        if each.made.only_new:
            if each.reference in there:
                continue
            there.add(each.reference)
        found.append(draft(each.resource, each.document))
    return found


def _there(made: Sequence[Resource]) -> set[str]:
    """Which of the resources are in the record already."""
    if not made:
        return set()
    names = {RTYPE[each.made.rtype]: each.made.rtype for each in made}
    with connection.cursor() as cursor:
        cursor.execute(
            """select rtype, id from resource where body is not null
               and (rtype, id) in (select * from unnest(%s::smallint[], %s::text[]))""",
            [[RTYPE[each.made.rtype] for each in made], [each.resource["id"] for each in made]],
        )
        return {f"{names[rtype]}/{id}" for rtype, id in cursor.fetchall()}


def _write(taking: Taking, drafts: Sequence[Draft]) -> None:
    at = now()
    for each in in_rounds(drafts):
        for outcome in write(each, arrival=taking.arrival, source=taking.source, by=taking.by, at=at):
            taking.states[outcome.state] += 1
