"""The community and mental-health trust: nurses, therapists, mental-health teams, plans for the dying."""

from random import Random

from toldonce.rehearsal.body import Body
from toldonce.rehearsal.days import DAY, moment
from toldonce.rehearsal.letters import letter
from toldonce.rehearsal.life import Life
from toldonce.rehearsal.shapes import SNOMED, Pen, coded
from toldonce.rehearsal.sources import signed_plans
from toldonce.rehearsal.sources.allergy import tell_allergy
from toldonce.rehearsal.sources.places import where
from toldonce.rehearsal.sources.staff import staff
from toldonce.rehearsal.sources.summaries import about
from toldonce.rehearsal.terms import concept
from toldonce.rehearsal.writing import clinical, contacts, plans
from toldonce.rehearsal.writing.demographics import COMMUNITY, Seen, local_system, patient, seen_by

VISIT = coded(SNOMED, "439708006", "Home visit")
TEAM = {"text": "Community nursing caseload"}
REHABILITATION = {"text": "Rehabilitation stay"}
CARE_PLAN = coded(SNOMED, "734163000", "Care plan")
ADVANCE = coded(SNOMED, "736366004", "Advance care plan")
RESPECT = coded(
    SNOMED, "1382601000000107", "ReSPECT (Recommended Summary Plan for Emergency Care and Treatment) form"
)
CRISIS = coded(SNOMED, "736253002", "Mental health crisis plan")
KNOWS = ("district nurse", "mental health team", "advance care plan", "falls service", "oxygen", "about me")


def tell(life: Life, body: Body) -> list[tuple[Pen, Seen]]:
    """Nothing unless one of its teams has met the person."""
    referred = [asked for asked in life.referrals if not asked.clinic]
    if not (referred or life.rehabilitations or any(mark in life.marks for mark in KNOWS)):
        return []
    person, trust = life.person, life.services.community
    pen = Pen(trust, f"c{person.number:06d}", f"com-{trust}-{person.number:06d}")
    rng = Random(f"{person.nhs_number}/{trust}/{life.until}")
    seen = life.seen.get("community") or seen_by(person, COMMUNITY, rng)
    nurses = staff(trust, "District nurse", 10)
    pen.author = nurses[person.number % len(nurses)]
    more = {"generalPractitioner": [{"reference": f"Organization/ods-{person.practice}"}]}
    patient(pen, person, seen, [(local_system(trust, "patient"), f"{person.number * 37 + 400_000}")], more)
    tell_allergy(pen, life, "community", rng)
    _nursing(pen, life, body, rng)
    _mental_health(pen, life, rng)
    _falls(pen, life, rng)
    _rehabilitation(pen, life)
    for asked in referred:
        _therapy(pen, life, asked)
    _advance_care_plan(pen, life)
    _about_me(pen, life)
    _oxygen(pen, life)
    return [(pen, seen)]


def _nursing(pen: Pen, life: Life, body: Body, rng: Random) -> None:
    since = life.marks.get("district nurse")
    if since is None:
        return
    reason = concept("PC" if life.has("PC") else "pressureulcer" if rng.random() < 0.5 else "FRAIL2")
    told = clinical.condition(pen, reason, since, problem=False)
    on = contacts.episode(pen, TEAM, since, life.died, team=life.services.nursing_team(life.person), why=told)
    aim = plans.goal(pen, "Wound healed" if not life.has("PC") else "Comfortable at home", since, since + 120)
    plans.care_plan(pen, CARE_PLAN, "Community nursing care plan", since, life.died,
                    ["Visit twice a week", "Check skin and pressure areas", "Review pain"], goals=[aim])  # fmt: skip
    plans.risk(
        pen, "Waterlow assessment", "Pressure ulcer", "high" if life.frailty >= 7 else "moderate", since
    )
    day, visits = since, 0
    while day < life.end and visits < 14:
        met = contacts.encounter(
            pen, contacts.HOME, VISIT, day, 560 + int(rng.random() * 300), 30, episode=on
        )
        if visits % 3 == 0:
            systolic = body.systolic(day)
            clinical.blood_pressure(pen, systolic, body.diastolic(systolic), moment(day, 570), met)
        if visits % 4 == 1 and not life.has("PC"):
            clinical.procedure(pen, concept("woundcare"), day, 600, encounter=met)
        visits += 1
        day += 7 + int(rng.random() * 30)


def _mental_health(pen: Pen, life: Life, rng: Random) -> None:
    since = life.marks.get("mental health team")
    if since is None:
        return
    group = "MH" if life.has("MH") else "DEP"
    told = clinical.condition(pen, concept(life.named(group)), life.onset[group])
    on = contacts.episode(pen, {"text": "Community mental health team"}, since, life.died, why=told)
    steps = ["Ring the team's number", "Stay with a trusted friend", "Connection helpline at night"]
    plans.care_plan(pen, CRISIS, "Mental health crisis plan", since, life.died, steps)
    day = since
    for _ in range(6):
        if day >= life.end:
            break
        contacts.encounter(
            pen, contacts.AMBULATORY, {"text": "Care co-ordinator review"}, day, 660, 45, episode=on
        )
        day += 40 + int(rng.random() * 60)
    if "mental health act" in life.marks:
        words = {"text": "Mental Health Act 1983: community treatment order"}
        plans.flag(pen, "administrative", words, life.marks["mental health act"])


def _falls(pen: Pen, life: Life, rng: Random) -> None:
    since = life.marks.get("falls service")
    if since is None:
        return
    plans.risk(pen, "Falls risk assessment", "Fall", "high", since)
    plans.communication(pen, "Leaflet on preventing falls, and strength and balance exercises", since, 680)
    contacts.encounter(pen, contacts.HOME, {"text": "Falls assessment at home"}, since, 620, 60)
    plans.equipment(
        pen, "Walking frame with wheels" if rng.random() < 0.6 else "Grab rails", min(since + 7, life.end)
    )
    clinical.observation(pen, "cfs", life.frailty, moment(since, 640))


def _rehabilitation(pen: Pen, life: Life) -> None:
    """The weeks in a community hospital that followed an acute stay."""
    for stay in life.rehabilitations[-2:]:
        minutes = None if stay.left is None else (stay.left - stay.day) * 1440 - 300
        met = contacts.encounter(
            pen, contacts.INPATIENT, REHABILITATION, stay.day, stay.minute, minutes,
            reason=concept(life.named(stay.reason)), more={"location": where(stay)},
        )  # fmt: skip
        if stay.day + 2 < life.end:
            clinical.procedure(pen, concept("physio"), stay.day + 2, 660, encounter=met)


def _therapy(pen: Pen, life: Life, asked) -> None:
    if asked.seen is None or asked.missed:
        status = "noshow" if asked.seen else "booked" if life.died is None else "cancelled"
        day = asked.seen or life.until + 9
        contacts.appointment(pen, asked.specialty, day, 600, 45, status, made_on=asked.day)
        return
    for n in range(4):
        day = asked.seen + 14 * n
        if day < life.end:
            reason = concept(life.named(asked.reason))
            met = contacts.encounter(
                pen, contacts.VIRTUAL, {"text": asked.specialty}, day, 600, 50, reason=reason
            )
            if asked.specialty == "Talking therapies":
                clinical.observation(
                    pen, "phq9", max(0, 17 - 3 * n + life.person.number % 4), moment(day, 605), met
                )


def _advance_care_plan(pen: Pen, life: Life) -> None:
    """The plan that the ambulance service looks for: as a care plan, as answers, and as a document to read."""
    since = life.marks.get("advance care plan")
    if since is None:
        return
    home = "the care home" if life.person.care_home else "home"
    wishes = [
        ("What matters to me", "My family near me, my own bed, the wireless on."),
        ("Preferred place of care", f"At {home}."),
        ("Preferred place of death", f"At {home}."),
        ("Treatments I would not want", "Intensive care or cardiopulmonary resuscitation."),
        ("Hospital admission", "Only for something that cannot be eased at home, such as a broken bone."),
    ]
    for words in ("Preferred place of care", "Preferred place of death"):
        clinical.coded_observation(
            pen, {"text": words}, {"text": home.capitalize()}, "survey", moment(since, 700)
        )
    end = life.died
    plans.care_plan(pen, ADVANCE, "Advance care plan", since, end, [f"{q}: {a}" for q, a in wishes])
    plans.questionnaire(pen, "advance-care-plan", "Advance care plan", since, 700, wishes)
    pdf, size = letter(
        "Community trust", "ReSPECT form", DAY[since], about(life), [f"{q}: {a}" for q, a in wishes]
    )
    contacts.document(pen, RESPECT, "ReSPECT form", since, 720, pdf, size)
    team = staff(life.person.practice, "GP")[0]
    members = [("Care coordinator", pen.author, pen.organisation), ("GP", team, life.person.practice)]
    plans.care_team(pen, "Named for this plan", since, members)


def _about_me(pen: Pen, life: Life) -> None:
    since = life.marks.get("about me")
    if since is None:
        return
    answers = [
        ("What I like to be called", life.person.given),
        ("What matters to me", "Being asked, not told. Tea, not coffee."),
        ("How to communicate with me", "Slowly, one thing at a time, and look at me."),
        ("When I am upset", "A quiet room and a familiar voice help."),
    ]
    plans.questionnaire(pen, "about-me", "About me", since, 680, answers)
    if life.is_showcase:
        signed_plans.tell_support(pen, life)


def _oxygen(pen: Pen, life: Life) -> None:
    since = life.marks.get("oxygen")
    if since is not None:
        plans.equipment(pen, "Home oxygen concentrator", since)
        plans.flag(pen, "safety", {"text": "Home oxygen: target saturation 88-92%"}, since)
