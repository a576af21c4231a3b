"""When something that a resource tells of took place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toldonce.record.readings.elements import first, when
from toldonce.record.readings.moments import Moment, moment

CLINICAL_DATES: tuple[str, ...] = (
    "effectiveDateTime",
    "effectivePeriod",
    "effectiveInstant",
    "performedDateTime",
    "performedPeriod",
    "occurrenceDateTime",
    "occurrencePeriod",
    "onsetDateTime",
    "onsetPeriod",
    "recordedDate",
    "period",
    "start",
    "started",
    "whenHandedOver",
    "authoredOn",
    "authored",
    "dateTime",
    "date",
    "issued",
    "sent",
    "created",
    "dateAsserted",
    "startDate",
)


def clinical_moment(resource: Mapping[str, Any]) -> Moment | None:
    """The date by which the resource takes its place in the person's story."""
    told = when(resource, *CLINICAL_DATES)
    return told or moment(first(resource.get("meta")).get("lastUpdated"))
