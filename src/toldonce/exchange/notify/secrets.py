"""The values of a Subscription's headers are kept for the sending alone; the record has their names.

So they are in no read, history, search or export, and in no version that somebody reads years later. Where a copy could
leak: the column `headers` of the subscribers, the letters that are sent, and backups of the database.
"""

from __future__ import annotations

from collections.abc import Mapping

from toldonce.exchange.notify.models import Subscriber

NOT_SHOWN = "(not shown)"


def without_secrets(subscription: Mapping) -> dict:
    """The Subscription as it is kept and shown, with the names of its headers; what is no header stays as it is."""
    channel = subscription.get("channel")
    if not isinstance(channel, Mapping) or not isinstance(channel.get("header"), list):
        return dict(subscription)
    named = [_named(each) for each in channel["header"]]
    return {**subscription, "channel": {**channel, "header": named}}


def _named(header: object) -> object:
    return f"{header.partition(':')[0]}: {NOT_SHOWN}" if isinstance(header, str) else header


def kept_for(id: object, endpoint: object) -> dict[str, str]:
    """The values kept for a Subscription by the header's name in lower case; none for another endpoint than before.

    Otherwise whoever may write Subscriptions could have them sent to a place of their own.
    """
    before = Subscriber.objects.filter(id=str(id or ""), endpoint=str(endpoint or "").rstrip("/")).first()
    return {name.lower(): value for name, value in before.headers} if before else {}
