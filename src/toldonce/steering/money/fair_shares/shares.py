"""An amount divided to practices by weighted people, added up to networks and places, and held against spend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from toldonce.steering.money.amounts import percent_of
from toldonce.steering.money.fair_shares.weights import Pot, Practice, Weights
from toldonce.steering.sheets.sharing import shared

PENNY, THOUSANDTH = Decimal("0.01"), Decimal("0.001")
DIGITS = Context(prec=100)  # enough for the largest amount over the fewest people that a cell can hold


@dataclass(frozen=True, slots=True)
class Share:
    """The fair share of a practice, a network, a place or the whole; `spend` is None where none is entered."""

    code: str
    name: str
    within: str  # the code of what it is counted to
    registered: Decimal
    weighted: Decimal
    target: int
    spend: int | None
    need: Decimal  # weighted people for each registered one, where the whole has 1

    @property
    def distance(self) -> int | None:
        """What is spent above the fair share; below nothing where less is."""
        return None if self.spend is None else self.spend - self.target

    @property
    def percent(self) -> Decimal | None:
        """The distance in percent of the fair share, to a tenth."""
        return percent_of(self.distance, self.target)

    @property
    def a_head(self) -> Decimal | None:
        """The distance in pounds and pence for each weighted person."""
        if self.distance is None or not self.weighted:
            return None
        return _rounded(Decimal(self.distance) / self.weighted, PENNY)


@dataclass(frozen=True, slots=True)
class Shares:
    """One amount by the weights of one year, at each level; the targets of a level always make the amount."""

    pot: Pot
    year: int
    amount: int
    practices: tuple[Share, ...]
    networks: tuple[Share, ...]
    places: tuple[Share, ...]
    whole: Share

    def practices_of(self, network: str) -> tuple[Share, ...]:
        """What makes up a network."""
        return tuple(share for share in self.practices if share.within == network)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a newer formula does to a share."""

    share: Share
    before: int

    @property
    def by(self) -> int:
        """How much more it gets, below nothing for less."""
        return self.share.target - self.before


def shares(weights: Weights, pot: Pot, year: int) -> Shares | None:
    """The fair shares of an amount; None where nothing is to be shared, or a practice is not weighted for it."""
    amount = pot.amount if pot.amount is not None else sum(pot.spend.values())
    people = [practice.years.get(year, {}).get(pot.component) for practice in weights.practices]
    if not amount or None in people or not any(people):
        return None
    need = _needs(weights.practices, year, pot.component)
    targets = shared(amount, [each or Decimal(0) for each in people])
    practices = tuple(
        _practice(practice, year, pot, target, need)
        for practice, target in zip(weights.practices, targets, strict=True)
    )
    networks = tuple(_networks(weights, practices, pot, need))
    places = tuple(_places(weights, networks, need))
    whole = _added("", "All practices", "", networks, need)
    return Shares(pot, year, amount, practices, networks, places, whole)


def _needs(practices: Sequence[Practice], year: int, component: str) -> Decimal:
    """Weighted people for each registered one, of all practices together."""
    registered = sum(practice.years[year]["registered"] for practice in practices)
    weighted = sum(practice.years[year][component] for practice in practices)
    return Decimal(weighted) / registered if registered else Decimal(1)


def _practice(practice: Practice, year: int, pot: Pot, target: int, need: Decimal) -> Share:
    people = practice.years[year]
    registered, weighted = Decimal(people["registered"]), Decimal(people[pot.component])
    spend = pot.spend.get(practice.code)
    index = _index(weighted, registered, need)
    return Share(practice.code, practice.name, practice.network, registered, weighted, target, spend, index)


def _networks(weights: Weights, practices: Sequence[Share], pot: Pot, need: Decimal) -> Iterable[Share]:
    places = {practice.network: practice.place for practice in weights.practices}
    for code, place in places.items():
        members = [share for share in practices if share.within == code]
        yield _added(code, weights.networks[code], place, members, need, pot.spend.get(code))


def _places(weights: Weights, networks: Sequence[Share], need: Decimal) -> Iterable[Share]:
    for place in dict.fromkeys(share.within for share in networks):
        yield _added(place, place, "", [share for share in networks if share.within == place], need)


def _added(
    code: str, name: str, within: str, parts: Sequence[Share], need: Decimal, spend: int | None = None
) -> Share:
    """Shares added up; their spend is known when it is entered for the whole, or for every part."""
    known = [share.spend for share in parts if share.spend is not None]
    registered = sum((share.registered for share in parts), Decimal(0))
    weighted = sum((share.weighted for share in parts), Decimal(0))
    return Share(
        code=code,
        name=name,
        within=within,
        registered=registered,
        weighted=weighted,
        target=sum(share.target for share in parts),
        spend=spend if spend is not None else sum(known) if parts and len(known) == len(parts) else None,
        need=_index(weighted, registered, need),
    )


def _index(weighted: Decimal, registered: Decimal, need: Decimal) -> Decimal:
    return _rounded(weighted / registered / need, THOUSANDTH) if registered and need else Decimal(0)


def moved(newer: Shares, older: Shares) -> dict[Share, Moved]:
    """What the newer formula does to every practice, network and place, and to the whole."""
    found = {newer.whole: Moved(newer.whole, older.whole.target)}
    for level in ("practices", "networks", "places"):
        before = {share.code: share.target for share in getattr(older, level)}
        now = [share for share in getattr(newer, level) if share.code in before]
        found |= {share: Moved(share, before[share.code]) for share in now}
    return found


def need_beside_all(weights: Weights, year: int, component: str) -> Decimal | None:
    """The weighted people for each registered one, of this board beside all boards; None where they are not known."""
    boards = weights.boards.get(year, {})
    own = boards.get(weights.board)
    if own is None or component not in own or not own["registered"]:
        return None
    registered = sum((each["registered"] for each in boards.values()), Decimal(0))
    weighted = sum((each.get(component, Decimal(0)) for each in boards.values()), Decimal(0))
    if not registered or not weighted:
        return None
    return _rounded((own[component] / own["registered"]) / (weighted / registered), THOUSANDTH)


def _rounded(number: Decimal, to: Decimal) -> Decimal:
    return number.quantize(to, ROUND_HALF_UP, DIGITS)
