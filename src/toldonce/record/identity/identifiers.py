"""A valid NHS number, or the same number of one system, links source patients that do not contradict each other.

One NHS number on two people who contradict each other links nobody: somebody is asked to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from toldonce.directory.actors import Actor
from toldonce.record.identity.clusters import move_persons, separated, take_out
from toldonce.record.identity.patients import Identity, of_persons
from toldonce.record.identity.reviews import Kind, ask
from toldonce.record.linking import Pair, Telling, joined


def describe(identities: Mapping[int, Identity], *, by: Actor) -> None:
    """Write what source patients say of themselves into the search table.

    One whose NHS number is corrected leaves the person that it was joined to by the wrong one.
    """
    rows: list[tuple[Any, ...]] = [
        (
            item.source, item.nhs_number, item.family, item.given, item.birth_date, item.gender, item.postcode,
            item.deceased, item.local_ids, pid,
        )
        for pid, item in identities.items()
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            """update patient set source = %s, nhs_number = %s, family = %s, given = %s, birth_date = %s,
               gender = %s, postcode = %s, deceased = %s, local_ids = %s where pid = %s""",
            rows,
        )
    _leave_where_contradicted(list(identities), by=by)


def _leave_where_contradicted(pids: Sequence[int], *, by: Actor) -> None:
    """Set apart those whose person carries another NHS number now, unless somebody linked them by hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct a.pid from patient a join patient b on b.person = a.person
               where a.pid = any(%s) and b.nhs_number <> a.nhs_number and not exists (
                   select from identity_link l join patient p on p.pid = l.pid
                   where p.person = a.person and l.by_hand) order by 1""",
            [list(pids)],
        )
        contradicted = [pid for (pid,) in cursor.fetchall()]
    for pid in contradicted:
        take_out(pid, CORRECTED, by=by, apart=False)


SAME_NUMBER_WHY, SAME_LOCAL_ID_WHY = "the same valid NHS number", "the same local identifier"
CORRECTED = "its NHS number was corrected"
SHARED = """
select least(a.person, b.person), greatest(a.person, b.person), %s
from patient a join patient b on {shared} and b.person <> a.person
where a.pid = any(%s) and not exists (select from identity_apart l where l.pid in (a.pid, b.pid) and l.alone)
"""
SHARED_NUMBER = SHARED.format(shared="b.nhs_number = a.nhs_number")
SHARED_LOCAL_ID = SHARED.format(
    shared="b.local_ids && array(select l from unnest(a.local_ids) l where l ~ '^[^|]+[|].*[1-9]')"
)  # whose number it is must be said; a number of noughts, or `UNKNOWN`, is nobody's


def link_by_identifier(pids: Sequence[int], *, by: Actor) -> None:
    """Join these source patients to the persons whose NHS number or local identifier they carry.

    Those that somebody has set apart stay apart; `linking` decides about the others, having heard everybody
    who shares an identifier with one of them.
    """
    sharing = _sharing(pids)
    if sharing:
        persons = {person for pair in sharing for person in pair[:2]}
        sharing = _sharing([each.pid for each in of_persons(sorted(persons))])
        persons = {person for pair in sharing for person in pair[:2]}
        apart = separated(persons)
        moves = joined(sharing, _tellings(persons), apart)
        move_persons(moves, by=by)
        _ask_about_one_number(sharing, moves, apart, by=by)


def _ask_about_one_number(
    sharing: Iterable[Pair], moves: Mapping[int, tuple[int, str]], apart: set[tuple[int, int]], *, by: Actor
) -> None:
    """Ask for a review where two people go on to carry one NHS number and nobody has said yet that they are two."""
    now = {person: to for person, (to, _) in moves.items()}
    left = [
        (now.get(one, one), now.get(other, other))
        for one, other, why in sharing
        if why == SAME_NUMBER_WHY and (one, other) not in apart
    ]
    ask(Kind.ONE_NUMBER, {(min(pair), max(pair)): "" for pair in left if pair[0] != pair[1]}, by=by)


def _sharing(pids: Sequence[int]) -> list[Pair]:
    """The persons that share an identifier with the persons of these source patients, and which."""
    found = []
    with connection.cursor() as cursor:
        for sql, why in ((SHARED_NUMBER, SAME_NUMBER_WHY), (SHARED_LOCAL_ID, SAME_LOCAL_ID_WHY)):
            cursor.execute(sql, [why, list(pids)])
            found += cursor.fetchall()
    return found


def _tellings(persons: Iterable[int]) -> dict[int, set[Telling]]:
    told: dict[int, set[Telling]] = {person: set() for person in persons}
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, nhs_number, family, given, birth_date from patient where person = any(%s)",
            [list(told)],
        )
        for person, *says in cursor.fetchall():
            told[person].add(Telling(*says))
    return told
