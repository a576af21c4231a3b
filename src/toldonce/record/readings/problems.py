"""Problems and diagnoses: each once, with every source that tells it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from toldonce.codes.terms import ICD10, SNOMED, terms
from toldonce.record.readings.elements import (
    chosen,
    codings,
    extension,
    notes,
    status_code,
    text_of,
    when,
    words,
)
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.merging import best_words, last_confirmed, names_of, newest_told, together
from toldonce.record.readings.moments import Moment, earliest, latest, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

ACTIVE = {"active", "recurrence", "relapse"}
ACTIVE_WORD, PAST_WORD = "active", "resolved"
NOT_HELD = {"refuted", "entered-in-error"}


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source says of a problem at one time."""

    status: str
    words: str
    onset: Moment | None
    abated: Moment | None
    verification: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Problem:
    """One condition of the person, merged over its tellings."""

    name: str
    codes: tuple[tuple[str, str], ...]
    status: str
    significance: str
    verification: str
    onset: Moment | None
    onset_words: str
    abated: Moment | None
    last_confirmed: Moment | None
    disputed: bool
    is_diagnosis_of_a_visit: bool
    notes: tuple[str, ...]
    tellings: tuple[Telling, ...]

    @property
    def is_active(self) -> bool:
        """Whether the last word on it is that it goes on."""
        return self.status == ACTIVE_WORD

    @property
    def told_by(self) -> tuple[Provenance, ...]:
        """Who told it, newest first."""
        return tuple(each.provenance for each in self.tellings)


def problems(record: Record) -> Section[Problem]:
    """Active problems first, then past ones, each newest first."""
    told = [each for each in record.resources_of("Condition") if each.section == "problems"]
    held = [each for each in told if status_code(each.get("verificationStatus")) not in NOT_HELD]
    merged = [
        _merged(record, group) for group in together(held, lambda each: recognised_by(each.get("code")))
    ]
    newest = newest_first(lambda each: each.last_confirmed)
    merged.sort(key=lambda each: (not each.is_active, each.significance == "minor", newest(each)))
    return section(record, "problems", merged, told)


def recognised_by(concept: Any) -> list[Hashable]:
    """The keys of a condition: SNOMED CT and words; ICD-10, which is coarser, only where there is no SNOMED CT."""
    keys = names_of(concept)
    if any(isinstance(key, tuple) and key[0] == SNOMED for key in keys):
        return [key for key in keys if not (isinstance(key, tuple) and key[0] == ICD10)]
    mapped = (_snomed_of_icd10().get(key[1]) for key in keys if isinstance(key, tuple) and key[0] == ICD10)
    return [*keys, *((SNOMED, code) for code in mapped if code)]


@cache
def _snomed_of_icd10() -> Mapping[str, str]:
    """The SNOMED CT code of each ICD-10 code that stands for one problem of our list and no other."""
    known: dict[str, set[str]] = {}
    for term in terms("problems"):
        known.setdefault(term.about.get("icd10", ""), set()).add(term.code)
    return {icd10: next(iter(codes)) for icd10, codes in known.items() if icd10 and len(codes) == 1}


def active_problems(record: Record) -> tuple[Problem, ...]:
    """The problems that go on now."""
    return tuple(each for each in record.once(problems).items if each.is_active)


def _merged(record: Record, group: Sequence[Resource]) -> Problem:
    told = newest_told(record, group, "recordedDate", "abatementDateTime", "onsetDateTime", "onsetPeriod")
    resources = [resource for resource, _ in told]
    tellings = tuple(_telling(resource, provenance) for resource, provenance in told)
    tellings = tuple(sorted(tellings, key=newest_first(_said_on)))
    status = tellings[0].status
    return Problem(
        name=best_words(resources) or "Problem without a name",
        codes=tuple(dict.fromkeys(coding for each in resources for coding in codings(each.get("code")))),
        status=status,
        significance=next((said for each in resources if (said := _significance(each))), ""),
        verification=tellings[0].verification,
        onset=earliest(*(each.onset for each in tellings)),
        onset_words=next((said for each in resources if (said := _onset_in_words(each))), ""),
        abated=None if status == ACTIVE_WORD else latest(*(each.abated for each in tellings)),
        last_confirmed=last_confirmed(each.provenance for each in tellings),
        disputed=_disputed(tellings),
        is_diagnosis_of_a_visit=all(_is_visit_diagnosis(each) for each in resources),
        notes=tuple(dict.fromkeys(note for each in resources for note in notes(each))),
        tellings=tellings,
    )


def _telling(resource: Resource, provenance: Provenance) -> Telling:
    abated = when(resource, "abatementDateTime", "abatementPeriod")
    code = status_code(resource.get("clinicalStatus"))
    over = code not in ACTIVE if code else chosen(resource, "abatement")[0] != ""
    return Telling(
        status=PAST_WORD if over else ACTIVE_WORD,
        words=words(resource.get("code")),
        onset=when(resource, "onsetDateTime", "onsetPeriod"),
        abated=abated,
        verification=status_code(resource.get("verificationStatus")),
        provenance=provenance,
    )


def _said_on(telling: Telling) -> Moment | None:
    """A telling counts from when it was recorded or, when it ended later, from its end."""
    return latest(telling.provenance.recorded, telling.abated)


def _disputed(tellings: Sequence[Telling]) -> bool:
    last_word: dict[str, str] = {}
    for telling in tellings:
        last_word.setdefault(telling.provenance.source, telling.status)
    return len(set(last_word.values())) > 1


def _significance(resource: Resource) -> str:
    told = extension(resource, "significance")
    return (words(told) if isinstance(told, dict) else text_of(told)).lower()


def _onset_in_words(resource: Resource) -> str:
    kind, value = chosen(resource, "onset")
    if kind == "Age" and isinstance(value, dict) and value.get("value") is not None:
        return f"at age {value['value']}"
    return text_of(value) if kind == "String" else ""


def _is_visit_diagnosis(resource: Resource) -> bool:
    told = {code for _, code in codings(resource.get("category"))}
    return "encounter-diagnosis" in told and "problem-list-item" not in told
