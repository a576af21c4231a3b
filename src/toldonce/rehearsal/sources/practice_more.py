"""What else the practice keeps: vaccinations, growth, pregnancies, referrals, screening, family, flags and plans."""

from random import Random

from toldonce.rehearsal.body import Body
from toldonce.rehearsal.days import YEAR, moment
from toldonce.rehearsal.life import Life, times
from toldonce.rehearsal.shapes import HL7, SNOMED, Pen, coded, coding
from toldonce.rehearsal.sources import signed_plans
from toldonce.rehearsal.terms import concept
from toldonce.rehearsal.writing import clinical, contacts, plans
from toldonce.rehearsal.writing.demographics import related_person

FLU = (
    "86198006",
    "Administration of vaccine product containing only Influenza virus antigen",
    "Influenza vaccine",
)
COVID = (
    "1362591000000103",
    "Immunisation course to maintain protection against severe acute respiratory syndrome coronavirus 2",
    "COVID-19 vaccine",
)
CHILD = (  # age in weeks, code, what it is, vaccine, dose
    (8, "399014008", "diphtheria, tetanus and pertussis", "Six-in-one vaccine", 1),
    (8, "415354003", "rotavirus", "Rotavirus vaccine", 1),
    (12, "399014008", "diphtheria, tetanus and pertussis", "Six-in-one vaccine", 2),
    (12, "12866006", "pneumococcal", "Pneumococcal conjugate vaccine", 1),
    (16, "399014008", "diphtheria, tetanus and pertussis", "Six-in-one vaccine", 3),
    (53, "38598009", "measles, mumps and rubella", "MMR vaccine", 1),
    (53, "12866006", "pneumococcal", "Pneumococcal conjugate vaccine", 2),
    (175, "170433008", "measles, mumps and rubella", "MMR vaccine", 2),
    (640, "428570002", "human papillomavirus", "HPV vaccine", 1),
    (735, "73152006", "tetanus and diphtheria", "Teenage booster", 1),
)
OLDER = (
    (65, "12866006", "pneumococcal", "Pneumococcal polysaccharide vaccine"),
    (70, "722215002", "shingles", "Shingles vaccine"),
)
COVID_BEGAN = 737791  # 4 January 2021
SENSITIVE = {
    "sexual health": "chlamydia",
    "termination": "termination",
    "assisted conception": "ivf",
    "gender reassignment": "gender",
}


def tell(pen: Pen, life: Life, body: Body, rng: Random) -> None:
    """Everything in the practice's record beside problems, medicines and consultations."""
    _near_ones(pen, life, rng)
    _vaccinations(pen, life, rng)
    _growth(pen, life, body, rng)
    _pregnancies(pen, life, body, rng)
    _referrals(pen, life)
    _screening(pen, life, rng)
    _family(pen, life, rng)
    _sensitive(pen, life)
    _decisions(pen, life)
    _plans(pen, life)
    _procedures(pen, life)
    _appointments(pen, life, rng)
    _care_home(pen, life)


def _near_ones(pen: Pen, life: Life, rng: Random) -> None:
    """A child's parents; the next of kin whom about half of the grown have named."""
    wanted = {"parent"} if life.age < 16 else {"partner", "child"} if life.is_showcase else {"partner"}
    ties = [tie for tie in life.person.relations if tie.kind in wanted]
    if life.age < 16 or rng.random() < 0.5 or life.is_showcase:
        for tie in ties:
            related_person(pen, tie, carer=life.frailty >= 6)


def _vaccine(pen: Pen, code: tuple[str, str, str], day: int, dose: int, *, declined: bool = False) -> None:
    given = coded(SNOMED, code[0], code[1])
    clinical.immunization(
        pen, coded("", "", code[2]), given, day, dose, f"L{day % 9973:04d}", declined=declined
    )


def _vaccinations(pen: Pen, life: Life, rng: Random) -> None:
    birth, uptake = life.person.birth, 0.9 if life.person.decile > 3 else 0.84
    for weeks, code, against, vaccine, dose in CHILD:
        day = birth + weeks * 7 + (birth + weeks) % 15
        if life.start <= day < life.end and rng.random() < uptake:
            _vaccine(pen, (code, f"Administration of {against} vaccine", vaccine), day, dose)
    for age, code, against, vaccine in OLDER:
        day = birth + int((age + rng.random()) * YEAR)
        if life.start <= day < life.end and rng.random() < 0.7:
            _vaccine(pen, (code, f"Administration of {against} vaccine", vaccine), day, 1)
    _every_autumn(pen, life, rng)


def _every_autumn(pen: Pen, life: Life, rng: Random) -> None:
    """Influenza each October for the old and the ill; COVID-19 since 2021."""
    willing = rng.random()
    day, dose = life.start - life.start % 365 + 280, 1
    while day < life.end:
        when = day + int(rng.random() * 40)
        age = life.age_on(when) if when > life.person.birth else -1
        offered = age >= 65 or (life.serious > 0 and age > 0) or 2 <= age <= 10
        if offered and life.start <= when < life.end and willing < (0.8 if age >= 65 else 0.45):
            _vaccine(pen, FLU, when, 1)
        if (
            when > COVID_BEGAN
            and age >= 12
            and when < life.end
            and (age >= 65 or dose <= 2)
            and willing < 0.85
        ):
            _vaccine(pen, COVID, when, dose)
            dose += 1
        day += 365


def _growth(pen: Pen, life: Life, body: Body, rng: Random) -> None:
    """Weighed and measured by the health visitor and at school age."""
    for weeks in (2, 8, 16, 34, 53, 120, 230):
        day = life.person.birth + weeks * 7 + int(rng.random() * 12)
        if life.start <= day < life.end:
            weight, height = body.size(day)
            when = moment(day, 600)
            clinical.observation(pen, "weight", weight, when)
            clinical.observation(pen, "height", height, when)


def _pregnancies(pen: Pen, life: Life, body: Body, rng: Random) -> None:
    for pregnancy in life.pregnancies:
        ended = pregnancy.birth
        if pregnancy.start + 40 >= life.end:
            continue
        clinical.condition(pen, concept("pregnancy"), pregnancy.start + 40, ended=ended)
        for week in (9, 16, 25, 28, 31, 34, 36, 38):
            day = pregnancy.start + week * 7
            if day >= life.end or (ended and day >= ended) or day < life.start:
                break
            met = contacts.encounter(
                pen, contacts.AMBULATORY, ANTENATAL, day, 600, 20, reason=concept("pregnancy")
            )
            systolic = body.systolic(day) - 6
            clinical.blood_pressure(pen, systolic, body.diastolic(systolic), moment(day, 605), met)
            if week in (9, 28):
                clinical.observation(pen, "haemoglobin", rng.gauss(118, 8), moment(day, 610), met)


ANTENATAL = {"text": "Antenatal visit"}


def _referrals(pen: Pen, life: Life) -> None:
    for asked in life.referrals:
        done = asked.seen is not None and asked.seen <= life.end
        contacts.service_request(
            pen, {"text": f"Referral to {asked.specialty.lower()}"}, asked.day,
            status="completed" if done else "active" if life.died is None else "revoked",
            reason=concept(life.named(asked.reason)), performer={"reference": f"Organization/ods-{asked.trust}"},
            priority="urgent" if asked.cancer else "routine",
        )  # fmt: skip


SCREENS = (
    ("smear", "female", 25, 64, 3.4),
    ("mammogram", "female", 50, 70, 3.1),
    ("bowelscreen", "", 56, 74, 2.2),
)


def _screening(pen: Pen, life: Life, rng: Random) -> None:
    for name, sex, low, high, every in SCREENS:
        if sex and sex != life.person.sex:
            continue
        day = max(life.start, life.person.birth + int(low * YEAR)) + int(rng.random() * every * 365)
        while day < life.end:
            if low <= life.age_on(day) <= high and rng.random() < 0.7:
                clinical.procedure(pen, concept(name), day, 630)
            day += int(every * 365)


RUNS_IN_FAMILIES = (
    ("DM", "Type 2 diabetes"),
    ("CHD", "heart disease"),
    ("CANB", "breast cancer"),
    ("CANC", "bowel"),
)
RELATIVES = (("FTH", "father"), ("MTH", "mother"), ("BRO", "brother"), ("SIS", "sister"))


def _family(pen: Pen, life: Life, rng: Random) -> None:
    if life.age >= 25 and rng.random() < 0.3:
        name, _ = RUNS_IN_FAMILIES[int(rng.random() * 4)]
        code, words = RELATIVES[int(rng.random() * 4)]
        clinical.family_history(
            pen, code, words, concept(name), life.start + int(rng.random() * (life.end - life.start))
        )


def _sensitive(pen: Pen, life: Life) -> None:
    """Matters that the Royal College withholds from sharing, labelled as such."""
    label = {**pen.meta, "security": [coding(f"{HL7}v3-Confidentiality", "R", "restricted")]}
    for mark, name in SENSITIVE.items():
        if mark in life.marks:
            day = life.marks[mark]
            if name in ("termination", "ivf"):
                clinical.procedure(pen, concept(name), day, 600, meta=label)
            else:
                ended = min(day + 60, life.end) if name == "chlamydia" else None
                clinical.condition(pen, concept(name), day, ended=ended, problem=name == "gender", meta=label)


def _decisions(pen: Pen, life: Life) -> None:
    """What the person has decided about sharing and about treatment."""
    marks = life.marks
    if "objection" in marks:
        plans.consent(pen, marks["objection"], deny=True, words="Objection to the shared care record")
    if "lasting power of attorney" in marks:
        words = {"text": "Lasting power of attorney for health and welfare registered"}
        plans.flag(pen, "administrative", words, marks["lasting power of attorney"])
    if "resuscitation decision" in marks:
        words = coded(SNOMED, "450476008", "Not for attempted cardiopulmonary resuscitation")
        plans.flag(pen, "advance", words, marks["resuscitation decision"])
        if life.is_showcase:
            signed_plans.tell_escalation(pen, life)
    for mark, code in ADJUSTMENTS.items():
        if mark in marks:
            plans.flag(pen, "administrative", code, marks[mark])
    if "carer" in marks:
        clinical.coded_observation(
            pen, CARER_STATUS, concept("carer"), "social-history", moment(marks["carer"], 600)
        )
    if "sealed address" in marks:
        plans.flag(pen, "safety", {"text": "Whereabouts must not be disclosed"}, marks["sealed address"])


def _care_home(pen: Pen, life: Life) -> None:
    """The practice knows who looks after those of its patients who live in a care home."""
    person = life.person
    if person.care_home and person.moved < life.end:
        home = {
            "reference": f"Organization/ods-{person.care_home}",
            "display": life.services.care_home(person),
        }
        members = [("Care home", home, person.care_home), ("Care home round", pen.author, person.practice)]
        plans.care_team(pen, "Care home residents", max(person.moved, life.start), members)


CARER_STATUS = {"text": "Carer status"}
ADJUSTMENTS = {
    "interpreter": {"text": "Reasonable adjustment: interpreter needed"},
    "hearing": {"text": "Reasonable adjustment: speak clearly and face the person; hearing loop"},
    "sight": {"text": "Reasonable adjustment: letters in large print"},
    "learning disability adjustments": {
        "text": "Reasonable adjustment: easy read letters and a longer appointment"
    },
    "autism adjustments": {
        "text": "Reasonable adjustment: quiet place to wait, first appointment of the day"
    },
}
PLANS = {
    "DM": ("698360004", "Diabetes self management plan", "Blood sugar in the agreed range",
           ["Annual review with eye and foot checks", "Blood test every six months"]),
    "COPD": ("412776001", "Chronic obstructive pulmonary disease clinical management plan", "Fewer flare-ups",
             ["Rescue pack at home", "Annual inhaler check"]),
    "HF": ("735984001", "Heart failure self management plan", "Weight steady", ["Weigh every morning"]),
    "CAN": ("736252007", "Cancer care plan", "Back to walking the dog", ["Holistic needs assessment"]),
}  # fmt: skip


def _plans(pen: Pen, life: Life) -> None:
    for group, (code, title, wish, activities) in PLANS.items():
        since = life.onset.get(group)
        if since is not None and since + 60 < life.end and (life.person.number + len(group)) % 3:
            start = max(since + 60, life.end - 700)
            aim = plans.goal(pen, wish, start, start + 365)
            plans.care_plan(pen, coded(SNOMED, code, title), title, start, None, activities, goals=[aim])


def _procedures(pen: Pen, life: Life) -> None:
    """Medication reviews for those on many medicines; spirometry for lungs; advice to smokers."""
    running = [c for c in life.courses if c.end is None]
    if len(running) >= 4:
        clinical.procedure(pen, concept("medreview"), life.end - 20 - life.person.number % 300, 640)
    for group in ("COPD", "AST"):
        since = life.onset.get(group)
        if since is not None and life.start < since < life.end - 40:
            clinical.procedure(pen, concept("spirometry"), since + 20, 650)
    if life.smoker == "current" and life.end - life.start > 900:
        day = life.end - 60 - life.person.number % 700
        clinical.procedure(pen, concept("smokingadvice"), day, 660)
        plans.communication(pen, "Advice on stopping smoking, with the number of the local service", day, 665)


def _appointments(pen: Pen, life: Life, rng: Random) -> None:
    """Booked at the practice, a few of them missed."""
    if life.died is None and rng.random() < 0.12 + 0.05 * min(5, len(life.onset)):
        day = life.until + 1 + int(rng.random() * 24)
        kind = "Annual review" if life.onset and rng.random() < 0.5 else "GP appointment"
        contacts.appointment(
            pen,
            kind,
            day,
            540 + 10 * int(rng.random() * 48),
            15,
            "booked",
            made_on=max(life.until - 3, life.person.birth),
        )
    for day in times(rng, max(life.start, life.end - 900), life.end, 0.12):
        contacts.appointment(pen, "GP appointment", day, 600, 15, "noshow", made_on=max(day - 9, life.start))
