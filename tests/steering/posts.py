"""Posts of the directory, by which people of specifications sign."""

from __future__ import annotations

from datetime import date

from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Organisation, Place, Post


def holds(actor: Actor, *titles: str) -> None:
    """Let somebody hold posts of these titles in the role and at the organisation that they act for."""
    place, _ = Place.objects.get_or_create(code="signing", defaults={"name": "Signing"})
    Organisation.objects.get_or_create(
        code=actor.organisation, defaults={"place": place, "kind": "board", "name": actor.organisation}
    )
    account, _ = Account.objects.get_or_create(username=actor.account, defaults={"name": actor.name})
    for at, title in enumerate(titles):
        until = None if at == len(titles) - 1 else date(2999, 1, 1)
        Post.objects.create(
            account=account, role=actor.role, organisation_id=actor.organisation, title=title,
            since=date(2020, 1, 1), until=until,
        )  # fmt: skip
