"""What is wanted, resolved against the record at one moment: chains and `_has` become ids, or tests of candidates.

A chain is followed from its far end where few resources are there: their ids then narrow the search. Where they are
many, or where the search is narrow already, candidates are fetched first and what they lead to is looked up batch by
batch. Both ways see only what the reader may see, at every step.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from toldonce.record.search import fetching, references
from toldonce.record.search.criteria import Chain, Criterion, Has, Target, Wanted
from toldonce.record.search.fetching import Accept, Found, Order
from toldonce.record.search.matching import matches, references_in
from toldonce.record.search.plan import Narrowing, narrowed

BATCH = 128

Sieve = Callable[[list[Found]], list[Found]]


@dataclass(frozen=True, slots=True)
class Asking:
    """At which moment the record is asked, and about whom the answer may be; None means about everybody."""

    moment: str
    only_pids: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What SQL can narrow, what must hold of each body, and the sieves for what it leads to."""

    narrowing: Narrowing
    accept: Accept | None
    sieves: tuple[Sieve, ...]

    def sifted(self, candidates: Iterator[Found]) -> Iterator[Found]:
        """The candidates that every sieve lets through, looked at in batches."""
        if not self.sieves:
            yield from candidates
        while batch := list(islice(candidates, BATCH)):
            for sieve in self.sieves:
                batch = batch and sieve(batch)
            yield from batch


def resolved(wanted: Wanted, asking: Asking, within: Narrowing | None = None) -> Resolved:
    """Narrows by plain criteria first, then by whatever the chains turn out to lead to."""
    narrowing = (within or Narrowing(wanted.rtype)).with_pids(asking.only_pids)
    plain = [each for each in wanted.conditions if isinstance(each, Criterion)]
    for criterion in plain:
        narrowing = narrowed(narrowing, criterion)
    narrowing, sieves = _with_patients(narrowing), []
    for join in wanted.conditions:
        if not isinstance(join, Criterion):
            narrowing, sieve = _joined(narrowing, join, asking)
            sieves.append(sieve)
    return Resolved(_with_patients(narrowing), _all_hold(plain), tuple(sieves))


def _all_hold(criteria: Sequence[Criterion]) -> Accept | None:
    tests = [matches(criterion) for criterion in criteria]
    if len(tests) < 2:
        return tests[0] if tests else None
    return lambda resource: all(test(resource) for test in tests)


def _with_patients(narrowing: Narrowing) -> Narrowing:
    """Where nothing but a patient's compartment will do, that is the place to look."""
    for either in narrowing.eithers:
        if not either.tokens:
            narrowing = narrowing.with_pids(fetching.pids_of(either.patients))
    kept = tuple(either for either in narrowing.eithers if either.tokens)
    return replace(narrowing, eithers=kept)


# --- reading on --------------------------------------------------------------------------------------------------


def all_matches(wanted: Wanted, asking: Asking, within: Narrowing | None = None) -> Iterator[Found]:
    """Every match, in any order, without holding more than a batch."""
    yield from sift_all(resolved(wanted, asking, within), asking)


def sift_all(found: Resolved, asking: Asking) -> Iterator[Found]:
    """Every match of what is resolved already."""
    return found.sifted(fetching.all_of(found.narrowing, asking.moment, found.accept))


def first_matches(
    found: Resolved, order: Order, asking: Asking, after: tuple | None, count: int
) -> list[Found]:
    """The first matches after a key, at most so many."""
    candidates = fetching.in_order(found.narrowing, order, asking.moment, after, count, found.accept)
    return list(islice(found.sifted(candidates), count))


# --- joins -------------------------------------------------------------------------------------------------------


def _joined(narrowing: Narrowing, join: Chain | Has, asking: Asking) -> tuple[Narrowing, Sieve]:
    early = None
    if not fetching.is_inside_people(narrowing):
        early = (
            _chained(narrowing, join, asking) if isinstance(join, Chain) else _having(narrowing, join, asking)
        )
    if early is not None:
        return early
    return narrowing, _chain_sieve(join, asking) if isinstance(join, Chain) else _has_sieve(join, asking)


def _all_if_few(wanted: Wanted, asking: Asking) -> list[Found] | None:
    """Every match, or None if there may be too many."""
    found = resolved(wanted, asking)
    candidates = fetching.all_if_few(found.narrowing, asking.moment, found.accept)
    return None if candidates is None else list(found.sifted(candidates))


def _chained(narrowing: Narrowing, chain: Chain, asking: Asking) -> tuple[Narrowing, Sieve] | None:
    """A chain from its far end: the reference must lead to one of these."""
    reached: set[str] = set()
    for wanted in chain.wanted:
        few = _all_if_few(wanted, asking)
        if few is None:
            return None
        reached |= {f"{wanted.rtype}/{found.stored.id}" for found in few}
    criterion = Criterion(chain.rtype, chain.code, "", (Target(frozenset(reached)),))
    test = matches(criterion)
    return narrowed(narrowing, criterion), lambda found: [each for each in found if test(each.resource)]


def _having(narrowing: Narrowing, has: Has, asking: Asking) -> tuple[Narrowing, Sieve] | None:
    """A reversed chain from its far end: only what these lead to."""
    few = _all_if_few(has.wanted, asking)
    if few is None:
        return None
    here = f"{narrowing.rtype}/"
    ids = {
        address.removeprefix(here)
        for found in few
        for address in references_in(found.resource, has.wanted.rtype, has.code)
        if address.startswith(here)
    }
    return narrowing.with_ids(ids), lambda found: [each for each in found if each.stored.id in ids]


def _chain_sieve(chain: Chain, asking: Asking) -> Sieve:
    """Keeps the candidates whose reference leads to something wanted."""

    def sieve(candidates: list[Found]) -> list[Found]:
        leading = [set(references_in(each.resource, chain.rtype, chain.code)) for each in candidates]
        reached = _reached(chain, set().union(*leading), asking)
        return [each for each, its in zip(candidates, leading, strict=True) if not reached.isdisjoint(its)]

    return sieve


def _reached(chain: Chain, addresses: Collection[str], asking: Asking) -> set[str]:
    reached: set[str] = set()
    for wanted in chain.wanted:
        ids = [each.split("/", 1)[1] for each in addresses if references.type_of(each) == wanted.rtype]
        if ids:
            within = Narrowing(wanted.rtype).with_ids(ids)
            reached |= {f"{wanted.rtype}/{found.stored.id}" for found in all_matches(wanted, asking, within)}
    return reached


def _has_sieve(has: Has, asking: Asking) -> Sieve:
    """Keeps the candidates to which something wanted leads."""

    def sieve(candidates: list[Found]) -> list[Found]:
        addresses = frozenset(f"{each.stored.rtype}/{each.stored.id}" for each in candidates)
        criterion = Criterion(has.wanted.rtype, has.code, "", (Target(addresses),))
        wanted = replace(has.wanted, conditions=(criterion, *has.wanted.conditions))
        reached = {
            address
            for found in all_matches(wanted, asking)
            for address in references_in(found.resource, has.wanted.rtype, has.code)
        }
        return [each for each in candidates if f"{each.stored.rtype}/{each.stored.id}" in reached]

    return sieve
