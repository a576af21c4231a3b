"""Searching within one record: every word that was asked for must occur in what a line says."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from toldonce.record.readings.elements import narrative, notes, strings
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource
from toldonce.record.readings.sections import BY_SLUG
from toldonce.record.readings.timing import clinical_moment
from toldonce.web.practitioner.writing import what_it_is

SHOWN = 200
TEXT_KEYS = {
    "text",
    "display",
    "description",
    "title",
    "comment",
    "conclusion",
    "summary",
    "name",
    "family",
    "given",
    "value",
}
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Hit:
    """One line in which all the words occur."""

    slug: str
    kind: str
    what: str
    excerpt: Markup
    when: Moment | None
    told_by: tuple[Provenance, ...]


def search(record: Record, text: str) -> list[Hit]:
    """The lines that hold every word, newest first; letter case does not matter."""
    asked = text.casefold().split()
    if not asked:
        return []
    found = [(each, said) for each in _shown(record) if _holds(said := said_in(each), asked)]
    found.sort(key=lambda pair: newest_first(clinical_moment)(pair[0]))
    return [_hit(record, resource, said, asked) for resource, said in found[:SHOWN]]


def _shown(record: Record):
    for rtype in record.resources:
        yield from (each for each in record.resources_of(rtype) if each.section in BY_SLUG)


def _holds(said: str, asked: list[str]) -> bool:
    folded = said.casefold()
    return all(word in folded for word in asked)


def said_in(resource: Resource) -> str:
    """Every piece of words in a resource."""
    return " · ".join(dict.fromkeys([*_texts(resource), *notes(resource), narrative(resource)]))


def _texts(element: object) -> list[str]:
    if isinstance(element, list):
        return [text for each in element for text in _texts(each)]
    if not isinstance(element, dict):
        return []
    found: list[str] = []
    for name, value in element.items():
        if name in TEXT_KEYS and isinstance(value, str | list):
            found += [each for each in strings(value) if each]
        if isinstance(value, dict | list) and name not in ("meta", "extension"):
            found += _texts(value)
    return found


def _hit(record: Record, resource: Resource, said: str, asked: list[str]) -> Hit:
    return Hit(
        slug=resource.section,
        kind=BY_SLUG[resource.section].title,
        what=what_it_is(resource),
        excerpt=marked(_around(said, asked[0]), asked),
        when=clinical_moment(resource),
        told_by=(record.provenance(resource),),
    )


def _around(said: str, word: str) -> str:
    at = max(said.casefold().find(word) - LONGEST // 3, 0)
    return ("… " if at else "") + said[at : at + LONGEST] + (" …" if len(said) > at + LONGEST else "")


def marked(text: str, asked: list[str]) -> Markup:
    """The text with the words that were asked for marked."""
    folded = text.casefold()
    if len(folded) != len(text):
        return escape(text)
    spans = sorted({(at, at + len(word)) for word in asked for at in _places(folded, word)})
    made, done = Markup(), 0
    for start, end in spans:
        if start >= done:
            made += escape(text[done:start]) + Markup("<mark>{}</mark>").format(text[start:end])
            done = end
    return made + escape(text[done:])


def _places(text: str, word: str) -> list[int]:
    found, at = [], text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found
