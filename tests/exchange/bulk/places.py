"""A practice of the directory."""

from __future__ import annotations


def a_practice(code: str) -> None:
    """Put one practice into the directory."""
    from toldonce.directory.models import Organisation, Place

    place, _ = Place.objects.get_or_create(code="somewhere", defaults={"name": "Somewhere"})
    Organisation.objects.create(code=code, place=place, kind="practice", name="A practice", source="a test")
