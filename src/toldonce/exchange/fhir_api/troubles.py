"""What this door refuses, and the one table from any trouble to HTTP status and OperationOutcome.

FhirTrouble
├── Unknown           404  no such address
├── NotHere           405  the address is there, this method is not
├── Unsupported       501  FHIR has it and this server does not
├── BadRequest        400  the request cannot be understood
│   ├── Malformed     400  the body cannot be read, and where
│   └── Unheeded      400  a parameter that would have been ignored
├── NotAcceptable     406  no such representation
├── WrongMedia        415  the body is not JSON
├── TooLarge          413  the body is longer than is taken
├── Unauthorised      401  nobody, or nobody known, asks
├── Forbidden         403  whoever asks may not
├── TooMany           429  as much is being done for this client as may be at once
└── Stale             412  a condition of the request does not hold
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError, OperationalError

from toldonce.exchange.fhir_api.outcomes import ERROR, Issue
from toldonce.exchange.notify.errors import SubscriptionRefused
from toldonce.record import errors
from toldonce.record.access import Refused
from toldonce.record.search.criteria import BadSearch, NotSupported

LOG = logging.getLogger(__name__)
MOST_ISSUES = 50


class FhirTrouble(Exception):
    """The door refuses; the message is a sentence for the one who asked."""

    def __init__(self, sentence: str, place: str = "") -> None:
        self.place = place
        super().__init__(sentence)


class Unknown(FhirTrouble):
    """There is nothing at this address."""


class NotHere(FhirTrouble):
    """The address does not take this method; it takes these."""

    def __init__(self, sentence: str, allowed: tuple[str, ...]) -> None:
        self.allowed = allowed
        super().__init__(sentence)


class Unsupported(FhirTrouble):
    """FHIR has this interaction and this server does not."""


class BadRequest(FhirTrouble):
    """The request cannot be understood."""


class Malformed(BadRequest):
    """The body cannot be read."""


class Unheeded(BadRequest):
    """A parameter that would have been ignored."""


class NotAcceptable(FhirTrouble):
    """The answer cannot be given in the form that was asked for."""


class WrongMedia(FhirTrouble):
    """The body came in a form that is not read."""


class TooLarge(FhirTrouble):
    """The body is longer than is taken."""


class Unauthorised(FhirTrouble):
    """Nobody, or nobody who is known, asks."""


class Forbidden(FhirTrouble):
    """Whoever asks may not do this."""


class TooMany(FhirTrouble):
    """As much is being done for this client as may be at once."""


class Stale(FhirTrouble):
    """A condition of the request does not hold."""


MEANING: tuple[tuple[type[Exception], int, str], ...] = (
    (NotHere, 405, "not-supported"),
    (Unknown, 404, "not-found"),
    (Unsupported, 501, "not-supported"),
    (Malformed, 400, "structure"),
    (Unheeded, 400, "not-supported"),
    (BadRequest, 400, "invalid"),
    (NotAcceptable, 406, "not-supported"),
    (WrongMedia, 415, "not-supported"),
    (TooLarge, 413, "too-long"),
    (Unauthorised, 401, "login"),
    (Forbidden, 403, "forbidden"),
    (TooMany, 429, "throttled"),
    (Stale, 412, "conflict"),
    (errors.NotThere, 404, "not-found"),
    (errors.Deleted, 410, "deleted"),
    (errors.Invalid, 400, "invalid"),
    (errors.Conflict, 412, "conflict"),
    (errors.Ambiguous, 412, "multiple-matches"),
    (errors.Dangling, 400, "not-found"),
    (errors.ReadOnly, 403, "business-rule"),
    (Refused, 403, "forbidden"),
    (errors.Busy, 503, "transient"),
    (NotSupported, 400, "not-supported"),
    (BadSearch, 400, "invalid"),
    (SubscriptionRefused, 400, "business-rule"),
    (RecursionError, 400, "too-costly"),
    (OperationalError, 503, "transient"),
    (InterfaceError, 503, "transient"),
)
NO_DATABASE = (
    "The database did not answer. A read gave nothing away; a change was not confirmed: read the resource again "
    "before you repeat it."
)


def status_of(trouble: Exception) -> int:
    """Return the HTTP status that a trouble becomes."""
    return _meaning(trouble)[0]


def issues_of(trouble: Exception) -> list[Issue]:
    """Return what an OperationOutcome says of a trouble."""
    code = _meaning(trouble)[1]
    if isinstance(trouble, errors.Invalid):
        return [Issue(ERROR, code, each.reason, each.place) for each in trouble.problems[:MOST_ISSUES]]
    if isinstance(trouble, BadSearch):
        return [Issue(ERROR, code, f"{trouble.param}: {trouble.reason}")]
    if isinstance(trouble, (FhirTrouble, SubscriptionRefused)):
        return [Issue(ERROR, code, str(trouble), trouble.place)]
    if isinstance(trouble, (errors.RecordTrouble, Refused)):
        return [Issue(ERROR, code, str(trouble))]
    return [Issue(ERROR, code, _sentence(trouble))]


def _meaning(trouble: Exception) -> tuple[int, str]:
    for kind, status, code in MEANING:
        if isinstance(trouble, kind):
            return status, code
    return HTTPStatus.INTERNAL_SERVER_ERROR, "exception"


def _sentence(trouble: Exception) -> str:
    """Say what happened without the insides, which go to the log."""
    if isinstance(trouble, RecursionError):
        return "What was sent is nested too deeply to be read."
    if isinstance(trouble, (OperationalError, InterfaceError)):
        LOG.error("database trouble: %s", trouble)
        return NO_DATABASE
    LOG.error("a request failed", exc_info=trouble)
    if isinstance(trouble, DatabaseError):
        return "The database refused this and nothing was stored. The fault is written in the server's log."
    return "The server failed. The fault is written in its log; nothing is stored of a change that failed."
