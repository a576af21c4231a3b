"""The ambulance service: what the crew saw, who it knew the person as, and where it went."""

from random import Random

from toldonce.rehearsal.body import Body
from toldonce.rehearsal.days import moment
from toldonce.rehearsal.life import Call, Life
from toldonce.rehearsal.shapes import Pen
from toldonce.rehearsal.sources import hospital
from toldonce.rehearsal.sources.allergy import tell_allergy
from toldonce.rehearsal.sources.staff import staff
from toldonce.rehearsal.terms import concept
from toldonce.rehearsal.writing import clinical, contacts, plans
from toldonce.rehearsal.writing.demographics import AMBULANCE, Seen, local_system, patient, seen_by

RESPONSE = {"text": "Emergency ambulance response"}
CONVEYED, LEFT_AT_HOME = {"text": "Conveyed to hospital"}, {"text": "Seen and treated at home"}
HANDS_OVER_HOSPITAL_NUMBER = 0.6  # of the conveyed whose NHS number the crew did not have


def tell(life: Life, body: Body) -> list[tuple[Pen, Seen]]:
    """Nothing unless an ambulance came."""
    if not life.calls:
        return []
    person, trust = life.person, life.services.ambulance
    pen = Pen(trust, f"a{person.number:06d}", f"amb-{trust}-{person.number:06d}")
    rng = Random(f"{person.nhs_number}/{trust}/{life.until}")
    seen = life.seen.get("ambulance") or seen_by(person, AMBULANCE, rng)
    crews = staff(trust, "Paramedic", 12)
    pen.author = crews[person.number % len(crews)]
    local = [(local_system(trust, "incident"), f"{life.calls[-1].day % 100000:05d}-{person.number:06d}")]
    by_hospital_number = rng.random() < HANDS_OVER_HOSPITAL_NUMBER or "ambulance" in life.seen
    if not seen.nhs_number and by_hospital_number and any(call.conveyed for call in life.calls):
        acute = life.attendances[0].trust if life.attendances else life.services.acute
        local.append((local_system(acute, "hospital-number"), hospital.number(life, acute)))
    patient(pen, person, seen, local, {})
    tell_allergy(pen, life, "ambulance", rng)
    for call in life.calls:
        _call(pen, life, body, rng, call)
    return [(pen, seen)]


def _call(pen: Pen, life: Life, body: Body, rng: Random, call: Call) -> None:
    reason = concept(life.named(call.reason))
    more = {"hospitalization": {"dischargeDisposition": CONVEYED if call.conveyed else LEFT_AT_HOME}}
    met = contacts.encounter(
        pen, contacts.FIELD, RESPONSE, call.day, call.minute, 65, reason=reason, more=more
    )
    when = moment(call.day, call.minute + 18)
    ill = 0.6 if call.conveyed else 0.15
    systolic = body.systolic(call.day) - 12 * ill
    clinical.blood_pressure(pen, systolic, body.diastolic(systolic), when, met)
    clinical.observation(pen, "pulse", rng.gauss(80 + 18 * ill, 10), when, met)
    clinical.observation(pen, "saturation", min(100, rng.gauss(97 - 4 * ill, 1.5)), when, met)
    clinical.observation(pen, "gcs", 15 if rng.random() < 0.9 else 14, when, met)
    if not call.conveyed:
        words = "No injury found, able to stand. Advice given, practice informed."
        plans.impression(pen, words, call.day, call.minute + 50, met)
