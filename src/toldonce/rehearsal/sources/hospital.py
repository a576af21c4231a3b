"""The acute hospitals: emergency attendances, stays on wards, clinics, what they found and what they wrote home."""

from random import Random

from toldonce.rehearsal.body import Body
from toldonce.rehearsal.days import DAY, YEAR, moment
from toldonce.rehearsal.life import Attendance, Life, Stay
from toldonce.rehearsal.shapes import HL7, OURS, SNOMED, Pen, coded
from toldonce.rehearsal.sources import clinic, summaries
from toldonce.rehearsal.sources.allergy import tell_allergy
from toldonce.rehearsal.sources.panels import panel
from toldonce.rehearsal.sources.places import where
from toldonce.rehearsal.sources.staff import staff
from toldonce.rehearsal.terms import diagnosis, operation
from toldonce.rehearsal.writing import clinical, contacts
from toldonce.rehearsal.writing.demographics import HOSPITAL, Seen, local_system, patient, seen_by

ATTENDANCE = coded(SNOMED, "4525004", "Emergency department patient visit")
ADMISSION = {
    "emergency": coded(SNOMED, "183452005", "Emergency hospital admission"),
    "planned": coded(SNOMED, "8715000", "Hospital admission, elective"),
    "maternity": coded(SNOMED, "32485007", "Hospital admission"),
}
DISCHARGED_TO = {
    "home": coded(f"{HL7}discharge-disposition", "home", "Home"),
    "home with care": {"text": "Home with package of care"},
    "care home": coded(f"{HL7}discharge-disposition", "long", "Long-term care"),
    "community hospital": coded(f"{HL7}discharge-disposition", "rehab", "Rehabilitation"),
}
EXPECTED = f"{OURS}/StructureDefinition/expected-discharge-date"
RECENT = 3 * 365  # a stay longer ago than so many days is told in fewer words


def number(life: Life, trust: str) -> str:
    """The hospital's own number for the person: seven digits, with no relation to the NHS number."""
    return f"{trust[1]}{(life.person.number * 7_368_787 + 1_234_567) % 9_999_991:07d}"


def tell(life: Life, body: Body) -> list[tuple[Pen, Seen]]:
    """What each trust that knows the person has written."""
    trusts = dict.fromkeys(
        [s.trust for s in life.stays]
        + [a.trust for a in life.attendances]
        + [r.trust for r in life.referrals if r.clinic and r.day + 1 < life.end]
    )
    return [_tell(life, body, trust) for trust in trusts]


def known_as(life: Life, trust: str) -> tuple[Seen, Random]:
    """What the hospital has written down of the person, and the random stream that its story goes on with."""
    rng = Random(f"{life.person.nhs_number}/{trust}/{life.until}")
    return life.seen.get("hospital") or seen_by(life.person, HOSPITAL, rng), rng


def _tell(life: Life, body: Body, trust: str) -> tuple[Pen, Seen]:
    person = life.person
    pen = Pen(trust, f"h{trust[1:].lower()}{person.number:06d}", f"hosp-{trust}-{person.number:06d}")
    seen, rng = known_as(life, trust)
    doctors = staff(trust, "consultant", 12)
    pen.author = doctors[person.number % len(doctors)]
    more: dict = {"generalPractitioner": [{"reference": f"Organization/ods-{person.practice}"}]}
    if life.died is not None and life.died < life.until - 40:
        more["deceasedBoolean"] = True
    patient(pen, person, seen, [(local_system(trust, "hospital-number"), number(life, trust))], more)
    tell_allergy(pen, life, "hospital", rng)
    for visit in life.attendances:
        if visit.trust == trust:
            _attendance(pen, life, body, rng, visit)
    for stay in life.stays:
        if stay.trust == trust:
            _stay(pen, life, body, rng, stay)
    clinic.tell(pen, life, body, rng, trust)
    return pen, seen


def _vitals(pen: Pen, body: Body, rng: Random, day: int, when: str, met: dict, ill: float) -> None:
    """A set of observations as it is taken at a bedside; sicker people have worse ones."""
    values = {
        "pulse": rng.gauss(78 + 22 * ill, 9),
        "respiration": rng.gauss(16 + 7 * ill, 2),
        "temperature": rng.gauss(36.8 + 0.9 * ill, 0.35),
        "saturation": min(100, rng.gauss(97 - 4 * ill, 1.2)),
    }
    systolic = body.systolic(day) - 14 * ill
    for name, value in values.items():
        clinical.observation(pen, name, value, when, met)
    clinical.blood_pressure(pen, systolic, body.diastolic(systolic), when, met)
    clinical.observation(pen, "news2", news2(values, systolic), when, met)


def news2(values: dict[str, float], systolic: float) -> int:
    """The Royal College of Physicians' score of these signs, the person being alert and breathing air."""
    rate, oxygen, pulse, heat = (
        round(values[k], 1) for k in ("respiration", "saturation", "pulse", "temperature")
    )
    rate, oxygen, pulse, pressure = round(rate), round(oxygen), round(pulse), round(systolic)
    score = 3 if rate <= 8 or rate >= 25 else 2 if rate >= 21 else 1 if rate <= 11 else 0
    score += 3 if oxygen <= 91 else 2 if oxygen <= 93 else 1 if oxygen <= 95 else 0
    score += 3 if pressure <= 90 or pressure >= 220 else 2 if pressure <= 100 else 1 if pressure <= 110 else 0
    score += (
        3 if pulse <= 40 or pulse >= 131 else 2 if pulse >= 111 else 1 if pulse <= 50 or pulse >= 91 else 0
    )
    return score + (3 if heat <= 35 else 2 if heat >= 39.1 else 1 if heat <= 36 or heat >= 38.1 else 0)


def _attendance(pen: Pen, life: Life, body: Body, rng: Random, visit: Attendance) -> None:
    reason = diagnosis(life.named(visit.reason))
    met = _emergency(pen, visit, reason)
    if visit.day > life.end - RECENT:
        sick = 0.7 if visit.stay else 0.2
        _vitals(pen, body, rng, visit.day, moment(visit.day, visit.minute + 12), met, sick)
    if visit.reason in ("headinjury", "fall", "sprain") and rng.random() < 0.4:
        clinic.image(pen, "ct" if visit.reason == "headinjury" else "xray", visit.day, visit.minute + 50, rng)
    if visit.stay is None and visit.left is not None:
        ended = min(visit.day + 14, life.end)
        clinical.condition(pen, reason, visit.day, ended=ended, problem=False, encounter=met)
        if visit.day > life.end - 2 * 365:
            summaries.attendance_letter(pen, life, visit, met)


def _emergency(pen: Pen, visit: Attendance, reason: dict) -> dict:
    minutes = None if visit.left is None else max(20, visit.left - visit.minute)
    department = {"reference": f"Location/site-{visit.site}", "display": "Emergency department"}
    more: dict = {"location": [{"location": department}]}
    if visit.by_ambulance:
        more["hospitalization"] = {"admitSource": {"text": "Ambulance"}}
    return contacts.encounter(
        pen, contacts.EMERGENCY, ATTENDANCE, visit.day, visit.minute, minutes, reason=reason, more=more
    )


def _stay(pen: Pen, life: Life, body: Body, rng: Random, stay: Stay) -> None:
    last = stay.left if stay.left is not None else life.until
    minutes = None if stay.left is None else max(240, (stay.left - stay.day) * 1440 + 840 - stay.minute)
    met = contacts.encounter(
        pen, contacts.INPATIENT, ADMISSION[stay.kind], stay.day, stay.minute, minutes,
        reason=diagnosis(life.named(stay.reason)), more=_where(life, stay, rng),
    )  # fmt: skip
    recent = stay.day > life.end - RECENT
    ended = None if stay.left is None else min(stay.left + 20, life.end)
    main = clinical.condition(
        pen, diagnosis(life.named(stay.reason)), stay.day, ended=ended, problem=False, encounter=met
    )
    if stay.procedure:
        day = min(stay.day + (1 if stay.kind == "emergency" else 0), last)
        if day < life.until:
            clinical.procedure(
                pen,
                operation(stay.procedure),
                day,
                660,
                encounter=met,
                reason=diagnosis(life.named(stay.reason)),
            )
    _days(pen, life, body, rng, stay, met, last if recent else min(last, stay.day + 1))
    if recent:
        _known_before(pen, life, stay, met)
    if stay.left is None:
        _to_do(pen, life, stay, met)
    else:
        summaries.discharge(pen, life, stay, met, main, recent)
        _follow_up(pen, life, stay, rng)


def _where(life: Life, stay: Stay, rng: Random) -> dict:
    """Ward and bed with their times, how the person came, where the person went."""
    made: dict = {"location": where(stay), "serviceType": {"text": stay.specialty}}
    made["hospitalization"] = {"admitSource": {"text": "Ambulance" if stay.by_ambulance else "Own transport"}}
    if stay.left is not None:
        made["hospitalization"]["dischargeDisposition"] = DISCHARGED_TO[stay.goes_to]
    else:
        expected = max(life.until + int(rng.random() * 7), stay.day + 2)
        made["extension"] = [{"url": EXPECTED, "valueDate": DAY[expected]}]
    return made


def _days(pen: Pen, life: Life, body: Body, rng: Random, stay: Stay, met: dict, last: int) -> None:
    """Observations and bloods: on the first day, then every few days, better each time."""
    day, ill = stay.day, 0.8 if stay.kind == "emergency" else 0.2
    while day <= last and day <= life.end:
        when = moment(day, max(stay.minute, 600) if day == stay.day else 420)
        if day < life.until:
            _vitals(pen, body, rng, day, when, met, ill)
            if stay.kind == "emergency":
                for test in ("fbc", "kidney", "crp"):
                    panel(pen, body, rng, test, day, when, ill)
        day += 4 if last - stay.day < 15 else 6
        ill *= 0.55
    if stay.reason in IMAGES and stay.day < life.until:
        study = clinic.image(pen, IMAGES[stay.reason], stay.day, min(1380, stay.minute + 45), rng)
        if life.is_showcase and IMAGES[stay.reason] == "hip":
            clinic.key_image(pen, study, stay.day, min(1380, stay.minute + 45))


IMAGES = {
    "pneumonia": "xray", "copdexac": "xray", "HF": "xray", "sepsis": "xray", "hipfracture": "hip", "STIA": "ct",
    "delirium": "ct", "headinjury": "ct", "MI": "echo", "gallstones": "ultrasound", "abdopain": "ct", "AF": "echo",
}  # fmt: skip


def _known_before(pen: Pen, life: Life, stay: Stay, met: dict) -> None:
    """Comorbidities coded again, and the medicines that the person came with."""
    known = [
        g
        for g, day in life.onset.items()
        if day < stay.day and g in ("DM", "HYP", "AF", "COPD", "CKD", "HF", "DEM")
    ]
    for group in known[:4]:
        day = stay.day if (life.person.number + len(group)) % 3 else life.onset[group]
        clinical.condition(pen, diagnosis(life.named(group)), day, problem=False, encounter=met)
    taken = [c for c in life.courses if c.start < stay.day and (c.end is None or c.end > stay.day)]
    for course in taken[:6]:
        if stay.day > life.end - 2 * int(YEAR):
            clinical.medication_statement(
                pen, course.medicine, stay.day, course.dose, note="Brought in on admission"
            )


def _to_do(pen: Pen, life: Life, stay: Stay, met: dict) -> None:
    """What still has to happen before the person can leave."""
    words = "Therapy assessment before discharge"
    if stay.goes_to == "home with care" or life.frailty >= 6:
        words = "Arrange package of care for discharge"
    elif stay.goes_to == "care home":
        words = "Care home to confirm that the person can return"
    contacts.task(pen, words, min(stay.day + 1, life.until), due=life.until + 2, owner=pen.provider,
                  status="in-progress", focus=met)  # fmt: skip


def _follow_up(pen: Pen, life: Life, stay: Stay, rng: Random) -> None:
    if stay.kind == "maternity" or rng.random() < 0.5:
        return
    day = (stay.left or stay.day) + 28 + int(rng.random() * 30)
    status = "booked" if day > life.until else ("noshow" if rng.random() < 0.07 else "fulfilled")
    if life.died is not None and day > life.died:
        status = "cancelled"
    minute = 540 + 15 * int(rng.random() * 28)
    contacts.appointment(
        pen, f"{stay.specialty} clinic", day, minute, 20, status, made_on=stay.left or stay.day
    )
