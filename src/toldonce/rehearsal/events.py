"""Builds a life: conditions first, then the stays, attendances, referrals and medicines that follow."""

import csv
from functools import cache
from pathlib import Path
from random import Random

from toldonce.rehearsal.days import YEAR, years_before
from toldonce.rehearsal.life import (
    HISTORY_YEARS,
    Attendance,
    Call,
    Course,
    Life,
    Package,
    Pregnancy,
    Referral,
    Stay,
    habits,
    rate,
    times,
)
from toldonce.rehearsal.people import Person
from toldonce.rehearsal.scene import Scene

STAY_RATE = ((0, 0.11), (2, 0.035), (15, 0.035), (45, 0.05), (65, 0.10), (75, 0.19), (85, 0.33))
ATTENDANCE_RATE = ((0, 0.34), (5, 0.2), (15, 0.22), (65, 0.2), (80, 0.3))
INJURIES = ("sprain", "laceration", "headinjury", "abdopain", "chestpain", "breathless", "rash")
ALLERGIC_TO = {
    "penicillin": ("amoxicillin-500", "flucloxacillin-500"),
    "aspirin": ("aspirin-75", "naproxen-250"),
}


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    path = Path(__file__).parent / "invented" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _treatments() -> dict[str, list[tuple]]:
    known: dict[str, list[tuple]] = {}
    for row in _table("treatments"):
        known.setdefault(row["group"], []).append((
            row["medicine"], float(row["after"]), float(row["lasts"]) if row["lasts"] else None,
            float(row["chance"]), int(row["from_age"]), int(row["to_age"]), row["dose"],
        ))  # fmt: skip
    return known


@cache
def _admissions() -> list[tuple]:
    return [
        (
            row["reason"], row["kind"], row["specialty"], int(row["from_age"]), int(row["to_age"]), row["needs"],
            row["sex"], float(row["weight"]), float(row["nights"]), row["procedure"], float(row["ambulance"]),
        )
        for row in _table("admissions")
    ]  # fmt: skip


def live(person: Person, scene: Scene) -> Life:
    """The whole life of a person, from the seed of that person alone."""
    rng = Random(f"{scene.seed}/{person.number}")
    until = scene.until
    start = max(person.birth, years_before(until, HISTORY_YEARS))
    life = Life(person, rng, start, until, int((until - person.birth) / YEAR), scene)
    life.onset = scene.epidemiology.conditions(person, until, rng)
    habits(life)
    _death(life)
    _pregnancies(life)
    _stays(life, scene)
    _rehabilitations(life, scene)
    _attendances(life, scene)
    _now(life, scene)
    _calls(life)
    _courses(life)
    _referrals(life, scene)
    _packages(life)
    _marks(life)
    return life


def _death(life: Life) -> None:
    """Some of the dying have died within the last year."""
    if life.has("PC") and life.rng.random() < 0.25:
        life.died = life.until - int(life.rng.random() * 330) - 3
        life.onset["PC"] = min(life.onset["PC"], life.died - 30)
        life.onset = {group: day for group, day in life.onset.items() if day < life.died}


def _pregnancies(life: Life) -> None:
    if not life.person.female or life.age < 19:
        return
    rng = life.rng
    for day in times(rng, life.start, life.until, 0.075):
        if 17 <= life.age_on(day) <= 42 and (not life.pregnancies or day > life.pregnancies[-1].start + 480):
            birth = day + int(rng.gauss(279, 9))
            life.pregnancies.append(Pregnancy(day, birth if birth < life.until else None, rng.random() < 0.3))


def _stays(life: Life, scene: Scene) -> None:
    rng, weight = life.rng, (0.35 + 0.3 * life.serious) * (1.25 if life.person.decile <= 3 else 0.95)
    for kind, share in (("emergency", 1.0), ("planned", 0.75)):
        for day in times(rng, life.start, life.end - 2, 0.11 * share * weight):
            _stay(life, scene, kind, day)
    if life.age >= 65:
        last = max(life.start, life.until - int(6 * YEAR))
        for day in times(rng, last, life.end - 2, rate(STAY_RATE, life.age) * weight * 0.4):
            _stay(life, scene, "emergency", day)
    for pregnancy in life.pregnancies:
        if pregnancy.birth:
            _birth(life, scene, pregnancy)
    _no_overlap(life)


def _stay(life: Life, scene: Scene, kind: str, day: int) -> Stay | None:
    """One stay for a reason that fits the person's age and conditions on that day."""
    rng, age = life.rng, life.age_on(day)
    choices = [row for row in _admissions() if row[1] == kind and _fits(row, life, age, day)]
    if not choices:
        return None
    reason, _, specialty, _, _, _, _, _, nights, procedure, ambulance = _weighted(rng, choices)
    ward = scene.ward(life.person, specialty, age, rng)
    stretch = 1 + 0.25 * (life.frailty >= 5) + 0.2 * (age > 80)
    length = 0 if nights == 0 else max(nights >= 1, int(rng.expovariate(1 / (nights * stretch))))
    if reason == "hipfracture":
        length = max(length, 6 + int(rng.random() * 6))
    minute = 480 + int(rng.random() * 120) if kind == "planned" else int(300 + rng.random() * 1080)
    stay = Stay(
        kind, reason, *ward, specialty, day, minute, day + length, procedure,
        kind == "emergency" and rng.random() < ambulance, _destination(life, age, length),
    )  # fmt: skip
    if stay.left is not None and stay.left >= life.until:
        return None
    life.stays.append(stay)
    if reason in ("fall", "hipfracture", "wristfracture"):
        life.falls.append(day)
    return stay


def reason_for(life: Life, rng: Random) -> tuple[str, str, float]:
    """Why somebody like this would be admitted in an emergency today: reason, specialty, usual nights."""
    choices = [
        row for row in _admissions() if row[1] == "emergency" and _fits(row, life, life.age, life.until)
    ]
    reason, _, specialty, _, _, _, _, _, nights, *_ = _weighted(rng, choices)
    return reason, specialty, nights


def _destination(life: Life, age: int, length: int) -> str:
    if life.person.care_home and life.person.moved < life.until:
        return "care home"
    if age >= 75 and length >= 5:
        mark = life.rng.random()
        return "community hospital" if mark < 0.15 else "home with care" if mark < 0.55 else "home"
    return "home"


def _fits(row: tuple, life: Life, age: int, day: int) -> bool:
    _, _, _, low, high, needs, sex, *_ = row
    if not low <= age <= high or (sex and sex != life.person.sex):
        return False
    return not needs or life.onset.get(needs, day + 1) <= day + 365


def _weighted(rng: Random, choices: list[tuple]) -> tuple:
    mark = rng.random() * sum(row[7] for row in choices)
    for row in choices:
        mark -= row[7]
        if mark < 0:
            return row
    return choices[-1]


def _birth(life: Life, scene: Scene, pregnancy: Pregnancy) -> None:
    day = pregnancy.birth or 0
    if day < life.start or day >= life.end - 3:
        return
    ward = scene.ward(life.person, "Maternity", life.age_on(day), life.rng)
    procedure = "caesarean" if pregnancy.caesarean else "delivery"
    nights = 2 if pregnancy.caesarean else 1
    minute = int(life.rng.random() * 1400)
    life.stays.append(
        Stay("maternity", "pregnancy", *ward, "Maternity", day, minute, day + nights, procedure)
    )


def _no_overlap(life: Life) -> None:
    """Keep of stays that overlap only the first."""
    kept: list[Stay] = []
    for stay in sorted(life.stays, key=lambda s: (s.day, s.minute)):
        if not kept or stay.day > (kept[-1].left or life.until) + 2:
            kept.append(stay)
    life.stays = kept


def _attendances(life: Life, scene: Scene) -> None:
    """Every emergency stay begins in the department; other visits end with going home."""
    rng = life.rng
    for stay in life.stays:
        if stay.kind == "emergency":
            wait = 150 + int(rng.expovariate(1 / 160))
            life.attendances.append(Attendance(
                stay.reason, stay.trust, stay.site, stay.day, max(0, stay.minute - wait), stay.minute,
                stay.by_ambulance, stay,
            ))  # fmt: skip
    visits = rate(ATTENDANCE_RATE, life.age) * (0.5 + 0.12 * life.serious)
    for day in times(rng, life.start, life.end, visits):
        minute = int(480 + rng.random() * 840)
        reason = (
            "fall" if life.age > 78 and rng.random() < 0.5 else INJURIES[int(rng.random() * len(INJURIES))]
        )
        trust, site = scene.hospital(life.person)
        ambulance = rng.random() < (0.5 if life.age > 75 else 0.13)
        left = minute + 60 + int(rng.expovariate(1 / 110))
        life.attendances.append(Attendance(reason, trust, site, day, minute, left, ambulance))
        if reason == "fall":
            life.falls.append(day)
    life.attendances.sort(key=lambda a: (a.day, a.minute))


def _rehabilitations(life: Life, scene: Scene) -> None:
    """The weeks in a community hospital that follow some acute stays."""
    for stay in life.stays:
        if stay.left is None or stay.goes_to != "community hospital":
            continue
        nights = 9 + life.person.number % 17
        left = stay.left + nights if stay.left + nights < life.end else None
        if left is not None or life.died is None:
            site, code, name, bed = scene.rehabilitation_ward(life.person)
            life.rehabilitations.append(Stay(
                "rehabilitation", stay.reason, scene.community, site, code, name, bed, "Community rehabilitation",
                stay.left, 930, left,
            ))  # fmt: skip


def _now(life: Life, scene: Scene) -> None:
    """Who is in a bed or in the emergency department at this moment."""
    if life.died is not None:
        return
    rng, until = life.rng, life.until
    bed = rate(scene.in_bed, life.age) * (0.5 + 0.35 * life.serious)
    if rng.random() < bed and not (life.stays and (life.stays[-1].left or 0) > until - 8):
        free = life.stays[-1].left or 0 if life.stays else 0
        since = max(free + 3, until - int(min(rng.expovariate(1 / 6.0), 45)) - 1)
        stay = _stay(life, scene, "emergency", max(since - 60, life.person.birth + 1))
        if stay is not None:
            stay.day, stay.left, stay.minute = since, None, 300 + int(rng.random() * 900)
            life.attendances.append(Attendance(
                stay.reason, stay.trust, stay.site, since, stay.minute - 200, stay.minute, stay.by_ambulance, stay,
            ))  # fmt: skip
    elif rng.random() < scene.in_department * (0.6 + 0.3 * life.serious):
        trust, site = scene.hospital(life.person)
        reason = INJURIES[int(rng.random() * len(INJURIES))]
        by_ambulance = rng.random() < 0.4
        life.attendances.append(
            Attendance(reason, trust, site, until - 1, int(1140 + rng.random() * 280), None, by_ambulance)
        )


def _calls(life: Life) -> None:
    for visit in life.attendances:
        if visit.by_ambulance:
            minute = max(0, visit.minute - 75)
            life.calls.append(Call(visit.reason, visit.day, minute, True))
    for day in times(life.rng, life.start, life.end, 0.012 + 0.05 * max(0, life.frailty - 4)):
        minute = int(life.rng.random() * 1439)
        reason = "fall" if life.age > 70 else "breathless"
        life.calls.append(Call(reason, day, minute, False))
        if reason == "fall":
            life.falls.append(day)
    life.calls.sort(key=lambda c: (c.day, c.minute))
    life.falls.sort()


def _courses(life: Life) -> None:
    """Medicines that the conditions bring with them."""
    avoid = ALLERGIC_TO.get(life.allergy, ())
    running: set[str] = set()
    for group, since in life.onset.items():
        for medicine, after, lasts, chance, low, high, dose in _treatments().get(group, ()):
            start = since + int(after * YEAR)
            if start >= life.end or medicine in avoid or life.rng.random() > chance:
                continue
            if not low <= life.age_on(start) <= high:
                continue
            end = None if lasts is None else start + int(lasts * YEAR)
            if end is None and medicine in running:
                continue
            if end is None:
                running.add(medicine)
            elif end > life.end:
                end = None
            life.courses.append(Course(medicine, start, end, dose, group))


SPECIALTIES = {
    "CHD": "Cardiology", "AF": "Cardiology", "HF": "Cardiology", "COPD": "Respiratory medicine",
    "DM": "Diabetic medicine", "CKD": "Nephrology", "CAN": "Oncology", "RA": "Rheumatology",
    "OA": "Trauma and orthopaedics", "CAT": "Ophthalmology", "GLA": "Ophthalmology", "PARK": "Neurology",
    "EP": "Neurology", "MIG": "Neurology", "PSO": "Dermatology", "ECZ": "Dermatology", "HEAR": "Audiology",
    "DEM": "Memory assessment", "STIA": "Stroke medicine", "BPH": "Urology", "THY": "Endocrinology",
    "DEP": "Talking therapies", "ANX": "Talking therapies", "ADHD": "Paediatrics", "AUT": "Paediatrics",
    "OST": "Rheumatology", "GORD": "Gastroenterology", "PAD": "Vascular surgery",
}  # fmt: skip


def _referrals(life: Life, scene: Scene) -> None:
    rng = life.rng
    for group, since in life.onset.items():
        specialty = SPECIALTIES.get(group)
        if specialty and since > life.start - 200 and rng.random() < 0.5:
            _referral(life, scene, specialty, group, since + int(rng.random() * 200))
    for day in times(rng, life.start, life.end, 0.06 + 0.0008 * life.age):
        _referral(
            life, scene, "Trauma and orthopaedics" if rng.random() < 0.4 else "Dermatology", "shoulder", day
        )


def _referral(life: Life, scene: Scene, specialty: str, reason: str, day: int) -> None:
    if not life.start <= day < life.end:
        return
    wait = 10 if reason == "CAN" else 25 + int(life.rng.expovariate(1 / 75))
    seen = day + wait
    trust = (
        scene.community
        if specialty in ("Talking therapies", "Memory assessment")
        else scene.specialist(life.person, specialty)
    )
    missed = life.rng.random() < 0.06
    life.referrals.append(
        Referral(
            specialty,
            reason,
            day,
            seen if seen <= life.end else None,
            trust,
            reason == "CAN",
            missed,
            trust != scene.community,
        )
    )


def _packages(life: Life) -> None:
    """Care at home after a stay, or because frailty grew."""
    rng = life.rng
    for stay in life.stays:
        if stay.left and stay.goes_to == "home with care":
            end = stay.left + int(42 if rng.random() < 0.6 else 400 + rng.random() * 900)
            life.packages.append(
                Package(stay.left, end if end < life.end else None, 7 + int(rng.random() * 18), "home")
            )
    if life.frailty >= 6 and not life.person.care_home and not life.packages and rng.random() < 0.45:
        life.packages.append(
            Package(max(life.start, life.until - int(rng.random() * 900) - 20), None, 14, "home")
        )
    if life.person.care_home and rng.random() < 0.6:
        life.packages.append(Package(life.person.moved, None, 168, "care home"))


def _marks(life: Life) -> None:
    """Caseloads, plans, objections and the rest, each with the day since when."""
    rng, until = life.rng, life.until
    ago = lambda years: max(life.person.birth, until - int(rng.random() * years * YEAR) - 1)  # noqa: E731
    for name, chance in _chances(life).items():
        if chance and rng.random() < chance:
            life.marks[name] = min(ago(2.0), life.end - 1)
    life.person.sealed = "sealed address" in life.marks


def _chances(life: Life) -> dict[str, float]:
    age, frail = life.age, life.frailty
    child = age < 18
    deprived = 1.8 if life.person.decile <= 3 else 0.8
    return {
        "district nurse": 0.001 + 0.08 * max(0, frail - 4) + 0.45 * life.has("PC"),
        "mental health team": 0.6 * life.has("MH") + 0.02 * life.has("DEP"),
        "advance care plan": (0.85 if life.has("PC") else 0)
        + (0.5 if frail >= 7 else 0.22 if frail == 6 else 0),
        "lasting power of attorney": 0.35 * (frail >= 6) + 0.04 * (age >= 75),
        "deprivation of liberty": 0.55 * (life.has("DEM") and bool(life.person.care_home)),
        "mental health act": 0.06 * life.has("MH"),
        "child protection": 0.012 * deprived * child,
        "looked after": 0.006 * deprived * child,
        "child in need": 0.015 * deprived * child,
        "safeguarding adult": 0.001 + 0.03 * (frail >= 6) + 0.05 * life.has("LD"),
        "domestic abuse": 0.003 * (16 <= age < 60) * deprived,
        "objection": 0.02,
        "sealed address": 0.0012 * (16 <= age < 70),
        "interpreter": 0.12 if life.person.ethnicity not in "ABDEFG" else 0.0,
        "hearing": 0.4 * life.has("HEAR"),
        "sight": 0.12 * life.has("CAT", "GLA"),
        "learning disability adjustments": 0.85 * life.has("LD"),
        "autism adjustments": 0.6 * life.has("AUT"),
        "about me": 0.6 * life.has("DEM") + 0.55 * life.has("LD") + 0.2 * (frail >= 6),
        "carer": 0.06 * (age > 35),
        "oxygen": 0.06 * life.has("COPD"),
        "resuscitation decision": (0.75 if life.has("PC") else 0) + (0.5 if frail >= 7 else 0),
        "sexual health": 0.018 * (16 <= age < 45),
        "termination": 0.012 * (life.person.female and 18 <= age < 45),
        "assisted conception": 0.006 * (life.person.female and 28 <= age < 46),
        "gender reassignment": 0.002 * (17 <= age < 50),
        "falls service": 0.3 * (len(life.falls) >= 2),
    }
