"""Scopes of a token, as in SMART on FHIR 1: `system/Observation.read`, `user/*.write`, `system/*.*`.

Asked for, they may also be written as in SMART 2: `.rs` is `.read`, `.cud` is `.write`, `.cruds` is `.*`.

Our own `system/metrics.read` opens the measures for whoever runs Toldonce.
"""

import re
from dataclasses import dataclass

METRICS = "metrics"
_SECOND_FORM = {"rs": "read", "cud": "write", "cruds": "*"}
_FORM = re.compile(r"(?P<context>system|user)/(?P<rtype>\*|metrics|[A-Z][A-Za-z]+)\.(?P<act>\*|read|write)")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token may do (`read`, `write`, `*`) with which type of resource (`*`: all)."""

    context: str
    rtype: str
    act: str

    def __str__(self) -> str:
        return f"{self.context}/{self.rtype}.{self.act}"

    def covers(self, rtype: str, act: str) -> bool:
        return self.rtype in ("*", rtype) and self.act in ("*", act)


def parsed(text: str) -> Scope | None:
    """The scope a text means, or None where it means none."""
    match = _FORM.fullmatch(text)
    return Scope(match["context"], match["rtype"], match["act"]) if match else None


def asked_for(text: str) -> Scope | None:
    """The scope that a client means, in the words of SMART 1 or 2; None where it means none that is given here."""
    name, dot, letters = text.rpartition(".")
    return parsed(f"{name}{dot}{_SECOND_FORM.get(letters, letters)}")


def shared(one: Scope, other: Scope) -> Scope | None:
    """What two scopes both cover; None where that is nothing."""
    rtypes, acts = {one.rtype, other.rtype} - {"*"}, {one.act, other.act} - {"*"}
    if one.context != other.context or len(rtypes) > 1 or len(acts) > 1:
        return None
    return Scope(one.context, next(iter(rtypes), "*"), next(iter(acts), "*"))


def allow(scopes: tuple[str, ...], rtype: str, act: str) -> bool:
    """Whether one of the scopes covers `read` or `write` of a type of resource."""
    return any(scope.covers(rtype, act) for scope in map(parsed, scopes) if scope)
