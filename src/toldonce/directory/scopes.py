"""Scopes of a token, as in SMART on FHIR 1: `system/Observation.read`, `user/*.write`, `system/*.*`.

Our own `system/metrics.read` opens the measures for whoever runs Toldonce.
"""

import re
from dataclasses import dataclass

METRICS = "metrics"
_FORM = re.compile(r"(?P<context>system|user)/(?P<rtype>\*|metrics|[A-Z][A-Za-z]+)\.(?P<act>\*|read|write)")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token may do (`read`, `write`, `*`) with which type of resource (`*`: all)."""

    context: str
    rtype: str
    act: str

    def covers(self, rtype: str, act: str) -> bool:
        return self.rtype in ("*", rtype) and self.act in ("*", act)


def parsed(text: str) -> Scope | None:
    """The scope a text means, or None where it means none."""
    match = _FORM.fullmatch(text)
    return Scope(match["context"], match["rtype"], match["act"]) if match else None


def allow(scopes: tuple[str, ...], rtype: str, act: str) -> bool:
    """Whether one of the scopes covers `read` or `write` of a type of resource."""
    return any(scope.covers(rtype, act) for scope in map(parsed, scopes) if scope)
