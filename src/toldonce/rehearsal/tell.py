"""The public door: a place, a number of people and a seed in, batches of FHIR resources per source out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

import orjson

from toldonce.codes.nhs_number import synthetic
from toldonce.rehearsal import showcase
from toldonce.rehearsal.body import Body
from toldonce.rehearsal.days import DAY
from toldonce.rehearsal.events import live
from toldonce.rehearsal.life import Life
from toldonce.rehearsal.people import Block, Person, blocks
from toldonce.rehearsal.scene import Scene, set_scene
from toldonce.rehearsal.shapes import Pen
from toldonce.rehearsal.sources import ambulance, community, gp, hospital, social_care
from toldonce.rehearsal.writing.demographics import Seen

AT_A_TIME = 200  # people whose resources are in memory together
Teller = Callable[[Life, Body], list[tuple[Pen, Seen]]]
TELLERS: tuple[tuple[str, Teller], ...] = (
    ("gp-system", gp.tell),
    ("hospital-system", hospital.tell),
    ("community-system", community.tell),
    ("social-care-system", social_care.tell),
    ("ambulance-system", ambulance.tell),
)


@dataclass(slots=True)
class Batch:
    """What one source has written about the people of one block, each Patient before what is about it."""

    source: str
    feed: str
    lines: list[bytes] = field(default_factory=list)
    truth: list[dict] = field(default_factory=list)


def tell(place: Path, *, people: int, seed: int, until: date) -> Iterator[Batch]:
    """All that every source has written; the same bytes for the same arguments."""
    scene, made = prepare(place, people=people, seed=seed, until=until)
    for block in made:
        yield from tell_block(scene, block)


def prepare(place: Path, *, people: int, seed: int, until: date) -> tuple[Scene, list[Block]]:
    """The scene and its blocks; each block can be told apart, in any order and in any process."""
    scene = set_scene(place, people=people, seed=seed, until=until.toordinal())
    made = blocks(scene.place, people, scene.practices)
    scene.showcase = showcase.block_of(scene, made)
    return scene, made


def tell_block(scene: Scene, block: Block) -> Iterator[Batch]:
    """One block, complete in itself, some hundred people at a time."""
    people = scene.settlers().settle(block)
    shown = showcase.choose(people, scene) if block.first == scene.showcase else None
    for start in range(0, len(people), AT_A_TIME):
        batches: dict[tuple[str, str], Batch] = {}
        for person in people[start : start + AT_A_TIME]:
            person.nhs_number = synthetic(person.number)
            life = showcase.life_of(person, scene) if person is shown else live(person, scene)
            _tell_person(life, batches)
        yield from batches.values()


def _tell_person(life: Life, batches: dict[tuple[str, str], Batch]) -> None:
    body = Body(life)
    patients: dict[str, dict] = {}
    told = [(feed, pen, seen) for feed, teller in TELLERS for pen, seen in teller(life, body)]
    for feed, pen, seen in told:
        key = (pen.organisation, feed)
        batch = batches.setdefault(key, Batch(*key))
        batch.lines.extend(pen.lines)
        patients[pen.patient] = {"source": pen.organisation, "feed": feed, "slips": list(seen.slips)}
    feed, first, _ = told[0]
    batches[first.organisation, feed].truth.append(truth_of(life, patients))


def truth_of(life: Life, patients: dict[str, dict]) -> dict:
    """What is so, whatever the sources say."""
    person: Person = life.person
    return {
        "person": person.number,
        "showcase": life.is_showcase,
        "household": person.household,
        "nhs_number": person.nhs_number,
        "family": person.family,
        "given": person.given,
        "sex": person.sex,
        "birth_date": DAY[person.birth],
        "died": DAY[life.died] if life.died is not None else None,
        "ethnicity": person.ethnicity,
        "area": person.area,
        "decile": person.decile,
        "practice": person.practice,
        "tenure": person.tenure,
        "care_home": person.care_home or None,
        "frailty": life.frailty,
        "allergy": life.allergy or None,
        "conditions": {group: DAY[day] for group, day in life.onset.items()},
        "marks": {name: DAY[day] for name, day in life.marks.items()},
        "in_hospital": next(
            (s.ward or s.site for s in life.stays + life.rehabilitations if s.left is None), None
        ),
        "in_emergency_department": next((a.site for a in life.attendances if a.left is None), None),
        "packages": [package.kind for package in life.packages if package.end is None],
        "patients": patients,
    }


def write(place: Path, folder: Path, *, people: int, seed: int, until: date) -> int:
    """One NDJSON file a source and truth.ndjson beside them; the number of resources comes back."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, BinaryIO] = {}
    count = 0
    try:
        with (folder / "truth.ndjson").open("wb") as truth:
            for batch in tell(place, people=people, seed=seed, until=until):
                if batch.source not in files:
                    files[batch.source] = (folder / f"{batch.source}.ndjson").open("wb")
                files[batch.source].writelines(batch.lines)
                count += len(batch.lines)
                truth.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in batch.truth)
    finally:
        for file in files.values():
            file.close()
    return count
