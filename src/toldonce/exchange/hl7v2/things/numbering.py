"""Numbers that two patients share: a stay or an order of somebody else is never made one with that of the same number.

A number belongs to the patient who used it first; the same number of another patient is kept apart, under the number
and that patient. When a merge says that the two are one, what was kept apart becomes one as well.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping

from django.db import connection

from toldonce.exchange.hl7v2.state import Address, Fact, State, folded
from toldonce.exchange.hl7v2.things import kept
from toldonce.exchange.hl7v2.things.elements import Telling
from toldonce.exchange.hl7v2.things.merging import FARTHEST

NUMBERED = {"visit", "report", "document", "appointment", "referral", "immunisation"}
APART = "\x1f"
States = MutableMapping[Address, State]
USED = "A number of this message ({kind}) was used for another patient before: the two are kept apart."


def keep_apart(telling: Telling, states: States) -> None:
    """Give facts about somebody else's number an address of their own."""
    moved: dict[Address, Address] = {}
    for fact in telling.facts:
        own = _own_address(fact, states)
        if own != fact.address:
            moved[fact.address] = own
            telling.reader.note(USED.format(kind=fact.address[1]))
            fact.address = own
            _known(own, states)
    for fact in telling.facts:
        visit = fact.fields.get("+visit")
        if visit and tuple(visit) in moved:
            fact.fields["+visit"] = list(moved[tuple(visit)])


def _own_address(fact: Fact, states: States) -> Address:
    patient = fact.fields.get("+patient")
    if fact.address[1] not in NUMBERED or not patient:
        return fact.address
    first = states[fact.address].told("+patient")
    if not first or first == patient or _survivor(tuple(first), states) == _survivor(tuple(patient), states):
        return fact.address
    scope, kind, key = fact.address
    return scope, kind, f"{key}{APART}{patient[0]}{APART}{patient[2]}"


def _known(address: Address, states: States) -> State:
    if address not in states:
        states.update(kept.load([address]))
    return states[address]


def _survivor(patient: Address, states: States) -> Address:
    """Who a patient is after every merge that is known."""
    for _ in range(FARTHEST):
        merged = _known(patient, states).told("+merged")
        if not merged:
            break
        patient = tuple(merged)
    return patient


def bring_together(merged: Iterable[Address], states: States) -> dict[Address, Address]:
    """Fold what was kept apart for patients that are one now; return what is no more, and what it became."""
    gone: dict[Address, Address] = {}
    for apart in _kept_apart(list(merged)):
        number: Address = (apart[0], apart[1], apart[2].split(APART)[0])
        ours, theirs = _known(number, states), _known(apart, states)
        first, second = ours.told("+patient"), theirs.told("+patient")
        if first and second and _survivor(tuple(first), states) == _survivor(tuple(second), states):
            states[number] = folded(ours, theirs)
            states[apart] = State()
            gone[apart] = number
    return gone


def _kept_apart(patients: list[Address]) -> list[Address]:
    with connection.cursor() as cursor:
        cursor.execute(
            """select scope, kind, key from hl7_thing
               where strpos(key, chr(31)) > 0
                 and (split_part(key, chr(31), 2), split_part(key, chr(31), 3))
                     in (select * from unnest(%s::text[], %s::text[]))
               order by scope, kind, key""",
            [[scope for scope, _, _ in patients], [key for _, _, key in patients]],
        )
        return [tuple(row) for row in cursor.fetchall()]
