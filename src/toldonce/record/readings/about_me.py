"""About me: what the person wants everyone who cares for them to know."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.answers import answers_of
from toldonce.record.readings.documents import attachment_of
from toldonce.record.readings.elements import listed, narrative, notes, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

TOLD_AS = ("QuestionnaireResponse", "Observation", "Composition", "DocumentReference")


@dataclass(frozen=True, slots=True)
class AboutMe:
    """One statement in the person's own words, or those of who knows them best."""

    title: str
    said: tuple[tuple[str, str], ...]
    content: str
    date: Moment | None
    author: str
    provenance: Provenance


def about_me(record: Record) -> Section[AboutMe]:
    """The statements, newest first."""
    told = [each for each in record.resources_of(*TOLD_AS) if each.section == "about-me"]
    found = [_statement(record, each) for each in told]
    return section(record, "about-me", sorted(found, key=newest_first(lambda each: each.date)), told)


def _statement(record: Record, resource: Resource) -> AboutMe:
    return AboutMe(
        title=_title(resource),
        said=answers_of(resource) or tuple(_parts(resource)),
        content=text_of(attachment_of(resource).get("url")),
        date=when(resource, "authored", "date", "effectiveDateTime", "effectivePeriod", "issued"),
        author=record.author_of(resource),
        provenance=record.provenance(resource, "authored", "date"),
    )


def _title(resource: Resource) -> str:
    said = (
        text_of(resource.get("title")) or words(resource.get("code")) or text_of(resource.get("description"))
    )
    return said or words(resource.get("type")) or "About me"


def _parts(resource: Resource):
    if said := text_of(resource.get("valueString")):
        yield words(resource.get("code")), said
    for note in notes(resource):
        yield "", note
    for part in listed(resource.get("section")):
        if said := narrative(part):
            yield text_of(part.get("title")) or words(part.get("code")), said
