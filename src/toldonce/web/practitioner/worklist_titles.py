"""Which titles of a worklist its reader may see now: asked once for a page, each time that it is shown.

A title was made when its item was raised. Since then the person may have objected, what it tells may have been marked
as sensitive or as an error, or somebody reads who has another role: it is shown where all that it rests on is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from toldonce.care.alerts.glance import address_of
from toldonce.care.alerts.queries import references_behind
from toldonce.care.worklist.models import Item
from toldonce.directory.actors import Actor
from toldonce.record.deciding import Address, present_versions
from toldonce.record.opening import let_through
from toldonce.record.readings.elements import in_error
from toldonce.web.practitioner.opened import purpose_of

NOT_NOW = "{}: withheld from you now. Open the record to see why."


def titles_for(reader: Actor, items: Sequence[Item]) -> dict[int, str]:
    """What each item is called for this reader, by its number; without its own title where that may not be seen."""
    rests_on = _rests_on(items)
    stored = present_versions(address for addresses in rests_on.values() for address in addresses)
    holds = [each for each in stored if not in_error(orjson.loads(each.body or b"{}"))]
    seen = {(each.rtype, each.id) for each in let_through(reader, holds, purpose_of(reader))}
    return {item.pk: _title(item, rests_on[item.pk], seen) for item in items}


def _title(item: Item, rests_on: set[Address], seen: set[Address]) -> str:
    """What is about nobody yet is the organisation's own post; all else that rests on nothing is withheld."""
    is_shown = rests_on <= seen if rests_on else not item.pid
    return item.title if is_shown else NOT_NOW.format(item.get_kind_display())


def _rests_on(items: Sequence[Item]) -> dict[int, set[Address]]:
    """The resources that tell what an item says: all of an alert's event, else the one that the item refers to."""
    of_alerts = references_behind([item.pk for item in items])
    return {
        item.pk: {address_of(each) for each in of_alerts.get(item.pk) or filter(None, [item.refers])}
        for item in items
    }
