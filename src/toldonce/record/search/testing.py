"""Whether one resource in the hand meets a search: what it says itself decides, and nothing else is looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from toldonce.record.search.criteria import BadSearch, Criterion
from toldonce.record.search.matching import matches
from toldonce.record.search.parse import parse

Test = Callable[[Mapping[str, Any]], bool]


@lru_cache(1024)
def meets(rtype: str, query: str) -> Test:
    """Return a function that says whether a resource of the type meets the query; raises BadSearch.

    Chains and `_has` ask about other resources, and order, number and inclusion about an answer: they are refused.
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    conditions = parse(rtype, pairs).wanted.conditions
    if len(conditions) < len(set(pairs)) or not all(isinstance(each, Criterion) for each in conditions):
        raise BadSearch(
            query[:100],
            "criteria say what a resource says itself: no chains, no _has, nothing about order, number or inclusion.",
        )
    tests = [matches(each) for each in conditions if isinstance(each, Criterion)]
    return lambda resource: all(test(resource) for test in tests)
