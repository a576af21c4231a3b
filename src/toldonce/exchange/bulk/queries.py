"""The exports that an operator looks at."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from toldonce.exchange.bulk.models import Export, State

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ShownExport:
    """One export with what is in it so far."""

    export: Export
    files: int
    resources: int


def shown_exports() -> list[ShownExport]:
    """Return the exports that have not been removed, the newest first."""
    found = Export.objects.exclude(state=State.REMOVED).annotate(
        number=Count("files"), held=Sum("files__count")
    )
    return [
        ShownExport(each, each.number, each.held or 0) for each in found.order_by("-transaction_time")[:SHOWN]
    ]
