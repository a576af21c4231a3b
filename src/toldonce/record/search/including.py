"""What goes with the matches: resources that they refer to (`_include`) or that refer to them (`_revinclude`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toldonce.codes.fhir.definitions import RESOURCE_TYPES, search_parameters
from toldonce.record.search import fetching, references
from toldonce.record.search.criteria import BadSearch, Criterion, Include, Target
from toldonce.record.search.fetching import Found
from toldonce.record.search.joining import Asking
from toldonce.record.search.matching import Matches, matches, references_in
from toldonce.record.search.plan import either_of, union

MOST_INCLUDED = 5000
MOST_READ = 50_000
Address = tuple[str, str]


def included_with(includes: Sequence[Include], matches: Sequence[Found], asking: Asking) -> list[Found]:
    """What the includes add to the matches, each resource once; those that iterate go on from what they added."""
    known = {_address(found) for found in matches}
    added: list[Found] = []
    rounds, fresh = list(includes), list(matches)
    while rounds and fresh:
        found = [each for include in rounds for each in _followed(include, fresh, asking)]
        fresh = []
        for each in found:
            if _address(each) not in known:
                known.add(_address(each))
                fresh.append(each)
        added += fresh
        if len(added) > MOST_INCLUDED:
            raise BadSearch(
                "_include", f"more than {MOST_INCLUDED:,} resources go with this page: ask for fewer."
            )
        rounds = [include for include in includes if include.iterate]
    return added


def _address(found: Found) -> Address:
    return found.stored.rtype, found.stored.id


def _followed(include: Include, sources: Sequence[Found], asking: Asking) -> Iterable[Found]:
    return _back(include, sources, asking) if include.reverse else _forth(include, sources, asking)


def _forth(include: Include, sources: Sequence[Found], asking: Asking) -> list[Found]:
    wanted = {
        (rtype, id)
        for each in sources
        if each.stored.rtype == include.rtype
        for rtype, id in _targets(include, each)
    }
    return fetching.by_addresses(sorted(wanted), asking.moment, asking.only_pids)


def _targets(include: Include, source: Found) -> Iterator[Address]:
    for code in _codes(include.rtype, include.code):
        for address in references_in(source.resource, include.rtype, code):
            rtype, _, id = address.partition("/")
            if rtype in _KNOWN and references.plain(address) == address and include.target in ("", rtype):
                yield rtype, id


_KNOWN = frozenset(RESOURCE_TYPES)


def _codes(rtype: str, code: str) -> list[str]:
    if code != "*":
        return [code]
    return [
        name
        for name, parameter in search_parameters(rtype).items()
        if parameter.type == "reference" and parameter.expression
    ]


def _back(include: Include, sources: Sequence[Found], asking: Asking) -> list[Found]:
    addresses = frozenset(
        "/".join(_address(each)) for each in sources if include.target in ("", each.stored.rtype)
    )
    criteria = list(_criteria(include, addresses))
    tests: dict[str, list[Matches]] = {}
    for criterion in criteria:
        tests.setdefault(criterion.rtype, []).append(matches(criterion))
    either = union(either_of(criterion) for criterion in criteria)
    if either is None or not (either.tokens or either.patients):
        return []
    found = fetching.having(either, asking.moment, asking.only_pids, MOST_READ + 1)
    if len(found) > MOST_READ:
        raise BadSearch(
            "_revinclude", f"more than {MOST_READ:,} resources may refer to this page: ask for fewer."
        )
    return [each for each in found if any(test(each.resource) for test in tests.get(each.stored.rtype, ()))]


def _criteria(include: Include, addresses: frozenset[str]) -> Iterator[Criterion]:
    """The references by which an include goes back, as criteria: all of all types for *."""
    targets = {address.split("/")[0] for address in addresses}
    for rtype in RESOURCE_TYPES if include.rtype == "*" else (include.rtype,):
        for code in _codes(rtype, include.code):
            if targets & set(search_parameters(rtype)[code].targets or RESOURCE_TYPES):
                yield Criterion(rtype, code, "", (Target(addresses),))
