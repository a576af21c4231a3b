"""Who may appear on a day: the living people of the rehearsal, as their hospital knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from toldonce.codes.nhs_number import synthetic
from toldonce.rehearsal import showcase
from toldonce.rehearsal.body import Body
from toldonce.rehearsal.events import live
from toldonce.rehearsal.life import Life
from toldonce.rehearsal.people import Block
from toldonce.rehearsal.scene import Scene
from toldonce.rehearsal.sources.hospital import known_as, number
from toldonce.rehearsal.tell import prepare
from toldonce.rehearsal.writing.demographics import Seen

PEOPLE_AT_MOST = 3_000  # of a larger rehearsal, those who live in the first areas and around the showcase


@dataclass(frozen=True, slots=True)
class Player:
    """One person of the cast: the truth, and what the hospital has written down."""

    life: Life
    trust: str
    site: str
    number: str
    seen: Seen
    body: Body


def cast(place: Path, *, people: int, seed: int, until: int) -> tuple[Scene, list[Player]]:
    """The scene and everybody who may appear, the showcase first; the same for the same arguments."""
    from datetime import date

    scene, blocks = prepare(place, people=people, seed=seed, until=date.fromordinal(until))
    lives = [life for block in _some(blocks, scene) for life in _lives(scene, block)]
    lives.sort(key=lambda life: (not life.is_showcase, life.person.number))
    return scene, [_player(life, scene) for life in lives if life.died is None]


def _some(blocks: list[Block], scene: Scene) -> list[Block]:
    """Whole blocks for about as many people as are wanted, the one of the showcase among them."""
    found, count = [], 0
    for block in sorted(blocks, key=lambda each: (each.first != scene.showcase, each.first)):
        if count and count + block.size > PEOPLE_AT_MOST:
            break
        found.append(block)
        count += block.size
    return found


def _lives(scene: Scene, block: Block) -> Iterator[Life]:
    people = scene.settlers().settle(block)
    shown = showcase.choose(people, scene) if block.first == scene.showcase else None
    for person in people:
        person.nhs_number = synthetic(person.number)
        yield showcase.life_of(person, scene) if person is shown else live(person, scene)


def _player(life: Life, scene: Scene) -> Player:
    trust, site = scene.hospital(life.person)
    return Player(life, trust, site, number(life, trust), known_as(life, trust)[0], Body(life))
