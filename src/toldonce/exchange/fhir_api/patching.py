"""PATCH: a difference is applied to the current version, and what comes of it is written like any other update.

JSON Patch (RFC 6902), which FHIR R4 names, and merge patch (RFC 7396), which clients send as plain JSON. The stored
body is patched twice: with plain numbers for logic, and with its decimals as they were written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from toldonce.exchange.fhir_api import conditions, writing
from toldonce.exchange.fhir_api.asks import Answer, Ask, Patch, Sent
from toldonce.exchange.fhir_api.disclosure import check_may_see
from toldonce.exchange.fhir_api.readers import READ, WRITE
from toldonce.exchange.fhir_api.sending import parsed
from toldonce.exchange.fhir_api.troubles import BadRequest, Malformed, Stale
from toldonce.ledger import actions as ledger
from toldonce.record import store
from toldonce.record.errors import Conflict, Deleted, NotThere

TRIES = 4
MOST_STEPS = 1000


def patch(ask: Ask) -> Answer:
    """Change the current version; if another writer comes in between, the change is applied to theirs."""
    ask.reader.check(ask.rtype, READ)
    ask.reader.check(ask.rtype, WRITE)
    ask.check_parameters()
    for _ in range(TRIES - 1):
        try:
            return _patch(ask)
        except Conflict:
            if ask.if_match:
                raise
    return _patch(ask)


def conditional_patch(ask: Ask) -> Answer:
    """Change the one resource that meets the criteria."""
    ask.reader.check(ask.rtype, WRITE)
    wanted = conditions.criteria(ask.rtype, ask.pairs, "A conditional patch")

    def work(there: store.Stored | None) -> Answer:
        if there is None:
            raise NotThere(f"No {ask.rtype} meets these criteria.")
        return _patch(replace(ask, path=(ask.rtype, there.id), pairs=()))

    return writing.on_the_one(ask, wanted, work)


def _patch(ask: Ask) -> Answer:
    stored = store.read(ask.rtype, ask.id)
    if stored is None:
        raise NotThere(f"{ask.rtype}/{ask.id} is not in the record.")
    if stored.body is None:
        raise Deleted(f"{ask.rtype}/{ask.id} was deleted; PUT it to bring it back.")
    check_may_see(ask.reader, stored)
    ledger.write(
        by=ask.reader.actor,
        act="record.read",
        pids=(stored.pid,) if stored.pid else (),
        subject=f"{ask.rtype}/{ask.id}",
        detail={"patch": True},
    )
    if ask.if_match and conditions.version_wanted(ask.if_match) not in (None, stored.version):
        raise Stale(f"{ask.rtype}/{ask.id} is at version {stored.version}, not {ask.if_match}.")
    assert ask.patch is not None
    sent = applied(parsed(stored.body), ask.patch)
    if (sent.resource.get("resourceType"), sent.resource.get("id")) != (ask.rtype, ask.id):
        raise BadRequest("A patch changes neither resourceType nor id.")
    return writing.put(replace(ask, if_match=str(stored.version)), sent)


def applied(to: Sent, difference: Patch) -> Sent:
    """Return a resource after a patch."""
    if to.same and difference.plain is difference.document:
        plain = _applied(to.resource, difference.plain, checks=True)
        return Sent(plain, plain)
    document = _copied(to.resource) if to.same else to.document
    plain = _applied(to.resource, difference.plain, checks=True)
    return Sent(plain, _applied(document, difference.document))


def _applied(node: dict, difference: Any, checks: bool = False) -> dict:
    if isinstance(difference, dict):
        return _merged(node, difference)
    made: Any = node
    for number, step in enumerate(difference[:MOST_STEPS]):
        made = _stepped(made, step, f"patch[{number}]", checks)
    if not isinstance(made, dict):
        raise Malformed("After the patch nothing is left of the resource.", "patch")
    return made


def _merged(node: Any, difference: dict) -> dict:
    """Apply a merge patch: null takes away, objects are merged, all else replaces."""
    made = dict(node) if isinstance(node, dict) else {}
    for name, value in difference.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = _merged(made.get(name), value) if isinstance(value, dict) else value
    return made


def _copied(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _copied(value) for name, value in node.items()}
    return [_copied(item) for item in node] if isinstance(node, list) else node


# --- JSON Patch --------------------------------------------------------------------------------------------------


def _stepped(node: Any, step: Any, place: str, checks: bool) -> Any:
    """Return the document after one step; the document itself is changed where it can be."""
    name = step.get("op") if isinstance(step, dict) else None
    work = _STEPS.get(name) if isinstance(name, str) else None
    if work is None:
        raise Malformed(f"The step has no op that is one of {', '.join(_STEPS)}.", place)
    if work is _test and not checks:
        return node
    try:
        return work(node, step)
    except (KeyError, IndexError, ValueError, TypeError) as trouble:
        raise Malformed(
            f"There is no such place in the resource, or a member is missing ({trouble}).", place
        ) from (trouble)


def _pointer(step: dict, name: str = "path") -> list[str]:
    text = step[name]
    if not isinstance(text, str) or (text and not text.startswith("/")):
        raise ValueError(f"{name} begins with /")
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


def _index(items: list, key: str, end: int) -> int:
    if not (key.isascii() and key.isdigit() and len(key) < 10) or int(key) > end:
        raise IndexError(f"{key[:20]} is not a place in a list of {len(items)}")
    return int(key)


def _at(node: Any, keys: list[str]) -> Any:
    for key in keys:
        node = node[_index(node, key, len(node) - 1)] if isinstance(node, list) else node[key]
    return node


def _add(node: Any, step: dict) -> Any:
    return _placed(node, _pointer(step), _copied(step["value"]))


def _placed(node: Any, keys: list[str], value: Any) -> Any:
    if not keys:
        return value
    parent, key = _at(node, keys[:-1]), keys[-1]
    if isinstance(parent, list):
        parent.insert(len(parent) if key == "-" else _index(parent, key, len(parent)), value)
    else:
        _as_object(parent)[key] = value
    return node


def _as_object(node: Any) -> dict:
    if not isinstance(node, dict):
        raise TypeError("the place is inside a value")
    return node


def _remove(node: Any, step: dict) -> Any:
    _taken(node, _pointer(step))
    return node


def _taken(node: Any, keys: list[str]) -> Any:
    if not keys:
        raise ValueError("the whole resource cannot be taken away")
    parent, key = _at(node, keys[:-1]), keys[-1]
    return (
        parent.pop(_index(parent, key, len(parent) - 1))
        if isinstance(parent, list)
        else _as_object(parent).pop(key)
    )


def _replace(node: Any, step: dict) -> Any:
    keys = _pointer(step)
    if keys:
        _taken(node, keys)
    return _placed(node, keys, _copied(step["value"]))


def _move(node: Any, step: dict) -> Any:
    source, target = _pointer(step, "from"), _pointer(step)
    if target[: len(source)] == source and target != source:
        raise ValueError("a place cannot be moved into itself")
    return _placed(node, target, _taken(node, source))


def _copy(node: Any, step: dict) -> Any:
    return _placed(node, _pointer(step), _copied(_at(node, _pointer(step, "from"))))


def _test(node: Any, step: dict) -> Any:
    if _at(node, _pointer(step)) != step["value"]:
        raise Stale(f"The test of {step['path'][:200]} does not hold, so nothing was changed.")
    return node


_STEPS: dict[str, Callable[[Any, dict], Any]] = {
    "add": _add,
    "remove": _remove,
    "replace": _replace,
    "move": _move,
    "copy": _copy,
    "test": _test,
}
