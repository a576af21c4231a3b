"""A record with a few resources in it, and a search that answers with ids."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import pytest

from toldonce.directory.actors import SYSTEM
from toldonce.record import actions
from toldonce.record.actions import Arrival, Incoming
from toldonce.record.search.parse import parse
from toldonce.record.search.run import Page, run

Json = Mapping[str, Any]
ARRIVAL = Arrival(source="T1", feed="test")


def stored(*resources: Json) -> None:
    """Writes resources through the door that everybody uses."""
    actions.put(by=SYSTEM, arrival=ARRIVAL, incoming=[Incoming(dict(resource)) for resource in resources])


def deleted(rtype: str, *ids: str) -> None:
    for id in ids:
        gone = {"resourceType": rtype, "id": id}
        actions.put(by=SYSTEM, arrival=ARRIVAL, incoming=[Incoming(gone, delete=True)])


def asked(question: str, **options: Any) -> Page:
    """Asks a question written as in an address: `Patient?name=smith`."""
    rtype, _, query = question.partition("?")
    return run(parse(rtype, parse_qsl(query, keep_blank_values=True)), **options)


def ids(question: str, **options: Any) -> list[str]:
    return [each.id for each in asked(question, **options).matches]


@pytest.fixture
def found(db: None) -> Callable[[Iterable[Json], str], list[str]]:
    """Resources in, a question, ids out, in the order of the alphabet unless a sort is asked for."""

    def look(resources: Iterable[Json], question: str) -> list[str]:
        stored(*resources)
        answer = ids(question)
        return answer if "_sort" in question else sorted(answer)

    return look
