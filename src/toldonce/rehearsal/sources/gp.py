"""The general practice: registration, problems, consultations, repeat medicines, reviews and blood tests."""

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from toldonce.rehearsal.body import Body
from toldonce.rehearsal.days import YEAR, moment
from toldonce.rehearsal.life import Life, rate, times
from toldonce.rehearsal.shapes import SNOMED, Pen, coded, rows_of
from toldonce.rehearsal.sources import practice_more
from toldonce.rehearsal.sources.allergy import tell_allergy
from toldonce.rehearsal.sources.panels import panel
from toldonce.rehearsal.sources.staff import staff
from toldonce.rehearsal.terms import concept
from toldonce.rehearsal.writing import clinical, contacts
from toldonce.rehearsal.writing.demographics import GENERAL_PRACTICE, Seen, local_system, patient, seen_by

SURGERY = coded(SNOMED, "185317003", "Telephone encounter")
CONSULTATION = coded(SNOMED, "185349003", "Encounter for check up")
REVIEWED = (
    "DM",
    "HYP",
    "CHD",
    "CKD",
    "COPD",
    "AST",
    "AF",
    "HF",
    "STIA",
    "MH",
    "LD",
    "DEM",
    "RA",
    "THY",
    "PAD",
    "NDH",
    "EP",
)
SMOKING = {
    "current": coded(SNOMED, "77176002", "Smoker"),
    "ex": coded(SNOMED, "8517006", "Ex-smoker"),
    "never": coded(SNOMED, "266919005", "Never smoked tobacco"),
}
SMOKING_STATUS = coded(SNOMED, "365981007", "Tobacco smoking behaviour - finding")
FOR_CHILDREN = {
    "amoxicillin-500": "amoxicillin-liquid",
    "phenoxymethylpenicillin-250": "amoxicillin-liquid",
}
INSTEAD = {
    "amoxicillin-liquid": "clarithromycin-liquid",
    "amoxicillin-500": "doxycycline-100",
    "flucloxacillin-500": "clarithromycin-500",
    "phenoxymethylpenicillin-250": "clarithromycin-500",
}


@dataclass(slots=True, frozen=True)
class Complaint:
    """What people come with and what they are often given for it."""

    reason: str
    from_age: int
    to_age: int
    weight: float
    medicine: str
    dose: str
    days: int


@cache
def complaints(age: int) -> tuple[list[Complaint], list[float]]:
    """Those that fit an age, with their cumulative weights."""
    known = [
        Complaint(
            row["reason"], int(row["from_age"]), int(row["to_age"]), float(row["weight"]), row["medicine"],
            row["dose"], int(row["days"]),
        )
        for row in rows_of("complaints")
    ]  # fmt: skip
    fitting = [each for each in known if each.from_age <= age <= each.to_age]
    return fitting, list(accumulate(each.weight for each in fitting))


def tell(life: Life, body: Body) -> list[tuple[Pen, Seen]]:
    """Everything that the practice has written about the person."""
    person = life.person
    code = person.practice
    pen = Pen(code, f"g{person.number:06d}", patient_id(code, person.number))
    rng = Random(f"{person.nhs_number}/gp/{life.until}")
    seen = life.seen.get("gp") or seen_by(person, GENERAL_PRACTICE, rng)
    seen.keeps_history = True
    doctors = staff(code, "GP")
    pen.author = doctors[person.household % len(doctors)]
    patient(pen, person, seen, [(local_system(code, "patient"), f"{person.number:06d}")], _more(life, code))
    _registration(pen, life, rng)
    _problems(pen, life)
    tell_allergy(pen, life, "gp", rng)
    _medicines(pen, life)
    _reviews(pen, life, body, rng)
    _consultations(pen, life, body, rng)
    practice_more.tell(pen, life, body, rng)
    return [(pen, seen)]


def patient_id(practice: str, number: int) -> str:
    """The id of the Patient that a practice keeps of the person of a number."""
    return f"gp-{practice}-{number:06d}"


def _more(life: Life, code: str) -> dict:
    more: dict = {"generalPractitioner": [{"reference": f"Organization/ods-{code}"}]}
    more["managingOrganization"] = {"reference": f"Organization/ods-{code}"}
    if "interpreter" in life.marks:
        more["communication"] = [_language(life)]
    if life.died is not None:
        more["deceasedDateTime"] = moment(life.died, 300 + life.person.number % 900)
    return more


LANGUAGES = {"C": ("pl", "Polish"), "J": ("ur", "Urdu"), "K": ("bn", "Bengali"), "R": ("zh", "Chinese"),
             "H": ("gu", "Gujarati"), "N": ("yo", "Yoruba"), "L": ("fa", "Persian")}  # fmt: skip


def _language(life: Life) -> dict:
    code, words = LANGUAGES.get(life.person.ethnicity, ("pt", "Portuguese"))
    return {"language": coded("urn:ietf:bcp:47", code, words), "preferred": True}


def _registration(pen: Pen, life: Life, rng: Random) -> None:
    joined = max(life.person.birth + 14, life.until - int(rng.expovariate(1 / 14) * YEAR) - 20)
    joined = min(joined, life.until - 1)
    contacts.episode(pen, contacts.REGISTRATION, max(joined, life.person.birth), life.died)


def _problems(pen: Pen, life: Life) -> None:
    for group, since in life.onset.items():
        ended = since + 500 if group in ("DEP", "ANX") and since < life.end - 1500 else None
        clinical.condition(pen, concept(life.named(group)), since, ended=ended)
    if life.frailty >= 5:
        name = {5: "FRAIL1", 6: "FRAIL2"}.get(life.frailty, "FRAIL3")
        clinical.condition(pen, concept(name), max(life.start, life.end - 500))


def _medicines(pen: Pen, life: Life) -> None:
    for course in life.courses:
        end = life.until_death(course.end)
        clinical.medication_request(
            pen, course.medicine, course.start, end, course.dose, until=life.until, repeat=course.repeat,
            reason=concept(life.named(course.why)), stopped="Treatment changed",
        )  # fmt: skip


def _reviews(pen: Pen, life: Life, body: Body, rng: Random) -> None:
    """A review each year for those on a register, around the same month; fewer for the others."""
    onsets = [day for group, day in life.onset.items() if group in REVIEWED]
    if onsets:
        day = max(life.start, min(onsets)) + int(rng.random() * 60)
        while day < life.end:
            _review(pen, life, body, rng, day)
            day += 365 + int(rng.gauss(0, 25))
    elif life.age >= 40:
        for day in times(rng, life.start, life.end, 0.22):
            _check(pen, life, body, rng, day)


def _review(pen: Pen, life: Life, body: Body, rng: Random, day: int) -> None:
    minute = 500 + int(rng.random() * 540)
    met = contacts.encounter(pen, contacts.AMBULATORY, CONSULTATION, day, minute, 20)
    when = moment(day, minute)
    _pressure(pen, body, day, when, met)
    _weigh(pen, body, day, when, met)
    if rng.random() < 0.5:
        clinical.coded_observation(pen, SMOKING_STATUS, SMOKING[life.smoker], "social-history", when)
    if rng.random() < 0.25:
        clinical.observation(pen, "units", life.alcohol, when, met)
    _bloods(pen, life, body, rng, day - 7)
    if life.has("DM") and day > life.onset["DM"]:
        _bloods(pen, life, body, rng, day + 175, only=("hba1c",))
    if life.has("COPD") and day > life.onset["COPD"]:
        clinical.observation(pen, "mrc", min(5, 1 + rng.random() * 4), when, met)
        clinical.observation(pen, "fev1", max(0.5, 2.3 - 0.05 * (day - life.onset["COPD"]) / YEAR), when, met)
    if life.has("AST") and day > life.onset["AST"]:
        clinical.observation(pen, "peakflow", 420 + rng.gauss(0, 60), when, met)
    if life.frailty >= 5 and day > life.end - 1200:
        clinical.observation(pen, "cfs", life.frailty, when, met)


def _check(pen: Pen, life: Life, body: Body, rng: Random, day: int) -> None:
    minute = 500 + int(rng.random() * 540)
    met = contacts.encounter(pen, contacts.AMBULATORY, CONSULTATION, day, minute, 15)
    when = moment(day, minute)
    _pressure(pen, body, day, when, met)
    _weigh(pen, body, day, when, met)
    clinical.coded_observation(pen, SMOKING_STATUS, SMOKING[life.smoker], "social-history", when)
    _bloods(pen, life, body, rng, day, only=("kidney", "lipids", "hba1c"))


def _pressure(pen: Pen, body: Body, day: int, when: str, met: dict | None) -> None:
    systolic = body.systolic(day)
    clinical.blood_pressure(pen, systolic, body.diastolic(systolic), when, met)


def _weigh(pen: Pen, body: Body, day: int, when: str, met: dict | None) -> None:
    weight, height = body.size(day)
    clinical.observation(pen, "weight", weight, when, met)
    clinical.observation(pen, "bmi", weight / (height / 100) ** 2, when, met)


def wanted_tests(life: Life, day: int) -> list[str]:
    """Which blood tests the conditions of that day ask for."""
    has = lambda *groups: any(life.onset.get(g, day) < day for g in groups)  # noqa: E731
    tests = []
    if has("HYP", "CKD", "DM", "HF", "CHD", "AF", "MH"):
        tests.append("kidney")
    if has("DM", "NDH", "MH"):
        tests.append("hba1c")
    if has("CHD", "DM", "STIA", "PAD", "HYP"):
        tests.append("lipids")
    if has("CKD", "HF", "RA", "AF", "DEM"):
        tests.append("fbc")
    if has("THY"):
        tests.append("thyroid")
    if has("RA", "MH"):
        tests.append("liver")
    if has("DM", "CKD"):
        tests.append("acr")
    return tests


def _bloods(pen: Pen, life: Life, body: Body, rng: Random, day: int, only: tuple[str, ...] = ()) -> None:
    if not life.start <= day < life.end:
        return
    when = moment(day, 480 + int(rng.random() * 240))
    for test in only or wanted_tests(life, day):
        panel(pen, body, rng, test, day, when)


OFTEN = 0.62  # of the contacts of a life, those that the record keeps
CONTACT_RATE = ((0, 2.0), (5, 0.8), (15, 1.1), (40, 1.2), (65, 1.7), (75, 2.2), (85, 2.6))


def _consultations(pen: Pen, life: Life, body: Body, rng: Random) -> None:
    """Visits for what comes and goes."""
    often = (
        rate(CONTACT_RATE, life.age) * (0.75 + 0.14 * len(life.onset)) * (1.15 if life.person.female else 0.9)
    )
    for day in times(rng, life.start, life.end, often * OFTEN):
        _consultation(pen, life, body, rng, day)


def _consultation(pen: Pen, life: Life, body: Body, rng: Random, day: int) -> None:
    age = life.age_on(day)
    fitting, weights = complaints(age)
    complaint = fitting[min(bisect(weights, rng.random() * weights[-1]), len(fitting) - 1)]
    reason = concept(complaint.reason)
    minute = 500 + int(rng.random() * 560)
    remote = rng.random() < 0.3
    setting, kind = (contacts.VIRTUAL, SURGERY) if remote else (contacts.AMBULATORY, CONSULTATION)
    met = contacts.encounter(pen, setting, kind, day, minute, 12, reason=reason)
    if rng.random() < 0.35:
        ended = min(day + 10 + int(rng.random() * 20), life.end)
        clinical.condition(pen, reason, day, ended=ended, problem=False, encounter=met)
    if complaint.medicine and rng.random() < 0.7:
        _short_course(pen, life, complaint, day, reason)
    if not remote and age >= 16 and rng.random() < 0.3:
        _pressure(pen, body, day, moment(day, minute), met)
    if (
        age >= 30
        and complaint.reason in ("tired", "dizziness", "lrti")
        and day + 2 < life.end
        and rng.random() < 0.6
    ):
        for test in ("fbc", "kidney"):
            panel(pen, body, rng, test, day, moment(day + 2, 540))


def _short_course(pen: Pen, life: Life, complaint: Complaint, day: int, reason: dict) -> None:
    medicine, dose = complaint.medicine, complaint.dose
    if life.age_on(day) < 12 and medicine in FOR_CHILDREN:
        medicine, dose = FOR_CHILDREN[medicine], "5 ml three times a day for 5 days"
    if life.allergy == "penicillin":
        medicine = INSTEAD.get(medicine, medicine)
    clinical.medication_request(
        pen,
        medicine,
        day,
        day + complaint.days,
        dose,
        until=life.until,
        repeat=False,
        reason=reason,
    )
