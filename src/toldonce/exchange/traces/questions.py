"""The questions that the demographics service answers: a number, or what is known of a person."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from toldonce.exchange import outward
from toldonce.exchange.traces.entrance import Access, Entrance
from toldonce.exchange.traces.errors import NotAllowed, NotAnswering, NotUnderstood

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
TRIES = 5
LONGEST_WAIT = 60.0  # seconds that we wait at most when the service says for how long
BUSY = {408, 429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a person, as the service searches by it."""

    family: str
    birth_date: str
    given: tuple[str, ...] = ()
    gender: str = ""
    postcode: str = ""

    def parameters(self) -> list[tuple[str, str]]:
        """The search in the service's own words; several given names are several parameters."""
        said = [
            ("family", self.family),
            ("birthdate", f"eq{self.birth_date}"),
            *(("given", g) for g in self.given),
        ]
        more = {"gender": self.gender, "address-postalcode": self.postcode}
        return [*said, *((name, value) for name, value in more.items() if value)]


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the service knows: as much as it takes to compare, and nothing of where they live."""

    number: str
    family: str
    given: str
    birth_date: str
    is_dead: bool
    is_sensitive: bool
    score: float | None = None
    request: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The people who fit a question; `several` when there were too many to tell."""

    people: tuple[Person, ...] = ()
    several: bool = False
    invalid: bool = False
    request: str = ""


@dataclass(slots=True)
class Service:
    """The demographics service, asked by one application; `pause` waits so many seconds."""

    access: Access
    pause: Callable[[float], None] = time.sleep
    http: httpx.Client = field(default_factory=lambda: outward.client(timeout=TIMEOUT))
    _entrance: Entrance | None = None

    def by_number(self, number: str) -> Reply:
        """Who carries an NHS number; the person told may carry another one, which has replaced it."""
        request, answer = self._ask(f"/Patient/{number}", [])
        if answer.status_code == 404:
            return Reply(invalid=True, request=request)
        return Reply((_person(self._body(answer, "Patient"), request),), request=request)

    def by_what_is_known(self, asked: Asked, *, fuzzy: bool = False) -> Reply:
        """Who fits what is known exactly, or nearly with `fuzzy`."""
        how = [("_fuzzy-match", "true")] if fuzzy else [("_exact-match", "true")]
        request, answer = self._ask("/Patient", [*how, ("_max-results", "2"), *asked.parameters()])
        body = self._body(answer, "Bundle", "OperationOutcome")
        if body["resourceType"] == "OperationOutcome":
            if "TOO_MANY_MATCHES" in _codes(body):
                return Reply(several=True, request=request)
            raise NotUnderstood(
                "The demographics service answers a search with an outcome that says nothing."
            )
        found = [entry for entry in body.get("entry") or [] if isinstance(entry, Mapping)]
        people = tuple(
            _person(entry["resource"], request, (entry.get("search") or {}).get("score"))
            for entry in found
            if isinstance(entry.get("resource"), Mapping)
        )
        return Reply(people, several=len(people) > 1, request=request)

    def _ask(self, path: str, parameters: Sequence[tuple[str, str]]) -> tuple[str, httpx.Response]:
        """Ask once more while the service is busy; the number of the request comes back with the answer."""
        refused = 0
        for attempt in range(TRIES):
            request = str(uuid.uuid4())
            try:
                answer = self.http.get(
                    self.access.address + path, params=tuple(parameters), headers=self._headers(request)
                )
            except httpx.HTTPError:
                self.pause(2.0**attempt)
                continue
            if answer.status_code == 401 and not refused:
                refused += 1
                self._door().forget()
            elif answer.status_code in BUSY:
                self.pause(_wait(answer, attempt))
            elif answer.status_code in (401, 403):
                raise NotAllowed(
                    f"The demographics service refuses the question (status {answer.status_code}). "
                    "Check that the application may use it in this way."
                )
            elif answer.status_code in (200, 404):
                return request, answer
            else:
                raise NotUnderstood(
                    f"The demographics service refuses the question as wrong (status {answer.status_code}, "
                    f"{', '.join(_codes(_json(answer))) or 'without a reason'})."
                )
        raise NotAnswering(
            "The demographics service does not answer, or wants fewer questions. "
            "What was answered is kept; start again later and it goes on."
        )

    def _headers(self, request: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._door().token()}",
            "Accept": "application/fhir+json",
            "X-Request-ID": request,
            "X-Correlation-ID": request,
            "NHSD-End-User-Organisation-ODS": self.access.organisation,
        }

    def _door(self) -> Entrance:
        if self._entrance is None:
            self._entrance = Entrance(self.access, self.http)
        return self._entrance

    def _body(self, answer: httpx.Response, *expected: str) -> dict:
        body = _json(answer)
        if answer.status_code != 200 or body.get("resourceType") not in expected:
            raise NotUnderstood(
                f"The demographics service answers with something that is no {' or '.join(expected)}."
            )
        return body


def _json(answer: httpx.Response) -> dict:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _wait(answer: httpx.Response, attempt: int) -> float:
    """How long to wait: as long as the service says, or longer each time."""
    told = answer.headers.get("Retry-After", "")
    return min(float(told), LONGEST_WAIT) if told.isdecimal() else 2.0**attempt


def _codes(outcome: Mapping) -> list[str]:
    """The codes by which an OperationOutcome names what is wrong."""
    issues = [issue for issue in outcome.get("issue") or [] if isinstance(issue, Mapping)]
    codings = [c for issue in issues for c in (issue.get("details") or {}).get("coding") or []]
    return [str(coding["code"]) for coding in codings if isinstance(coding, Mapping) and coding.get("code")]


def _person(patient: Mapping, request: str, score: object = None) -> Person:
    """Read the service's Patient; a sensitive one is told without address, and we never keep any."""
    names = [name for name in patient.get("name") or [] if isinstance(name, Mapping)]
    usual = next((name for name in names if name.get("use") == "usual"), (names or [{}])[0])
    marks = [mark.get("code") for mark in (patient.get("meta") or {}).get("security") or []]
    return Person(
        number=str(patient.get("id", "")),
        family=str(usual.get("family") or ""),
        given=" ".join(str(each) for each in usual.get("given") or []),
        birth_date=str(patient.get("birthDate") or ""),
        is_dead=bool(patient.get("deceasedDateTime")),
        is_sensitive=any(mark not in (None, "U") for mark in marks),
        score=float(score) if isinstance(score, int | float) else None,
        request=request,
    )
