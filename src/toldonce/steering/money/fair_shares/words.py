"""What a finance director would say of fair shares, made from their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from toldonce.steering.money.fair_shares.declared import COMPONENTS
from toldonce.steering.money.fair_shares.shares import Moved, Share, Shares
from toldonce.steering.sheets.saying import pounds, signed, year_words


def sentences(made: Shares, beside_all: Decimal | None, changed: Mapping[Share, Moved]) -> list[str]:
    """What is shared by what, how needs differ, who is furthest from the fair share, what the newer formula moves."""
    return [
        each
        for each in (_shared(made), _need(made, beside_all), _furthest(made), _moves(made, changed))
        if each
    ]


def _shared(made: Shares) -> str:
    head = Decimal(made.amount) / made.whole.weighted
    return (
        f"{pounds(made.amount)} is shared among {len(made.networks)} networks and {len(made.practices)} practices "
        f"by “{COMPONENTS[made.pot.component]}” of {year_words(made.year)}: £{head:,.2f} for each weighted person."
    )


def _need(made: Shares, beside_all: Decimal | None) -> str:
    ordered = sorted(made.networks, key=lambda share: share.need)
    if len(ordered) < 2:
        return ""
    least, most = ordered[0], ordered[-1]
    country = f" The need of all of them is {beside_all} of the country's." if beside_all is not None else ""
    return (
        f"The need for each registered person is highest in {most.name} ({most.need} of the average) and lowest in "
        f"{least.name} ({least.need}).{country}"
    )


def _furthest(made: Shares) -> str:
    known = [share for share in made.networks if share.distance is not None]
    if not known:
        return "No spend is entered for a whole network: shares are shown, and no distance from them."
    above = max(known, key=lambda share: share.percent or 0)
    below = min(known, key=lambda share: share.percent or 0)
    parts = [_distance(share) for share in dict.fromkeys((above, below)) if share.distance]
    return (
        f"Furthest from its fair share: {'; '.join(parts)}."
        if parts
        else "Every network spends its fair share."
    )


def _distance(share: Share) -> str:
    distance = share.distance or 0
    side = "above" if distance > 0 else "below"
    return f"{share.name}, {pounds(abs(distance))} {side} ({abs(share.percent or 0)}%)"


def _moves(made: Shares, changed: Mapping[Share, Moved]) -> str:
    networks = [changed[share] for share in made.networks if share in changed and changed[share].by]
    if not networks:
        return ""
    most = max(networks, key=lambda each: each.by)
    least = min(networks, key=lambda each: each.by)
    return (
        f"The newer formula gives most to {most.share.name} ({signed(most.by)}) and takes most from "
        f"{least.share.name} ({signed(least.by)})."
    )
