"""Laboratory reports with their results."""

from random import Random

from toldonce.rehearsal.body import Body
from toldonce.rehearsal.shapes import SNOMED, Pen, coded
from toldonce.rehearsal.writing import clinical

BLOOD_TESTS = {
    "fbc": coded(SNOMED, "26604007", "Complete blood count"),
    "kidney": coded(
        SNOMED, "444164000", "Measurement of urea, sodium, potassium, chloride, bicarbonate and creatinine"
    ),
    "hba1c": coded(SNOMED, "43396009", "Haemoglobin A1c measurement"),
    "lipids": coded(SNOMED, "252150008", "Fasting lipid profile"),
    "thyroid": coded(SNOMED, "35650009", "Thyroid panel"),
    "liver": coded(SNOMED, "26958001", "Hepatic function panel"),
    "acr": coded(SNOMED, "271075006", "Urine albumin/creatinine ratio measurement"),
    "crp": coded(SNOMED, "55235003", "C-reactive protein measurement"),
}


def panel(pen: Pen, body: Body, rng: Random, test: str, day: int, when: str, ill: float = 0.0) -> None:
    """One report with its results; `ill` from 0 to 1 bends them as acute illness does."""
    values = values_of(test, body, rng, day, ill)
    results = [clinical.observation(pen, name, value, when) for name, value in values.items()]
    clinical.report(pen, BLOOD_TESTS[test], results, when)


def _kidney(body: Body, rng: Random, day: int, ill: float) -> dict[str, float]:
    egfr = body.egfr(day) * (1 - 0.25 * ill)
    creatinine = body.creatinine(egfr)
    return {
        "sodium": rng.gauss(139 - 4 * ill, 2.2),
        "potassium": rng.gauss(4.4, 0.35),
        "creatinine": creatinine,
        "egfr": egfr,
    }


def _fbc(body: Body, rng: Random, day: int, ill: float) -> dict[str, float]:
    return {
        "haemoglobin": body.haemoglobin() - 8 * ill,
        "whitecells": max(2.5, rng.gauss(7.0 + 6 * ill, 1.6)),
        "platelets": max(70.0, rng.gauss(255, 55)),
    }


_VALUES = {
    "kidney": _kidney,
    "fbc": _fbc,
    "hba1c": lambda body, rng, day, ill: {"hba1c": body.hba1c(day)},
    "lipids": lambda body, rng, day, ill: {
        "cholesterol": body.cholesterol(day),
        "hdl": max(0.6, rng.gauss(1.4, 0.3)),
    },
    "thyroid": lambda body, rng, day, ill: {"tsh": max(0.05, rng.gauss(2.4, 1.0))},
    "liver": lambda body, rng, day, ill: {"alt": max(7.0, rng.gauss(26, 9))},
    "acr": lambda body, rng, day, ill: {"acr": max(0.3, rng.expovariate(1 / 4))},
    "crp": lambda body, rng, day, ill: {"crp": max(1.0, rng.expovariate(1 / (4 + 90 * ill)))},
}


def values_of(test: str, body: Body, rng: Random, day: int, ill: float) -> dict[str, float]:
    """The values of one panel by the names of their measures."""
    return _VALUES[test](body, rng, day, ill)
