"""How well the weights tell people apart: every pair that shares a key is weighed, and the truth says what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import duckdb

from bench.linkage.people import Known
from bench.linkage.training import table
from toldonce.record.identity.likeness.comparisons import COLUMNS, COMPARISONS, NEVER_ALONE
from toldonce.record.identity.likeness.weighing import Model, level_sql
from toldonce.record.linking import Telling, joined

CANDIDATES = """
create table pairs as
with keyed as (select unique_id, unnest(keys) as key from told)
select distinct a.unique_id as l, b.unique_id as r
from keyed a join keyed b on a.key = b.key and a.unique_id < b.unique_id
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two source patients that share a key: what they weigh, and whether they are one person in truth."""

    l: str  # noqa: E741
    r: str
    weight: float
    may_join: bool
    same: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How many pairs were joined, how many of them rightly, and how many there were to join."""

    joined: int
    right: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0


def weighed(people: Sequence[Known], model: Model) -> list[Pair]:
    """Every pair of these people's source patients that shares a key, weighed as the record weighs it."""
    connection = duckdb.connect()
    connection.register("people", table(people))
    connection.execute("create table told as select * from people")
    connection.execute(CANDIDATES)
    sides = ", ".join(f"{side}.{name} as {name}_{side}" for side in "lr" for name in COLUMNS)
    connection.execute(
        f"""create table weighed as with side as (
                select l.unique_id as l_id, r.unique_id as r_id, l.person = r.person as same, {sides}
                from pairs join told l on l.unique_id = pairs.l join told r on r.unique_id = pairs.r)
            select l_id, r_id, same, {level_sql()} from side"""
    )
    forbidden = [
        f"level_{place} = {number}"
        for place, each in enumerate(COMPARISONS)
        for number, level in enumerate(each.levels)
        if (each.name, level.words) in NEVER_ALONE
    ]
    sums = " + ".join(
        f"list_extract({list(weights)}, level_{place} + 1)" for place, weights in enumerate(model.weights)
    )
    found = connection.sql(
        f"select l_id, r_id, {model.prior} + {sums}, not ({' or '.join(forbidden)}), same from weighed"
    )
    return [Pair(*row) for row in found.fetchall()]


def there(people: Iterable[Known]) -> int:
    """How many pairs of source patients are one person."""
    counts = Counter(each.person for each in people)
    return sum(count * (count - 1) // 2 for count in counts.values())


def score(pairs: Iterable[Pair], threshold: float, all_there: int, *, look: bool = False) -> Score:
    """What joining at a threshold would do; with `look`, what somebody would be shown as well."""
    taken = [each for each in pairs if each.weight >= threshold and (look or each.may_join)]
    return Score(len(taken), sum(each.same for each in taken), all_there)


def by_number(people: Sequence[Known]) -> set[tuple[str, str]]:
    """The pairs that the record joins because they share a local number and do not contradict each other."""
    sharing: dict[str, list[Known]] = {}
    for each in people:
        if each.local_number:
            sharing.setdefault(each.local_number, []).append(each)
    found = set()
    for several in sharing.values():
        for one, other in combinations(sorted(several, key=lambda each: each.id), 2):
            if joined([(1, 2, "number")], {1: {_telling(one)}, 2: {_telling(other)}}):
                found.add((one.id, other.id))
    return found


def _telling(known: Known) -> Telling:
    told = known.features
    born = date.fromisoformat(told.born) if told.born else None
    return Telling(None, told.family, " ".join(told.givens) or None, born)


def score_with_numbers(people: Sequence[Known], pairs: Iterable[Pair], threshold: float) -> Score:
    """What the record joins by number or by likeness, pair by pair."""
    who = {each.id: each.person for each in people}
    taken = by_number(people)
    taken |= {(pair.l, pair.r) for pair in pairs if pair.weight >= threshold and pair.may_join}
    return Score(len(taken), sum(who[one] == who[other] for one, other in taken), there(people))


def by_group(
    people: Sequence[Known], pairs: Sequence[Pair], threshold: float, group: Callable[[Known], object]
) -> dict[object, Score]:
    """The score of each group; a pair belongs to the group of its first source patient."""
    who = {each.id: each for each in people}
    groups: dict[object, list[Known]] = {}
    for each in people:
        groups.setdefault(group(each), []).append(each)
    theirs: dict[object, list[Pair]] = {name: [] for name in groups}
    for pair in pairs:
        theirs[group(who[pair.l])].append(pair)
    return {
        name: score(theirs[name], threshold, there(groups[name]))
        for name in sorted(groups, key=lambda each: (str(type(each)), each))
    }
