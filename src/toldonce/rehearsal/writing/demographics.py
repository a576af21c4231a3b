"""A source's own Patient, and the people around it, with the slips that sources make."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from toldonce.rehearsal import names
from toldonce.rehearsal.days import DAY
from toldonce.rehearsal.people import Address, Person, Tie
from toldonce.rehearsal.shapes import HL7, NHS_NUMBER, OURS, UKCORE, Pen, coded, coding

VERIFICATION = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus"
SEALED = [coding(f"{HL7}v3-Confidentiality", "R", "restricted")]
TITLES = {("female", True): "Mrs", ("female", False): "Miss", ("male", True): "Mr", ("male", False): "Mr"}
NICKNAMES = {
    "Margaret": "Peggy", "Elizabeth": "Betty", "William": "Bill", "Robert": "Bob", "Patricia": "Pat", "Susan": "Sue",
    "Christopher": "Chris", "Michael": "Mike", "David": "Dave", "Thomas": "Tom", "Samantha": "Sam", "James": "Jim",
    "Matthew": "Matt", "Andrew": "Andy", "Daniel": "Dan", "Joseph": "Joe", "Kenneth": "Ken", "Ronald": "Ron",
    "Dorothy": "Dot", "Catherine": "Kate", "Katherine": "Kate", "Rebecca": "Becky", "Charlotte": "Lottie",
}  # fmt: skip


@dataclass(slots=True)
class Seen:
    """How one source knows a person: what it has right, wrong, old or not at all."""

    nhs_number: str
    verified: bool
    family: str
    given: str
    birth: int
    address: Address | None
    slips: tuple[str, ...] = ()
    keeps_history: bool = False
    former_family: str = ""
    phones: tuple[str, str] | None = None  # mobile and landline; None for those of now


@dataclass(slots=True, frozen=True)
class Care:
    """How carefully a source keeps its demographics: shares of people."""

    nhs_missing: float
    misspelt: float
    nickname: float
    wrong_birth: float
    keeps_old_address: float
    swapped_birth: float
    keeps_former_name: float
    no_phone: float
    keeps_old_phone: float
    no_postcode: float


GENERAL_PRACTICE = Care(0.004, 0.002, 0.0, 0.0005, 0.01, 0.0005, 0.005, 0.04, 0.06, 0.0)
HOSPITAL = Care(0.035, 0.03, 0.01, 0.006, 0.45, 0.004, 0.04, 0.1, 0.2, 0.01)
COMMUNITY = Care(0.05, 0.025, 0.03, 0.004, 0.3, 0.004, 0.03, 0.08, 0.15, 0.01)
SOCIAL_CARE = Care(0.22, 0.03, 0.15, 0.008, 0.2, 0.01, 0.04, 0.15, 0.2, 0.02)
AMBULANCE = Care(0.33, 0.06, 0.08, 0.012, 0.1, 0.015, 0.04, 0.5, 0.05, 0.05)


def seen_by(person: Person, care: Care, rng: Random) -> Seen:
    """What a source of that carefulness has written down."""
    slips = []
    seen = Seen(person.nhs_number, True, person.family, person.given, person.birth, person.address)
    if rng.random() < care.nhs_missing:
        seen.nhs_number = ""
        slips.append("nhs number missing")
    if rng.random() < care.misspelt:
        seen.family = misspelt(person.family, rng)
        slips.append("surname misspelt")
    if rng.random() < care.nickname and person.given in NICKNAMES:
        seen.given = NICKNAMES[person.given]
        slips.append("short name")
    if rng.random() < care.wrong_birth:
        seen.birth = person.birth + (-1 if rng.random() < 0.5 else 9)
        slips.append("birth date wrong")
    if person.address_before and rng.random() < care.keeps_old_address:
        seen.address = person.address_before
        slips.append("old address")
    seen.slips = (*slips, *_further_slips(seen, person, care))
    return seen


def _further_slips(seen: Seen, person: Person, care: Care) -> list[str]:
    """Slips drawn from a stream of their own, so that the rest of a life does not depend on them."""
    rng, slips = Random(f"{person.number}/{person.birth}/{care}"), []
    seen.former_family = former_family(person)
    if rng.random() < care.swapped_birth and (swapped := _swapped(person.birth)):
        seen.birth = swapped
        slips.append("day and month swapped")
    if rng.random() < care.keeps_former_name and seen.former_family:
        seen.family, seen.former_family = seen.former_family, ""
        slips.append("former surname")
    if rng.random() < care.no_phone:
        seen.phones = ("", "")
        slips.append("no telephone")
    elif rng.random() < care.keeps_old_phone:
        seen.phones = (names.mobile(person.number + 137), names.landline(person.household + 137))
        slips.append("old telephone")
    if rng.random() < care.no_postcode and seen.address:
        seen.address = replace(seen.address, postcode="")
        slips.append("no postcode")
    return slips


def former_family(person: Person) -> str:
    """The surname that a woman gave up when she took her partner's; empty for everybody else."""
    shares = any(tie.kind == "partner" and tie.family == person.family for tie in person.relations)
    if not person.female or not shares:
        return ""
    rng = Random(f"{person.number}/{person.birth}/born")
    return names.family(rng, person.ethnicity, person.broad) if rng.random() < 0.8 else ""


def _swapped(birth: int) -> int | None:
    """The day whose day and month are those of this one the other way round, where there is one."""
    day = date.fromordinal(birth)
    return date(day.year, day.day, day.month).toordinal() if day.day <= 12 and day.day != day.month else None


PAIRS = (
    ("ie", "ei"),
    ("ll", "l"),
    ("tt", "t"),
    ("ph", "f"),
    ("ck", "k"),
    ("ey", "y"),
    ("son", "sen"),
    ("er", "ar"),
)


def misspelt(name: str, rng: Random) -> str:
    """The slips of a tired ear or hand: a sound-alike, a swap or a lost letter."""
    for right, wrong in PAIRS:
        if right in name[1:]:
            return name[0] + name[1:].replace(right, wrong, 1)
    at = 1 + int(rng.random() * max(1, len(name) - 2))
    if rng.random() < 0.5 and at + 1 < len(name) and name[at] != name[at + 1]:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + name[at + 1 :] if len(name) > 3 else f"{name}e"


def patient(pen: Pen, person: Person, seen: Seen, local: list[tuple[str, str]], more: dict) -> str:
    """This source's Patient; `local` is a list of identifier system and value."""
    made = {
        "resourceType": "Patient",
        "id": pen.patient,
        "meta": {**pen.meta, "profile": [f"{UKCORE}UKCore-Patient"]},
    }
    if person.sealed:
        made["meta"]["security"] = SEALED
    made["extension"] = [_ethnicity(person)]
    made["identifier"] = [_nhs(seen)] if seen.nhs_number else []
    made["identifier"] += [{"system": system, "value": value} for system, value in local]
    made["active"] = True
    made["name"] = [_name(person, seen)]
    if seen.keeps_history and seen.former_family:
        made["name"].append({"use": "maiden", "family": seen.former_family, "given": [seen.given]})
    if telecom := _telecom(person, seen):
        made["telecom"] = telecom
    made["gender"] = person.sex
    made["birthDate"] = DAY[seen.birth]
    if seen.address and not person.sealed:
        made["address"] = [_address(seen.address)]
        if person.address_before and seen.keeps_history and seen.address is person.address:
            made["address"].append(_old_address(person.address_before, person.moved))
    made.update(more)
    return pen.write(made)


def _nhs(seen: Seen) -> dict:
    code, words = (
        ("01", "Number present and verified") if seen.verified else ("02", "Number present but not traced")
    )
    return {
        "extension": [
            {
                "url": f"{UKCORE}Extension-UKCore-NHSNumberVerificationStatus",
                "valueCodeableConcept": coded(VERIFICATION, code, words),
            }
        ],
        "system": NHS_NUMBER,
        "value": seen.nhs_number,
    }


def _ethnicity(person: Person) -> dict:
    words = names.ETHNICITY[person.ethnicity][0]
    system = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland"
    return {
        "url": f"{UKCORE}Extension-UKCore-EthnicCategory",
        "valueCodeableConcept": coded(system, person.ethnicity, words),
    }


def _name(person: Person, seen: Seen) -> dict:
    partnered = any(tie.kind == "partner" for tie in person.relations)
    title = TITLES[person.sex, partnered or not person.female]
    if any(tie.kind == "parent" for tie in person.relations):
        return {"use": "official", "family": seen.family, "given": [seen.given]}
    text = f"{title} {seen.given} {seen.family}"
    return {"use": "official", "text": text, "family": seen.family, "given": [seen.given], "prefix": [title]}


def _telecom(person: Person, seen: Seen) -> list[dict]:
    mobile, landline = seen.phones or (names.mobile(person.number), names.landline(person.household))
    told = {"mobile": mobile, "home": landline}
    return [{"system": "phone", "value": number, "use": use} for use, number in told.items() if number]


def _address(address: Address) -> dict:
    made = {"use": "home", "line": [address.line], "city": address.town}
    return {**made, **({"postalCode": address.postcode} if address.postcode else {}), "country": "GB"}


def _old_address(address: Address, moved: int) -> dict:
    return {**_address(address), "use": "old", "period": {"end": DAY[moved]}}


RELATION = {"partner": ("DOMPART", "domestic partner"), "parent": ("PRN", "parent"), "child": ("CHILD", "child"),
            "sibling": ("SIB", "sibling")}  # fmt: skip


def related_person(pen: Pen, tie: Tie, *, carer: bool) -> str:
    """Somebody close to the person: next of kin, parent or carer."""
    made = pen.start("RelatedPerson")
    made["active"] = True
    made["patient"] = pen.subject
    code, words = RELATION[tie.kind]
    made["relationship"] = [coded(f"{HL7}v3-RoleCode", code, words)]
    made["relationship"].append(
        coded(f"{HL7}v3-RoleClass", "CAREGIVER", "caregiver")
        if carer
        else coded(f"{HL7}v2-0131", "N", "Next-of-Kin")
    )
    made["name"] = [{"text": f"{tie.given} {tie.family}", "family": tie.family, "given": [tie.given]}]
    made["telecom"] = [{"system": "phone", "value": names.mobile(tie.number), "use": "mobile"}]
    made["gender"] = tie.sex
    return pen.write(made)


def local_system(organisation: str, kind: str) -> str:
    """The namespace of an organisation's own numbers."""
    return f"{OURS}/id/{organisation}/{kind}"
