"""What a hospital writes home: discharge summaries and letters after an attendance."""

from toldonce.rehearsal.days import DAY
from toldonce.rehearsal.letters import letter
from toldonce.rehearsal.life import Attendance, Life, Stay
from toldonce.rehearsal.shapes import SNOMED, Pen, coded
from toldonce.rehearsal.terms import display_of, medicines
from toldonce.rehearsal.writing import contacts

DISCHARGE = coded(SNOMED, "373942005", "Discharge summary")
ATTENDANCE_LETTER = coded(SNOMED, "823701000000103", "Discharge letter")
LETTERS_FOR = 6 * 365  # older letters were on paper


def about(life: Life) -> str:
    """The line by which a letter says of whom it speaks."""
    person = life.person
    return f"{person.given} {person.family}, born {DAY[person.birth]}, NHS number {person.nhs_number}"


def taken(life: Life, day: int) -> list[str]:
    """The medicines of a day in words."""
    courses = [c for c in life.courses if c.start < day and (c.end is None or c.end > day)]
    return [f"{medicines()[c.medicine]['display']}: {c.dose.lower()}" for c in courses]


def discharge(pen: Pen, life: Life, stay: Stay, met: dict, main: dict, recent: bool) -> None:
    """A structured summary, and for stays of the last years the letter."""
    day = stay.left or stay.day
    words = display_of(life.named(stay.reason))
    if recent and stay.kind != "planned":
        sections = [
            ("Diagnosis", words, [main]),
            ("Course of the stay", course(life, stay), []),
            ("Medicines on discharge", "; ".join(taken(life, day)) or "None", []),
            ("Plan and requested actions", plan(life, stay), []),
        ]
        contacts.composition(pen, DISCHARGE, "Discharge summary", day, 845, sections)
    if day > life.end - LETTERS_FOR:
        paragraphs = [
            f"Admitted {DAY[stay.day]}, discharged {DAY[day]} ({stay.specialty}).",
            f"Diagnosis: {words}.",
            course(life, stay),
            "Medicines on discharge: " + ("; ".join(taken(life, day)) or "none") + ".",
            plan(life, stay),
        ]
        pdf, size = letter(
            stay.ward_name or stay.specialty, "Discharge summary", DAY[day], about(life), paragraphs
        )
        contacts.document(
            pen, DISCHARGE, f"Discharge summary {stay.specialty}", day, 850, pdf, size, encounter=met
        )


def course(life: Life, stay: Stay) -> str:
    """A sentence or two about what was done."""
    nights = (stay.left or stay.day) - stay.day
    done = f" {display_of(stay.procedure)} was carried out." if stay.procedure else ""
    length = "on the same day" if nights == 0 else f"after {nights} night{'s' if nights > 1 else ''}"
    reason = display_of(life.named(stay.reason)).lower()
    return f"Treated for {reason}.{done} Left hospital {length}, well enough to go."


def plan(life: Life, stay: Stay) -> str:
    """What the hospital asks of the practice."""
    asks = {
        "hipfracture": "Please start bone protection and review falls risk within four weeks.",
        "HF": "Please check kidney function in one week and review weight and symptoms.",
        "copdexac": "Please review inhalers and offer pulmonary rehabilitation.",
        "AF": "Please continue anticoagulation and check rate control in two weeks.",
        "STIA": "Please continue antiplatelet treatment and check blood pressure.",
        "delirium": "Please repeat the memory assessment in three months.",
    }
    to = {
        "home with care": " A package of care has been arranged.",
        "care home": " Returned to the care home.",
    }
    return asks.get(stay.reason, "No action is needed unless symptoms return.") + to.get(stay.goes_to, "")


def attendance_letter(pen: Pen, life: Life, visit: Attendance, met: dict) -> None:
    """A short letter after a visit to the emergency department."""
    paragraphs = [
        f"Seen in the emergency department on {DAY[visit.day]} with {display_of(life.named(visit.reason)).lower()}.",
        "Examined and discharged home with advice. No follow-up is arranged by the hospital.",
    ]
    title = "Emergency department letter"
    pdf, size = letter("Emergency department", title, DAY[visit.day], about(life), paragraphs)
    minute = visit.left or visit.minute + 120
    contacts.document(pen, ATTENDANCE_LETTER, title, visit.day, minute, pdf, size, encounter=met)
