"""States as resources of the record, by the kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things import (
    appointments,
    documents,
    entries,
    immunisations,
    patients,
    referrals,
    reports,
    visits,
)
from toldonce.exchange.hl7v2.things.elements import Setting
from toldonce.exchange.hl7v2.values import DECIMAL
from toldonce.record.actions import Incoming

RENDER: dict[str, Callable[[Address, State, Setting], list[dict[str, Any]]]] = {
    "patient": patients.render,
    "visit": visits.render,
    "allergy": entries.render_allergy,
    "diagnosis": entries.render_diagnosis,
    "procedure": entries.render_procedure,
    "report": reports.render,
    "document": documents.render,
    "appointment": appointments.render,
    "referral": referrals.render,
    "immunisation": immunisations.render,
}
ORDER = list(RENDER)
WITH_DECIMALS = {"report", "immunisation"}


def rendered(states: Mapping[Address, State], setting: Setting) -> dict[Address, list[Incoming]]:
    """The resources of each thing, patients first."""
    made = {}
    for address in sorted(states, key=lambda each: (ORDER.index(each[1]), each)):
        resources = RENDER[address[1]](address, states[address], setting)
        made[address] = [incoming(each, exact=address[1] in WITH_DECIMALS) for each in resources]
    return made


def incoming(resource: dict[str, Any], *, exact: bool) -> Incoming:
    """A resource on its way into the record; its numbers keep the digits they were sent with."""
    if not exact:
        return Incoming(resource)
    return Incoming(_numbers(resource, as_written=False), document=_numbers(resource, as_written=True))


def _numbers(node: Any, *, as_written: bool) -> Any:
    if isinstance(node, dict):
        if DECIMAL in node:
            return orjson.Fragment(node[DECIMAL]) if as_written else orjson.loads(node[DECIMAL])
        return {name: _numbers(value, as_written=as_written) for name, value in node.items()}
    if isinstance(node, list):
        return [_numbers(each, as_written=as_written) for each in node]
    return node
