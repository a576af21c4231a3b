"""Who reads for an asking today: its organisation in a role, the account that asked, or who covers for that account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from toldonce.care.alerts.models import Asking, Cover
from toldonce.directory.actors import Actor
from toldonce.directory.models import Post
from toldonce.directory.queries import actor_in_post, posts_held_by


class Readers:
    """Who reads for some accounts: their covers and posts of a day are read once for all of them."""

    def __init__(self, accounts: Collection[str], day: date) -> None:
        self._covers = _covers_on(accounts, day)
        colleagues = {each.colleague for each in self._covers.values()}
        self._posts: dict[tuple[str, str], list[Post]] = {}
        for post in posts_held_by({*accounts, *colleagues}, day):
            self._posts.setdefault((post.account.username, post.organisation_id), []).append(post)

    def of(self, asking: Asking) -> tuple[Actor | None, str]:
        """Who reads, None where nobody may any more; and for whom they cover."""
        if asking.is_of_organisation:
            return Actor("", "", asking.role, asking.organisation), ""
        if stand_in := self.instead_of(asking.account, asking.organisation):
            return stand_in, asking.account
        return self._in_post(asking.account, asking.organisation, asking.role), ""

    def instead_of(self, account: str, organisation: str) -> Actor | None:
        """Who covers for an account at an organisation and holds a post there."""
        cover = self._covers.get((account, organisation))
        return self._in_post(cover.colleague, organisation) if cover else None

    def _in_post(self, username: str, organisation: str, role: str = "") -> Actor | None:
        """An account in the first post that it holds at an organisation, in a role if one is said."""
        held = self._posts.get((username, organisation), ())
        post = next((each for each in held if role in ("", each.role)), None)
        return actor_in_post(post) if post else None


def _covers_on(accounts: Collection[str], day: date) -> dict[tuple[str, str], Cover]:
    """Who covers for these accounts on a day, by account and organisation; of several the first that was arranged."""
    if not accounts:
        return {}
    found = Cover.objects.filter(account__in=accounts, ended=None, since__lte=day, until__gte=day)
    return {(each.account, each.organisation): each for each in found.order_by("-pk")}
