"""Finding a person: the words are understood, the search is run, and it is written down."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from toldonce.directory.actors import Actor
from toldonce.ledger.actions import write
from toldonce.record import identity
from toldonce.record.identity import SourcePatient
from toldonce.web.practitioner import sources
from toldonce.web.practitioner.asking import Asked, understood

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
    rows = _rows(ways)
    write(by=reader, act="record.search", pids=sorted({row.pid for row in rows}), subject=text[:200])
    people = people_of(list(dict.fromkeys(row.person for row in rows)))
    return Found(people[:SHOWN], in_words(ways[0]) if ways else "", len(people) > SHOWN)


def _rows(ways: list[Asked]) -> list[SourcePatient]:
    """What any way of understanding finds; a number that is nobody's NHS number may be a local one."""
    return [row for way in ways for row in identity.find(**way.parts)]


def people_of(persons: list[int]) -> tuple[FoundPerson, ...]:
    """These persons in this order, each once with everything its sources agree to call them."""
    told: dict[int, list[SourcePatient]] = {person: [] for person in persons}
    for row in identity.of_persons(persons):
        told[row.person].append(row)
    return tuple(_person(person, rows) for person, rows in told.items() if rows)


def _person(person: int, rows: list[SourcePatient]) -> FoundPerson:
    best = max(rows, key=lambda row: (bool(row.nhs_number), bool(row.birth_date), bool(row.given)))
    family, given = _name_most_told(rows)
    return FoundPerson(
        person=person,
        name=f"{(family or 'name not told').upper()}, {(given or '').title()}".rstrip(", "),
        born=best.birth_date,
        gender=(best.gender or "").capitalize(),
        nhs_number=best.nhs_number or "",
        postcode=_spaced(best.postcode),
        is_dead=any(row.deceased for row in rows),
        known_to=", ".join(dict.fromkeys(sources.word_for(row.source) for row in rows if row.source)),
    )


def _name_most_told(rows: list[SourcePatient]) -> tuple[str | None, str | None]:
    """The name that most sources tell, so that one source's slip is not what a reader looks for."""
    told = Counter((row.family, row.given) for row in rows if row.family and row.given)
    return told.most_common(1)[0][0] if told else (rows[0].family, rows[0].given)


def _spaced(postcode: str | None) -> str:
    return f"{postcode[:-3]} {postcode[-3:]}" if postcode and len(postcode) > 4 else postcode or ""


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
