"""Allergies and adverse reactions, merged over sources, with contradictions shown."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import (
    codes,
    listed,
    notes,
    status_code,
    strings,
    text_of,
    when,
    words,
)
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.merging import best_words, last_confirmed, names_of, newest_told, together
from toldonce.record.readings.moments import Moment, earliest, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

NONE_AT_ALL = {"716186003", "160244002", "no-known-allergies"}
NONE_OF_A_KIND = {"409137002", "429625007", "428607008", "716184000"}  # drugs, food, environment, latex
NO_KNOWN = NONE_AT_ALL | NONE_OF_A_KIND
NOT_ASKED = {"1631000175102", "787481000000103"}


@dataclass(frozen=True, slots=True)
class Reaction:
    """What happened on exposure."""

    manifestation: str
    severity: str
    onset: Moment | None


@dataclass(frozen=True, slots=True)
class Allergy:
    """One substance to which the person reacts, or is said to."""

    substance: str
    kind: str
    category: str
    criticality: str
    status: str
    verification: str
    reactions: tuple[Reaction, ...]
    onset: Moment | None
    last_confirmed: Moment | None
    contradiction: str
    notes: tuple[str, ...]
    told_by: tuple[Provenance, ...]

    @property
    def is_current(self) -> bool:
        """Whether it is to be acted on: as long as one source's last word is that it is."""
        return self.status == "active"


def allergies(record: Record) -> Section[Allergy]:
    """Each substance once, high criticality first; a source that denies allergies is set against it."""
    told = record.resources_of("AllergyIntolerance")
    denials = [each for each in told if denies_allergies(each)]
    positive = [each for each in told if not denies_allergies(each) and not _not_asked(each)]
    merged = [_merged(record, group) for group in together(positive, lambda each: names_of(each.get("code")))]
    merged.sort(key=_order)
    return section(record, "allergies", merged, told, _warnings(record, merged, denials))


def denies_allergies(resource: Resource) -> bool:
    """Whether the source states that there are no known allergies."""
    return not codes(resource.get("code")).isdisjoint(NO_KNOWN) or words(
        resource.get("code")
    ).lower().startswith(("no known", "nil known", "nkda", "no allerg"))


def no_known_allergies(record: Record) -> tuple[Provenance, ...]:
    """The sources that state that there are no known allergies, newest first."""
    denials = [each for each in record.resources_of("AllergyIntolerance") if denies_allergies(each)]
    told = newest_told(record, denials)
    return tuple(provenance for resource, provenance in told if _status(resource) == "active")


def denied_in_words(record: Record) -> str:
    """`No known allergies` where a source denies all of them; else what is denied, as `No known food allergy`.

    Empty when no source denies any: that one kind is denied says nothing of the others.
    """
    told = [each for each in record.resources_of("AllergyIntolerance") if denies_allergies(each)]
    active = [each for each, _ in newest_told(record, told) if _status(each) == "active"]
    if any(_denies_all(each) for each in active):
        return "No known allergies"
    return "; ".join(dict.fromkeys(words(each.get("code")) for each in active))


def _denies_all(resource: Resource) -> bool:
    told = codes(resource.get("code"))
    if not told.isdisjoint(NO_KNOWN):
        return not told.isdisjoint(NONE_AT_ALL)
    return words(resource.get("code")).lower() in ("no known allergies", "no known allergy", "no allergies")


def _not_asked(resource: Resource) -> bool:
    return not codes(resource.get("code")).isdisjoint(NOT_ASKED)


def _merged(record: Record, group: list[Resource]) -> Allergy:
    told = newest_told(record, group)
    newest = [resource for resource, _ in told]
    told_by = tuple(provenance for _, provenance in told)
    last_word = _last_word_by_source(newest)
    return Allergy(
        substance=best_words(newest) or _substance_of_reaction(newest) or "Substance not told",
        kind=text_of(newest[0].get("type")),
        category=", ".join(dict.fromkeys(said for each in newest for said in strings(each.get("category")))),
        criticality="high"
        if any(each.get("criticality") == "high" for each in newest)
        else _criticality(newest),
        status="active" if "active" in last_word.values() else _status(newest[0]),
        verification=status_code(newest[0].get("verificationStatus")),
        reactions=tuple(dict.fromkeys(_reactions(newest))),
        onset=earliest(*(when(each, "onsetDateTime", "onsetPeriod") for each in newest)),
        last_confirmed=last_confirmed(told_by),
        contradiction=_contradiction(record, last_word),
        notes=tuple(dict.fromkeys(note for each in newest for note in notes(each))),
        told_by=told_by,
    )


def _status(resource: Resource) -> str:
    if status_code(resource.get("verificationStatus")) == "refuted":
        return "refuted"
    return status_code(resource.get("clinicalStatus")) or "active"


def _criticality(newest: list[Resource]) -> str:
    return next((told for each in newest if (told := text_of(each.get("criticality")))), "")


def _substance_of_reaction(newest: list[Resource]) -> str:
    substances = (
        words(each.get("substance")) for resource in newest for each in listed(resource.get("reaction"))
    )
    return next(filter(None, substances), "")


def _reactions(newest: list[Resource]):
    for resource in newest:
        for each in listed(resource.get("reaction")):
            said = words(each.get("manifestation")) or text_of(each.get("description"))
            if said:
                yield Reaction(said, text_of(each.get("severity")), when(each, "onset"))


def _last_word_by_source(newest: list[Resource]) -> dict[str, str]:
    last_word: dict[str, str] = {}
    for resource in newest:
        last_word.setdefault(resource.source, _status(resource))
    return last_word


def _contradiction(record: Record, last_word: dict[str, str]) -> str:
    """A sentence when the sources' last words on this substance differ."""
    if len(set(last_word.values())) < 2:
        return ""
    said = ", ".join(f"{record.source_named(source)} says {status}" for source, status in last_word.items())
    return f"The sources differ: {said}."


def _warnings(record: Record, merged: list[Allergy], denials: list[Resource]):
    active = [each for each in merged if each.is_current]
    for denial, provenance in newest_told(record, denials):
        if _status(denial) != "active":
            continue
        if active:
            date = f" on {provenance.recorded}" if provenance.recorded else ""
            said = words(denial.get("code")) or "No known allergies"
            yield f"{provenance.name} recorded “{said}”{date}, but an allergy is told by another entry."


def _order(allergy: Allergy) -> tuple:
    newest = newest_first(lambda each: each.last_confirmed)(allergy)
    return (not allergy.is_current, allergy.criticality != "high", newest)
