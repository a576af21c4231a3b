"""The criteria of a subscription: a search of one type by what its resources say themselves, tested on each version."""

from __future__ import annotations

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.notify.errors import SubscriptionRefused
from toldonce.record.search.criteria import BadSearch
from toldonce.record.search.testing import Test, meets

PLACE = "Subscription.criteria"


def rtype_of(text: str) -> str:
    """Return the type that is searched; raises SubscriptionRefused where the criteria cannot be tested."""
    rtype, _, query = text.partition("?")
    if rtype not in RTYPE or rtype == "Subscription":
        raise SubscriptionRefused(f"The criteria name no type to be told of: {rtype[:60]!r}.", PLACE)
    try:
        meets(rtype, query)
    except BadSearch as trouble:
        raise SubscriptionRefused(f"{trouble.param}: {trouble.reason}", PLACE) from trouble
    return rtype


def criteria_met(text: str) -> Test:
    """Return a function that says whether a resource of the type meets the criteria."""
    rtype, _, query = text.partition("?")
    return meets(rtype, query)
