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
        """Who covers for an account at an organisation and holds a post there: the first who is not away as well."""
        away, cover = {account}, self._covers.get((account, organisation))
        while cover and cover.colleague not in away:  # those who cover for each other are all away
            further = self._covers.get((cover.colleague, organisation))
            if further is None:
                return self._in_post(cover.colleague, organisation)
            away.add(cover.colleague)
            cover = further
        return None

    def _in_post(self, username: str, organisation: str, role: str = "") -> Actor | None:
        """An account in the first post that it holds at an organisation, in a role if one is said."""
        held = self._posts.get((username, organisation), ())
        post = next((each for each in held if role in ("", each.role)), None)
        return actor_in_post(post) if post else None


def _covers_on(accounts: Collection[str], day: date) -> dict[tuple[str, str], Cover]:
    """Who covers for these accounts on a day, and for those who cover; of several the first that was arranged."""
    in_force = Cover.objects.filter(ended=None, since__lte=day, until__gte=day).order_by("-pk")
    found: dict[tuple[str, str], Cover] = {}
    asked = set(accounts)
    while asked:
        more = {(each.account, each.organisation): each for each in in_force.filter(account__in=asked)}
        asked = {each.colleague for each in more.values()} - {account for account, _ in found} - asked
        found |= more
    return found
