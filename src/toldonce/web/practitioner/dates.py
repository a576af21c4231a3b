"""The moment of which a page speaks."""

from datetime import UTC, datetime, time

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from toldonce.web.design.words import HERE


def as_at(request: HttpRequest) -> datetime | None:
    """The moment for which the reader asked to see the record; None for now, and for a time to come."""
    asked = request.GET.get("as-at", "")
    try:
        told = parse_datetime(asked) or _end_of(asked)
        told = told and (told if told.tzinfo else told.replace(tzinfo=HERE)).astimezone(UTC)
    except (ValueError, OverflowError):  # a date that there is not, or so early that it has no place in UTC
        return None
    return told if told and told < timezone.now() else None


def _end_of(asked: str) -> datetime | None:
    day = parse_date(asked)
    return datetime.combine(day, time(23, 59, 59), HERE) if day else None
