"""From weights to persons: who is joined, whom somebody looks at, and who stays apart.

Who fits two people that are not one themselves joins neither, unless one of them is a thousand times likelier. Two NHS
numbers are never joined, nor those of whom somebody said that they are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from toldonce.directory.actors import SYSTEM
from toldonce.ledger import actions as ledger
from toldonce.record.changes import Change
from toldonce.record.identity.clusters import move_persons, separated
from toldonce.record.identity.likeness import candidates
from toldonce.record.identity.likeness.weighing import JOIN, LOOK, model, weigh
from toldonce.record.identity.reviews import Kind, ask
from toldonce.record.listening import Listener

LIKELIER = 10.0  # bits by which the best of several must be ahead: a thousand times
SHOWN_AT_MOST = 5  # people with whom somebody is asked to compare one person at a time
Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two persons and the best that their source patients weigh."""

    persons: Ends
    pids: Ends
    weight: float
    answer: str

    def other(self, person: int) -> int:
        return self.persons[1] if person == self.persons[0] else self.persons[0]


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of weighing some source patients: how many were moved, and how many questions are new."""

    moved: int = 0
    asked: int = 0


def weigh_and_join(pids: Sequence[int]) -> Joined:
    """Keep what these source patients say, weigh it against others, join what is clear and ask about the rest."""
    candidates.keep(pids)
    edges = _edges(candidates.sharing_a_key(pids))
    if not edges:
        return Joined()
    persons = {person for edge in edges for person in edge.persons}
    groups = _Groups(candidates.numbers_of(sorted(persons)), separated(persons))
    possible = [edge for edge in edges if groups.can_be_one(*edge.persons)]
    clear, torn = _told_apart([edge for edge in possible if edge.answer == JOIN])
    for edge in sorted(clear, key=lambda each: (-each.weight, each.persons)):
        groups.join(edge)
    moved = move_persons(groups.moves(), by=SYSTEM)
    asked = _ask([*torn, *(edge for edge in possible if edge.answer == LOOK)], groups)
    if moved or asked:
        detail = {"model": model().version, "moved": len(moved), "asked": asked}
        ledger.write(by=SYSTEM, act="identity.likeness", pids=sorted(groups.moved_pids), detail=detail)
    return Joined(len(moved), asked)


def _edges(found: Sequence[candidates.Candidate]) -> list[Edge]:
    """The best pair of each two persons that are alike enough to matter."""
    best: dict[Ends, Edge] = {}
    for each, weighed in zip(found, weigh([(c.features, c.other_features) for c in found]), strict=True):
        answer = model().answer(weighed)
        if answer not in (JOIN, LOOK):
            continue
        (one, pid), (other, other_pid) = sorted(((each.person, each.pid), (each.other_person, each.other)))
        edge = Edge((one, other), (min(pid, other_pid), max(pid, other_pid)), weighed.weight, answer)
        kept = best.get(edge.persons)
        if kept is None or _rank(edge) > _rank(kept):
            best[edge.persons] = edge
    return list(best.values())


def _rank(edge: Edge) -> tuple[bool, float, Ends]:
    return edge.answer == JOIN, edge.weight, edge.pids


def _told_apart(edges: Sequence[Edge]) -> tuple[list[Edge], list[Edge]]:
    """Those that can be joined, and those of which one end fits several people who are not one."""
    around: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        for person in edge.persons:
            around[person].append(edge)
    rivals = {person: _rivals(theirs) for person, theirs in around.items() if len(theirs) > 1}
    pairs = {
        (min(pair), max(pair))
        for person, near in rivals.items()
        for pair in combinations(sorted(each.other(person) for each in near), 2)
    }
    strangers = _strangers(pairs)
    torn: set[Ends] = set()
    for person, near in rivals.items():
        if any(pair in strangers for pair in combinations(sorted(each.other(person) for each in near), 2)):
            torn |= {each.persons for each in around[person]}
        else:
            kept = {each.persons for each in near}
            torn |= {each.persons for each in around[person] if each.persons not in kept}
    return [e for e in edges if e.persons not in torn], [e for e in edges if e.persons in torn]


def _rivals(edges: Sequence[Edge]) -> list[Edge]:
    """Those that are not far behind the best."""
    best = max(each.weight for each in edges)
    return [each for each in edges if each.weight > best - LIKELIER]


def _strangers(pairs: Iterable[Ends]) -> set[Ends]:
    """The pairs of persons that would not be joined themselves."""
    wanted = sorted(set(pairs))
    told = candidates.features_of_persons(sorted({person for pair in wanted for person in pair}))
    crossed = [(pair, both) for pair in wanted for both in product(told[pair[0]], told[pair[1]])]
    alike = {
        pair
        for (pair, _), weighed in zip(crossed, weigh([both for _, both in crossed]), strict=True)
        if model().answer(weighed) == JOIN
    }
    numbers = candidates.numbers_of(sorted(told))
    return {
        pair
        for pair in wanted
        if _differ(*(numbers[p] for p in pair)) or not (pair in alike or numbers[pair[0]] & numbers[pair[1]])
    }


def _differ(one: set[str], other: set[str]) -> bool:
    """Whether these are the NHS numbers of two people."""
    return not (one <= other or other <= one)


def _ask(edges: Sequence[Edge], groups: _Groups) -> int:
    """Ask somebody about pairs that are still two persons, the likeliest first; return how many questions are new."""
    shown: dict[int, int] = defaultdict(int)
    said: dict[Ends, str] = {}
    weights: dict[Ends, float] = {}
    for edge in sorted(edges, key=lambda each: -each.weight):
        one, other = map(groups.root, edge.persons)
        if (
            one == other
            or not groups.can_be_one(one, other)
            or max(shown[one], shown[other]) >= SHOWN_AT_MOST
        ):
            continue
        shown[one], shown[other] = shown[one] + 1, shown[other] + 1
        said[edge.pids], weights[edge.pids] = "", edge.weight
    return len(ask(Kind.ALIKE, said, by=SYSTEM, weights=weights, model=model().version))


class _Groups:
    """Persons, joined as the decision goes on."""

    def __init__(self, numbers: Mapping[int, set[str]], apart: Iterable[Ends]) -> None:
        self.numbers = {person: set(each) for person, each in numbers.items()}
        self.apart = {frozenset(pair) for pair in apart}
        self.into: dict[int, tuple[int, str]] = {}
        self.moved_pids: set[int] = set()

    def root(self, person: int) -> int:
        while person in self.into:
            person = self.into[person][0]
        return person

    def moves(self) -> dict[int, tuple[int, str]]:
        """Where each person goes that is another one, and why."""
        return {person: (self.root(person), why) for person, (_, why) in self.into.items()}

    def can_be_one(self, one: int, other: int) -> bool:
        """Whether nobody keeps them apart and they do not carry two NHS numbers."""
        roots = self.root(one), self.root(other)
        return frozenset(roots) not in self.apart and not _differ(*(self.numbers[root] for root in roots))

    def join(self, edge: Edge) -> None:
        keep, move = sorted(map(self.root, edge.persons))
        if keep == move or not self.can_be_one(keep, move):
            return
        self.into[move] = (keep, f"alike: {edge.weight:.0f} bits by the model {model().version}")
        self.numbers[keep] |= self.numbers[move]
        self.apart |= {pair - {move} | {keep} for pair in self.apart if move in pair}
        self.moved_pids |= set(edge.pids)


def hear(changes: Sequence[Change]) -> None:
    """Weigh the source patients whose own Patient has changed."""
    weigh_and_join(sorted({each.pid for each in changes if each.pid and "Patient" in each.rtypes}))


# Few at a time, for what it writes holds the other listeners back; apart, for it computes.
LISTENER = Listener("likeness", hear, batch=25, from_the_beginning=True, computes=True)
