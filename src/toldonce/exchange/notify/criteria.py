"""The criteria of a subscription: a search of one type by what its resources say themselves, tested on each version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.notify.errors import SubscriptionRefused
from toldonce.record.search.criteria import BadSearch, Criterion, Search
from toldonce.record.search.matching import matches
from toldonce.record.search.parse import parse

PLACE = "Subscription.criteria"
Test = Callable[[Mapping[str, Any]], bool]


def rtype_of(text: str) -> str:
    """Return the type that is searched; raises SubscriptionRefused where the criteria cannot be tested."""
    return _search(text).rtype


@lru_cache(1024)
def test_of(text: str) -> Test:
    """Return a function that says whether a resource of the type meets the criteria."""
    tests = [matches(each) for each in _search(text).wanted.conditions if isinstance(each, Criterion)]
    return lambda resource: all(test(resource) for test in tests)


test_of.__test__ = False  # type: ignore[attr-defined]  # the name is no test of pytest's


def _search(text: str) -> Search:
    rtype, _, query = text.partition("?")
    if rtype not in RTYPE or rtype == "Subscription":
        raise SubscriptionRefused(f"The criteria name no type to be told of: {rtype[:60]!r}.", PLACE)
    pairs = parse_qsl(query, keep_blank_values=True)
    try:
        search = parse(rtype, pairs)
    except BadSearch as trouble:
        raise SubscriptionRefused(f"{trouble.param}: {trouble.reason}", PLACE) from trouble
    if len(search.wanted.conditions) < len(set(pairs)) or not all(
        isinstance(each, Criterion) for each in search.wanted.conditions
    ):
        raise SubscriptionRefused(
            "Criteria say what a resource says itself: no chains, no _has, nothing about order, number or inclusion.",
            PLACE,
        )
    return search
