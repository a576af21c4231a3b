"""What goes wrong on a day: two people on one number, somebody under another name, messages that are of no use."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

from toldonce.rehearsal import names
from toldonce.rehearsal.day.cast import Player
from toldonce.rehearsal.day.doing import Doing, minute_of_day
from toldonce.rehearsal.days import DAY
from toldonce.rehearsal.scene import Scene
from toldonce.rehearsal.showcase import practice_of
from toldonce.rehearsal.writing.demographics import misspelt

WRONG_NUMBERS, OTHER_NAMES = 2, 2  # a day
LONG_NAME = 6  # letters: a slip in a shorter one makes another name of it


def slips(scene: Scene, players: Sequence[Player], day: int) -> Iterator[Doing]:
    """The slips of a day, which nobody puts right by a message: a person has to look at each."""
    rng = Random(f"{scene.seed}/slips/{day}")
    yield from _on_a_wrong_number(players, rng)
    yield from _under_another_name(players, rng)
    yield from _on_a_letter(scene, players, rng)
    for what in ("tested of nobody", "merged with itself"):
        player = rng.choice(players)
        more = {"tests": ["kidney"], "ill": 0.0, "second": player.number}
        yield Doing(minute_of_day(rng), what, player, None, more)


def _on_a_wrong_number(players: Sequence[Player], rng: Random) -> Iterator[Doing]:
    """Somebody is registered anew with the NHS number of another of the same house."""
    houses = defaultdict(list)
    for player in players:
        if not player.life.is_showcase:
            houses[player.life.person.household].append(player)
    pairs = [pair for house in houses.values() for pair in combinations(house, 2) if _are_told_apart(*pair)]
    for one, other in rng.sample(pairs, min(WRONG_NUMBERS, len(pairs))):
        yield _registered(replace(one, seen=replace(one.seen, nhs_number=other.life.person.nhs_number)), rng)


def _are_told_apart(one: Player, other: Player) -> bool:
    """Whether neither the given name nor the birth date could be taken for the other's, as twins' could."""
    ours, theirs = one.life.person, other.life.person
    return ours.given != theirs.given and ours.birth != theirs.birth


def _under_another_name(players: Sequence[Player], rng: Random) -> Iterator[Doing]:
    """Somebody is registered anew without an NHS number, by the middle name and with another spelling."""
    known = [each for each in players if _is_known_well(each) and not each.life.is_showcase]
    for player in rng.sample(known, min(OTHER_NAMES, len(known))):
        person = player.life.person
        seen = replace(player.seen, nhs_number="", given=_middle_name(player, rng), family=misspelt(person.family, rng),
                       birth=person.birth, address=person.address)  # fmt: skip
        yield _registered(replace(player, seen=seen), rng)


def _middle_name(player: Player, rng: Random) -> str:
    person, given = player.life.person, player.life.person.given
    while given == person.given:
        given = names.given(rng, person.ethnicity, person.broad, person.sex, player.life.age)
    return given


def _on_a_letter(scene: Scene, players: Sequence[Player], rng: Random) -> Iterator[Doing]:
    """A letter for the practice of the showcase carries the NHS number of somebody else, so that it is nobody's."""
    shown = [each for each in players if each.life.person.practice == practice_of(scene)]
    pairs = [pair for pair in pairwise(shown) if _are_told_apart(*pair)]
    if pairs:
        one, other = rng.choice(pairs)
        seen = replace(one.seen, nhs_number=other.life.person.nhs_number)
        yield Doing(minute_of_day(rng), "posted", replace(one, seen=seen), None, {"letter": "clinic"})


def _is_known_well(player: Player) -> bool:
    """Whether the rest, name and address, speaks loud enough that somebody wonders."""
    person = player.life.person
    return not person.sealed and person.address_before is None and len(person.family) >= LONG_NAME


def _registered(player: Player, rng: Random) -> Doing:
    """A registration under a number of its own, as of somebody who was never seen before."""
    return Doing(
        minute_of_day(rng), "registered wrongly", replace(player, number=f"W{rng.randrange(10**6):06d}")
    )


def spoilt(row: dict[str, str], column: str, day: int) -> dict[str, str]:
    """A row as a tired clerk writes it: a day that no month has."""
    return {**row, column: f"{DAY[day][:4]}-02-31"}
