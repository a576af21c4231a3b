"""What of a source's Patient is weighed against another's, and the keys under which those alike are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import xxhash

from toldonce.record.identity.patients import identity_of, searched

BRITISH = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
SIGNED = 2**63
KEPT = 20  # names, postcodes or telephones of one patient: nobody has more, and keys are made of each
SOUNDS = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")
SEXES = {"female": "f", "male": "m"}


@dataclass(frozen=True, slots=True)
class Features:
    """The parts that are compared; what was not said is None or empty and weighs nothing."""

    family: str | None
    families: list[str]  # with former ones, and the halves of a double one
    given: str | None
    givens: list[str]
    roots: list[str]  # the groups of short names and spellings to which the first given name belongs
    born: str | None  # as 1950-02-03
    sex: str | None
    postcodes: list[str]  # without blanks, former ones too
    sectors: list[str]
    districts: list[str]
    phones: list[str]  # the last nine digits; e-mail addresses too

    def as_row(self) -> dict:
        """The features as they are kept and weighed."""
        return asdict(self)


def features_of(patient: Mapping) -> Features:
    """Read a FHIR Patient; every element may be missing or odd."""
    who = identity_of(patient)
    told = _listed(patient, "name")
    families = {each for item in told for each in _families(item)} | set(_parts(who.family or ""))
    givens = (who.given or "").split()
    postcodes = {_postcode(item) for item in _listed(patient, "address")} - {""}
    british = [each for each in postcodes if BRITISH.fullmatch(each)]
    return Features(
        family=who.family,
        families=sorted(families)[:KEPT],
        given=givens[0] if givens else None,
        givens=sorted(set(givens))[:KEPT],
        roots=sorted(roots(givens[0])) if givens else [],
        born=who.birth_date.isoformat() if who.birth_date else None,
        sex=SEXES.get(str(who.gender)),
        postcodes=sorted(postcodes)[:KEPT],
        sectors=sorted({each[:-2] for each in british})[:KEPT],
        districts=sorted({each[:-3] for each in british})[:KEPT],
        phones=sorted({_contact(item) for item in _listed(patient, "telecom")} - {""})[:KEPT],
    )


def _listed(patient: Mapping, name: str) -> list[Mapping]:
    found = patient.get(name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _families(name: Mapping) -> Iterator[str]:
    told = str(name.get("family") or "")
    if whole := searched(told):
        yield whole
        yield from _parts(told)


def _parts(family: str) -> list[str]:
    """The halves of a double name, which people use one by one."""
    halves = [searched(half) for half in re.split(r"[-\s]+", family)]
    return [half for half in halves if len(half) > 2]


def _postcode(address: Mapping) -> str:
    return "".join(str(address.get("postalCode") or "").upper().split())


def _contact(told: Mapping) -> str:
    value = str(told.get("value") or "")
    if "@" in value:
        return value.strip().casefold()
    digits = re.sub(r"\D", "", value)
    return digits[-9:] if len(digits) >= 9 and len(set(digits)) > 2 else ""


@cache
def _short_names() -> dict[str, frozenset[str]]:
    """Each name with the groups in which it stands, a group being called after its first name."""
    lines = (Path(__file__).parent / "short_names.txt").read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    found: dict[str, set[str]] = {}
    for group in groups:
        for name in group:
            found.setdefault(name, set()).add(group[0])
    return {name: frozenset(heads) for name, heads in found.items()}


def roots(given: str) -> frozenset[str]:
    """What a given name may be short for, or the name itself."""
    return _short_names().get(given, frozenset({given}))


def sound(name: str) -> str:
    """The Soundex of a name: its first letter and three digits for the consonants that follow."""
    digits, last = "", ""
    for letter in name[:1] + name[1:].replace("h", "").replace("w", ""):
        digit = letter.translate(SOUNDS) if letter.translate(SOUNDS).isdigit() else ""
        digits += digit if digit != last else ""
        last = digit
    tail = digits[1:] if name[:1].translate(SOUNDS).isdigit() else digits
    return f"{name[:1]}{tail:0<3}"[:4]


def keys(told: Features) -> list[int]:
    """The keys of a source patient: two that share one are weighed against each other."""
    return sorted({xxhash.xxh64_intdigest(words.encode()) - SIGNED for words in _key_words(told)})


def _key_words(told: Features) -> Iterator[str]:
    sounds = {sound(each) for each in told.families}
    if told.born:
        year, month, day = told.born.split("-")
        yield from _crossed("born-root", [told.born], told.roots)
        yield from _crossed("born-sound", [told.born], sounds)
        yield from _crossed("born-postcode", [told.born], told.postcodes)
        yield from _crossed("born-phone", [told.born], told.phones)
        yield from _crossed("swapped-root", [year + "".join(sorted((month, day)))], told.roots)
        yield from _crossed("year-sound-root", [year], sounds, told.roots)
        yield from _crossed("day-sound-root", [month + day], sounds, told.roots)
        if told.given and told.family:  # the names in each other's place
            yield f"born-names {told.born} {' '.join(sorted((told.given, told.family)))}"
    yield from _crossed("postcode-root", told.postcodes, told.roots)
    yield from _crossed("phone-root", told.phones, told.roots)


def _crossed(kind: str, *parts: Iterable[str]) -> Iterator[str]:
    found = [kind]
    for part in parts:
        found = [f"{before} {each}" for before in found for each in part]
    yield from found
