"""Putting a place into the directory, and the directory's organisations where the wire can read them."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from toldonce.directory import places
from toldonce.directory.actors import SYSTEM
from toldonce.ledger import actions as ledger
from toldonce.record.projection import publish


@transaction.atomic
def load_place(folder: Path) -> dict[str, int]:
    """Load a place and publish its organisations and sites; loading it again changes only what differs."""
    counts = dict(places.load(folder))
    ledger.write(by=SYSTEM, act="place.load", subject=folder.name, detail=counts)
    counts["published on the wire"] = publish()
    return counts


def is_installed() -> bool:
    """Tell whether a place was loaded."""
    from toldonce.directory.models import Place

    return Place.objects.exists()
