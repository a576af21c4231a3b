"""One allergy, told as each source has it: another word for it, another reaction, or not at all."""

from random import Random

from toldonce.rehearsal.life import Life
from toldonce.rehearsal.shapes import SNOMED, Pen, coded
from toldonce.rehearsal.writing import clinical

SUBSTANCES = {
    "penicillin": ("91936005", "Allergy to penicillin", "medication"),
    "aspirin": ("293586001", "Allergy to aspirin", "medication"),
    "sulfonamide": ("91939003", "Allergy to sulfonamide", "medication"),
    "contrast": ("293637006", "Allergy to contrast media", "medication"),
    "latex": ("300916003", "Allergy to latex", "environment"),
    "peanut": ("91935009", "Allergy to peanut", "food"),
    "shellfish": ("300913006", "Allergy to shellfish", "food"),
    "egg": ("213020009", "Allergy to egg protein", "food"),
    "bee venom": ("424213003", "Allergy to bee venom", "environment"),
    "grass pollen": ("418689008", "Allergy to grass pollen", "environment"),
}
AMOXICILLIN = coded(SNOMED, "294505008", "Allergy to amoxicillin")
RASH = coded(SNOMED, "271807003", "Eruption of skin")
ANAPHYLAXIS = coded(SNOMED, "39579001", "Anaphylaxis")
NAUSEA = coded(SNOMED, "422587007", "Nausea")
URTICARIA = coded(SNOMED, "126485001", "Urticaria")
TELLS = {"gp": 1.0, "hospital": 0.75, "community": 0.45, "ambulance": 0.5}  # how often a source knows of it


def tell_allergy(pen: Pen, life: Life, kind: str, rng: Random) -> None:
    """Write the allergy as this kind of source has it."""
    if life.is_showcase:
        _disagreement(pen, life, kind)
        return
    if life.end - life.start < 2:
        return
    since = life.start + int(rng.random() * (life.end - life.start - 1))
    if life.allergy == "none":
        if kind == "gp":
            clinical.no_known_allergies(pen, since)
        return
    if not life.allergy or rng.random() > TELLS[kind]:
        return
    code, words, category = SUBSTANCES[life.allergy]
    told = coded(SNOMED, code, words)
    if life.allergy == "penicillin" and kind != "gp" and rng.random() < 0.35:
        told = AMOXICILLIN
    severe = life.person.number % 7 == 0
    says = (RASH, URTICARIA, NAUSEA, None)[int(rng.random() * 4)]
    clinical.allergy(
        pen, told, since, manifestation=ANAPHYLAXIS if severe and rng.random() < 0.6 else says, category=category,
        high=severe, severity="severe" if severe else "mild",
    )  # fmt: skip


def _disagreement(pen: Pen, life: Life, kind: str) -> None:
    """A mild rash from penicillin in the practice, anaphylaxis from amoxicillin in hospital, the bare word outside."""
    penicillin = coded(SNOMED, *SUBSTANCES["penicillin"][:2])
    if kind == "gp":
        clinical.allergy(pen, penicillin, life.until - 4100, manifestation=RASH)
    elif kind == "hospital":
        clinical.allergy(
            pen, AMOXICILLIN, life.until - 1048, manifestation=ANAPHYLAXIS, high=True, severity="severe"
        )
    elif kind == "ambulance":
        clinical.allergy(pen, penicillin, life.until - 160, manifestation=None)
