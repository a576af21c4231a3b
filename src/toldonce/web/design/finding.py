"""Finding a person: the words are understood, the search is run, and it is written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toldonce.directory.actors import Actor
from toldonce.ledger.actions import write
from toldonce.record import identity
from toldonce.record.introducing import Introduction, introduced
from toldonce.web.design import sources
from toldonce.web.design.asking import Asked, understood

SHOWN = 20


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One person as the lists show them: as much as it takes to choose the right one."""

    person: int
    name: str
    born: date | None
    gender: str
    nhs_number: str
    postcode: str
    is_dead: bool
    known_to: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found, how the words were understood, and whether there were more."""

    people: tuple[FoundPerson, ...]
    understood_as: str
    is_cut: bool = False


def find(*, reader: Actor, text: str, today: date) -> Found:
    """The people whom the words may mean, the likeliest meaning first; the ledger keeps who looked for whom."""
    ways = understood(text, today)
    ways_found = [identity.find(**way.parts) for way in ways]
    rows = [row for found in ways_found for row in found]
    write(by=reader, act="record.search", pids=sorted({row.pid for row in rows}), subject=text[:200])
    by_postcode = any(way.parts.get("postcode") for way in ways)
    found = introduced(list(dict.fromkeys(row.person for row in rows)))
    people = [_person(each) for each in found if not (each.sealed and by_postcode)]
    is_cut = len(people) > SHOWN or any(len(each) == identity.FOUND_AT_MOST for each in ways_found)
    return Found(tuple(people[:SHOWN]), in_words(ways[0]) if ways else "", is_cut)


def people_of(persons: list[int]) -> tuple[FoundPerson, ...]:
    """These persons in this order, each once, called as on the banner of the record."""
    return tuple(map(_person, introduced(persons)))


def people_behind(pids: Iterable[int]) -> dict[int, FoundPerson]:
    """Whom these source patients are part of, by pid; one that no source tells of any more is left out."""
    person_of = {each.pid: each.person for each in identity.source_patients(sorted(set(pids)))}
    people = {each.person: each for each in people_of(sorted(set(person_of.values())))}
    return {pid: people[person] for pid, person in person_of.items() if person in people}


def _person(found: Introduction) -> FoundPerson:
    return FoundPerson(
        person=found.person,
        name=f"{(found.family or 'name not told').upper()}, {found.given}".rstrip(", "),
        born=found.born,
        gender=found.gender.capitalize(),
        nhs_number=found.nhs_number,
        postcode="hidden" if found.sealed else found.postcode,
        is_dead=found.is_dead,
        known_to=", ".join(dict.fromkeys(sources.word_for(source) for source in found.sources)),
    )


SAID = {
    "nhs": "NHS number {}",
    "local_id": "local number {}",
    "family": "family name {}",
    "given": "given name {}",
    "birth_date": "born {:%-d %B %Y}",
    "postcode": "postcode {}",
}


def in_words(asked: Asked) -> str:
    """How the words were understood, so that a wrong date is seen at once."""
    return ", ".join(SAID[name].format(value) for name, value in asked.parts.items())
