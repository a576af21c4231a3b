"""Whom to ask about next: source patients without a number, and on request those whose number nobody verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import orjson
from django.db import connection

from toldonce.exchange.traces.models import Answer, Trace
from toldonce.record import identity, store
from toldonce.record.identity.patients import NHS_NUMBER, SourcePatient

AT_A_TIME = 200
VERIFIED = "01"
NOT_TRACED = """
select p.pid from patient p
where p.pid > %s and p.source <> '' and not p.deceased and (%s or p.nhs_number is null)
    and not exists (select from trace t where t.pid = p.pid and t.at > %s)
order by p.pid limit %s
"""

CONTRADICTED = """
select t.* from (select distinct on (pid) * from trace order by pid, at desc, id desc) t
join patient p on p.pid = t.pid and p.nhs_number = t.asked_number
where t.answer = any(%s) and exists (select from patient o where o.person = p.person and o.pid <> p.pid)
order by t.pid
"""


def due(*, since: datetime, unverified: bool = False) -> Iterator[SourcePatient]:
    """Yield those who were not asked about since then, in the order in which they came."""
    last = 0
    while pids := _next(last, unverified, since):
        last = pids[-1]
        verified = _verified(pids) if unverified else set()
        patients = sorted(identity.of_pids(pids), key=lambda each: each.pid)
        yield from (each for each in patients if each.pid not in verified)


def _next(after: int, unverified: bool, since: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NOT_TRACED, [after, unverified, since, AT_A_TIME])
        return [pid for (pid,) in cursor.fetchall()]


def _verified(pids: list[int]) -> set[int]:
    """Those whose source says that their number is present and verified."""
    bodies = store.compartment(pids, ["Patient"])
    return {each.pid for each in bodies if each.body and is_verified(orjson.loads(each.body))}


def is_verified(patient: Mapping) -> bool:
    """Whether a source says that the NHS number it tells was verified."""
    numbers = [item for item in patient.get("identifier") or [] if item.get("system") == NHS_NUMBER]
    return any(
        coding.get("code") == VERIFIED
        for number in numbers
        for extension in number.get("extension") or []
        if "NHSNumberVerificationStatus" in str(extension.get("url", ""))
        for coding in (extension.get("valueCodeableConcept") or {}).get("coding") or []
    )


def contradicted() -> list[Trace]:
    """The last answers that contradict the number which a source still tells of somebody who is joined to others."""
    return list(Trace.objects.raw(CONTRADICTED, [[Answer.DISAGREES, Answer.INVALID]]))
