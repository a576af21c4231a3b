"""OperationOutcome: what is said beside, or instead of, what was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

ERROR, WARNING, INFORMATION = "error", "warning", "information"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to say: how grave, HL7's issue type, a sentence, and the place in what was sent."""

    severity: str
    code: str
    sentence: str
    place: str = ""

    def json(self) -> dict:
        said = {"severity": self.severity, "code": self.code, "diagnostics": self.sentence}
        return {**said, "expression": [self.place]} if self.place else said


def resource(issues: Iterable[Issue]) -> dict:
    """Return an OperationOutcome with these issues."""
    return {"resourceType": "OperationOutcome", "issue": [issue.json() for issue in issues]}


def written(issues: Iterable[Issue]) -> bytes:
    """Return an OperationOutcome as it is sent."""
    return orjson.dumps(resource(issues))
