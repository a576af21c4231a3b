"""The plans of the showcase that were signed here: by the same form and the same shapes as on the page."""

from datetime import UTC, datetime, timedelta

from toldonce.care.plans.kinds import kinds
from toldonce.care.plans.signing import Signature, signed_plan
from toldonce.rehearsal.life import Life
from toldonce.rehearsal.shapes import Pen
from toldonce.rehearsal.sources.staff import staff

ESCALATION = {
    "cpr": ["450476008"],
    "cpr-why": ["It would not work with her heart and her frailty, and she does not want it."],
    "priority": ["comfort"],
    "matters": ["Her own bed, her family near her, and not being alone when she is frightened."],
    "hospital": ["admit-rarely"],
    "hospital-when": ["A broken bone, or pain or breathlessness that cannot be eased at home"],
    "intensive-care": ["no-intensive-care"],
    "breathing": ["no-ventilation"],
    "give": ["Antibiotics by mouth", "Oxygen for comfort"],
    "relevant": [
        "Frailty, atrial fibrillation, chronic kidney disease; a hip broken and mended this autumn."
    ],
}
SUPPORT = {
    "called": ["Margaret"],
    "about-me": ["I taught in the village school for thirty years. I like to know what is going to happen."],
    "matters": ["To be asked, not told. To stay in my own house."],
    "communication": ["Face me and speak clearly; I have hearing aids and forget to put them in."],
    "goal": ["To walk to the gate with the frame", "To sleep through the night"],
    "actions": ["Exercises: Margaret, with the therapist on Tuesdays", "Pain relief: the practice, this month"],
    "if-worse": ["A fall: press the pendant, do not get up alone", "Confused or feverish: telephone the practice"],
    "coordinator-role": ["community matron"],
    "coordinator-phone": ["01632 960417"],
}  # fmt: skip
MADE = {
    "capacity": ["has-capacity"],
    "discussed": ["person", "family"],
    "copy": ["In the folder by the telephone"],
}
REVIEW_AFTER = 182  # days


def tell_escalation(pen: Pen, life: Life) -> None:
    """How far treatment goes, signed by her GP on the day of the decision."""
    doctor = staff(pen.organisation, "GP")[0]["display"].removesuffix(" (GP)")
    _tell(pen, life, "treatment-escalation", ESCALATION, (doctor, "GP"), life.marks["resuscitation decision"])


def tell_support(pen: Pen, life: Life) -> None:
    """What matters to her and who does what, signed by her district nurse."""
    nurse = pen.author["display"].removesuffix(" (District nurse)")
    named = {**SUPPORT, "coordinator-name": [nurse]}
    _tell(pen, life, "personalised-care", named, (nurse, "District nurse"), life.marks["about me"])


def _tell(pen: Pen, life: Life, slug: str, answers: dict, signer: tuple[str, str], day: int) -> None:
    at = datetime.fromordinal(day).replace(hour=14, minute=20, tzinfo=UTC)
    review = (at.date() + timedelta(days=REVIEW_AFTER)).isoformat()
    signature = Signature(
        plan=f"{pen.patient}-{slug}",
        name=signer[0],
        role=signer[1],
        organisation=pen.organisation,
        at=at,
        patient=pen.patient,
        nhs_number=life.person.nhs_number,
    )
    for each in signed_plan(kinds()[slug], {**answers, **MADE, "review": [review]}, signature):
        pen.write(each)
