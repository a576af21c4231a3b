"""Which source patients are one person, and how one of them is moved: every move is kept with who and why.

Those of whom somebody said that they are two stay two: `identity_apart` names the pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from toldonce.directory.actors import Actor
from toldonce.record.identity.patients import person_of, pids_of

SEPARATED = """
select distinct least(a.person, b.person), greatest(a.person, b.person)
from identity_apart s join patient a on a.pid = s.pid join patient b on b.pid = s.other
where a.person = any(%s) and b.person = any(%s) and a.person <> b.person
"""


def move_persons(moves: Mapping[int, tuple[int, str]], *, by: Actor, by_hand: bool = False) -> list[int]:
    """Move everybody of these persons to others, and return the numbers of the moves."""
    if not moves:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid, person from patient where person = any(%s) order by pid for update", [list(moves)]
        )
        rows = cursor.fetchall()
    whys = [moves[old][1] for _, old in rows]
    return move([pid for pid, _ in rows], [moves[old][0] for _, old in rows], whys, by=by, by_hand=by_hand)


def move(
    pids: Sequence[int],
    to: Sequence[int],
    whys: Sequence[str],
    *,
    by: Actor,
    apart: bool = False,
    by_hand: bool = False,
) -> list[int]:
    """Move source patients each to a person for a reason, and return the numbers of the moves."""
    with connection.cursor() as cursor:
        cursor.execute(
            """with wanted as (select * from unnest(%s::bigint[], %s::bigint[], %s::text[]) as w (pid, person, why)),
               before as (select p.pid, p.person from patient p join wanted using (pid)),
               moved as (update patient p set person = w.person from wanted w where p.pid = w.pid)
               insert into identity_link (pid, from_person, to_person, account, why, apart, by_hand)
               select w.pid, b.person, w.person, %s, w.why, %s, %s from wanted w join before b using (pid)
               returning n""",
            [list(pids), list(to), list(whys), by.account, apart, by_hand],
        )
        return [n for (n,) in cursor.fetchall()]


def take_out(pid: int, why: str, *, by: Actor, apart: bool) -> None:
    """Make a source patient a person of its own; `apart` says that it joins nobody by itself any more."""
    person = person_of(pid)
    rest = [other for other in pids_of(person) if other != pid]
    if rest and person == pid:  # the person is called after this one: the others take another's name
        move(rest, [min(rest)] * len(rest), [why] * len(rest), by=by)
    if rest:
        move([pid], [pid], [why], by=by, apart=apart)
    if rest and apart:
        separate([pid], rest, why, by=by, alone=True)


def separate(ones: Sequence[int], others: Sequence[int], why: str, *, by: Actor, alone: bool = False) -> None:
    """Keep that these source patients are not the same person as those."""
    pairs = [(one, other) for one in ones for other in others]
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into identity_apart (pid, other, account, why, alone)
               select o.pid, o.other, %s, %s, %s from unnest(%s::bigint[], %s::bigint[]) as o (pid, other)
               on conflict (pid, other) do update set alone = identity_apart.alone or excluded.alone""",
            [by.account, why, alone, [one for one, _ in pairs], [other for _, other in pairs]],
        )


def no_longer_separate(ones: Sequence[int], others: Sequence[int]) -> None:
    """Forget that somebody kept these apart: somebody knows better now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """delete from identity_apart where (pid = any(%s) and other = any(%s))
               or (pid = any(%s) and other = any(%s))""",
            [list(ones), list(others), list(others), list(ones)],
        )


def separated(persons: Iterable[int]) -> set[tuple[int, int]]:
    """The pairs of these persons, the smaller first, of whom somebody said that they are two."""
    wanted = list(persons)
    with connection.cursor() as cursor:
        cursor.execute(SEPARATED, [wanted, wanted])
        return set(cursor.fetchall())


def go_back(moves: Sequence[int], why: str, *, by: Actor) -> list[int]:
    """Move those of these moves who are still where they were moved to back to where they were before."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select l.pid, l.from_person from identity_link l join patient p on p.pid = l.pid
               where l.n = any(%s) and p.person = l.to_person order by l.pid for update of p""",
            [list(moves)],
        )
        rows = cursor.fetchall()
    return move([pid for pid, _ in rows], [before for _, before in rows], [why] * len(rows), by=by)
