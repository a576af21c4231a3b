"""What was found, concluded and given: observations, reports, problems, allergies, medicines, vaccinations."""

from toldonce.rehearsal.days import DAY, moment
from toldonce.rehearsal.shapes import (
    HL7,
    SNOMED,
    UKCORE,
    Measure,
    Pen,
    coded,
    measures,
    quantity,
    reference,
)
from toldonce.rehearsal.terms import medicine_concept, medicines

ACTIVE = coded(f"{HL7}condition-clinical", "active")
RESOLVED = coded(f"{HL7}condition-clinical", "resolved")
CONFIRMED = coded(f"{HL7}condition-ver-status", "confirmed")
PROBLEM = [coded(f"{HL7}condition-category", "problem-list-item", "Problem List Item")]
DIAGNOSIS = [coded(f"{HL7}condition-category", "encounter-diagnosis", "Encounter Diagnosis")]
HIGH = [coded(f"{HL7}v3-ObservationInterpretation", "H", "High")]
LOW = [coded(f"{HL7}v3-ObservationInterpretation", "L", "Low")]
LABORATORY = [coded(f"{HL7}v2-0074", "LAB", "Laboratory")]
CONTINUOUS = coded(f"{HL7}medicationrequest-course-of-therapy", "continuous", "Continuous long term therapy")
ACUTE = coded(f"{HL7}medicationrequest-course-of-therapy", "acute", "Short course (acute) therapy")


def observation(pen: Pen, name: str, value: float, when: str, encounter: dict | None = None) -> dict:
    """A number with its unit and reference range; a reference to it comes back."""
    measure = measures()[name]
    value = round(value, measure.places) if measure.places else round(value)
    made = pen.start("Observation")
    made["status"] = "final"
    made["category"] = measure.category
    made["code"] = measure.concept
    made["subject"] = pen.subject
    if encounter:
        made["encounter"] = encounter
    made["effectiveDateTime"] = when
    made["performer"] = [pen.provider]
    made["valueQuantity"] = quantity(value, measure.unit, measure.ucum)
    _judge(made, measure, value)
    return reference(pen.write(made))


def _judge(made: dict, measure: Measure, value: float) -> None:
    if measure.reference:
        made["referenceRange"] = measure.reference
        if measure.high is not None and value > measure.high:
            made["interpretation"] = HIGH
        elif measure.low is not None and value < measure.low:
            made["interpretation"] = LOW


BLOOD_PRESSURE = coded(SNOMED, "75367002", "Blood pressure")


def blood_pressure(
    pen: Pen, systolic: float, diastolic: float, when: str, encounter: dict | None = None
) -> dict:
    """One reading with two components."""
    made = pen.start("Observation")
    made["status"] = "final"
    made["category"] = measures()["systolic"].category
    made["code"] = BLOOD_PRESSURE
    made["subject"] = pen.subject
    if encounter:
        made["encounter"] = encounter
    made["effectiveDateTime"] = when
    made["performer"] = [pen.provider]
    made["component"] = [_component("systolic", round(systolic)), _component("diastolic", round(diastolic))]
    return reference(pen.write(made))


def _component(name: str, value: float) -> dict:
    measure = measures()[name]
    made = {"code": measure.concept, "valueQuantity": quantity(value, measure.unit, measure.ucum)}
    _judge(made, measure, value)
    return made


def coded_observation(pen: Pen, code: dict, value: dict, category: str, when: str) -> dict:
    """An observation whose value is a concept, such as a smoking status."""
    made = pen.start("Observation")
    made["status"] = "final"
    made["category"] = [coded(f"{HL7}observation-category", category)]
    made["code"] = code
    made["subject"] = pen.subject
    made["effectiveDateTime"] = when
    made["performer"] = [pen.provider]
    made["valueCodeableConcept"] = value
    return reference(pen.write(made))


def report(pen: Pen, name: dict, results: list[dict], when: str, conclusion: str = "") -> dict:
    """A laboratory report over results that have been written."""
    made = pen.start("DiagnosticReport")
    made["status"] = "final"
    made["category"] = LABORATORY
    made["code"] = name
    made["subject"] = pen.subject
    made["effectiveDateTime"] = when
    made["issued"] = when
    made["performer"] = [pen.provider]
    made["result"] = results
    if conclusion:
        made["conclusion"] = conclusion
    return reference(pen.write(made))


def condition(
    pen: Pen, code: dict, onset: int, *, ended: int | None = None, problem: bool = True,
    encounter: dict | None = None, note: str = "", meta: dict | None = None,
) -> dict:  # fmt: skip
    """A problem, or the diagnosis of one encounter."""
    made = pen.start("Condition")
    if meta:
        made["meta"] = meta
    made["clinicalStatus"] = ACTIVE if ended is None else RESOLVED
    made["verificationStatus"] = CONFIRMED
    made["category"] = PROBLEM if problem else DIAGNOSIS
    made["code"] = code
    made["subject"] = pen.subject
    if encounter:
        made["encounter"] = encounter
    made["onsetDateTime"] = DAY[onset]
    if ended is not None:
        made["abatementDateTime"] = DAY[ended]
    made["recordedDate"] = DAY[onset]
    if pen.author:
        made["asserter"] = pen.author
    if note:
        made["note"] = [{"text": note}]
    return reference(pen.write(made))


ALLERGY_META = {"profile": [f"{UKCORE}UKCore-AllergyIntolerance"]}


def allergy(
    pen: Pen, code: dict, day: int, *, manifestation: dict | None, category: str = "medication",
    kind: str = "allergy", high: bool = False, severity: str = "mild", active: bool = True,
) -> dict:  # fmt: skip
    """An allergy as this source believes it."""
    made = pen.start("AllergyIntolerance")
    made["meta"] = {**pen.meta, **ALLERGY_META}
    made["clinicalStatus"] = coded(f"{HL7}allergyintolerance-clinical", "active" if active else "inactive")
    made["verificationStatus"] = coded(f"{HL7}allergyintolerance-verification", "confirmed")
    made["type"] = kind
    made["category"] = [category]
    made["criticality"] = "high" if high else "low"
    made["code"] = code
    made["patient"] = pen.subject
    made["recordedDate"] = DAY[day]
    if pen.author:
        made["recorder"] = pen.author
    if manifestation:
        made["reaction"] = [{"manifestation": [manifestation], "severity": severity}]
    return reference(pen.write(made))


def no_known_allergies(pen: Pen, day: int) -> dict:
    """The positive statement that none are known."""
    made = pen.start("AllergyIntolerance")
    made["clinicalStatus"] = coded(f"{HL7}allergyintolerance-clinical", "active")
    made["verificationStatus"] = coded(f"{HL7}allergyintolerance-verification", "confirmed")
    made["code"] = coded(SNOMED, "716186003", "No known allergy")
    made["patient"] = pen.subject
    made["recordedDate"] = DAY[day]
    return reference(pen.write(made))


def medication_request(
    pen: Pen, medicine: str, start: int, end: int | None, dose: str, *, until: int, repeat: bool = True,
    reason: dict | None = None, amount: int = 0, stopped: str = "",
) -> dict:  # fmt: skip
    """A prescription; repeat prescriptions are active until they are stopped."""
    row = medicines()[medicine]
    made = pen.start("MedicationRequest")
    made["status"] = "active" if end is None or end > until else ("stopped" if repeat else "completed")
    if stopped and made["status"] == "stopped":
        made["statusReason"] = {"text": stopped}
    made["intent"] = "order"
    made["category"] = [coded(f"{HL7}medicationrequest-category", "community", "Community")]
    made["medicationCodeableConcept"] = medicine_concept(medicine)
    made["subject"] = pen.subject
    made["authoredOn"] = DAY[start]
    made["requester"] = pen.author or pen.provider
    if reason:
        made["reasonCode"] = [reason]
    made["courseOfTherapyType"] = CONTINUOUS if repeat else ACUTE
    made["dosageInstruction"] = [{"text": dose, "asNeededBoolean": "when needed" in dose}]
    validity = {"start": DAY[start]} if end is None else {"start": DAY[start], "end": DAY[end]}
    made["dispenseRequest"] = {
        "validityPeriod": validity,
        "quantity": {"value": amount or float(row["amount"]), "unit": row["unit"]},
    }
    return reference(pen.write(made))


def medication_statement(
    pen: Pen, medicine: str, day: int, dose: str, *, active: bool = True, note: str = ""
) -> dict:
    """What the person was taking, as this source heard it."""
    made = pen.start("MedicationStatement")
    made["status"] = "active" if active else "stopped"
    made["medicationCodeableConcept"] = medicine_concept(medicine)
    made["subject"] = pen.subject
    made["effectivePeriod"] = {"start": DAY[day]}
    made["dateAsserted"] = DAY[day]
    made["informationSource"] = pen.provider
    made["dosage"] = [{"text": dose}]
    if note:
        made["note"] = [{"text": note}]
    return reference(pen.write(made))


def procedure(
    pen: Pen, code: dict, day: int, minute: int, *, reason: dict | None = None, encounter: dict | None = None,
    status: str = "completed", meta: dict | None = None,
) -> dict:  # fmt: skip
    """Something done to or for the person."""
    made = pen.start("Procedure")
    if meta:
        made["meta"] = meta
    made["status"] = status
    made["code"] = code
    made["subject"] = pen.subject
    if encounter:
        made["encounter"] = encounter
    made["performedDateTime"] = moment(day, minute)
    made["performer"] = [{"actor": pen.author or pen.provider}]
    if reason:
        made["reasonCode"] = [reason]
    return reference(pen.write(made))


def immunization(
    pen: Pen, vaccine: dict, given: dict, day: int, dose: int, lot: str, *, declined: bool = False
) -> dict:
    """A vaccination given or declined."""
    made = pen.start("Immunization")
    made["extension"] = [
        {"url": f"{UKCORE}Extension-UKCore-VaccinationProcedure", "valueCodeableConcept": given},
    ]
    made["status"] = "not-done" if declined else "completed"
    if declined:
        made["statusReason"] = coded(f"{HL7}v3-ActReason", "PATOBJ", "patient objection")
    made["vaccineCode"] = vaccine
    made["patient"] = pen.subject
    made["occurrenceDateTime"] = DAY[day]
    made["recorded"] = DAY[day]
    made["primarySource"] = True
    if not declined:
        made["lotNumber"] = lot
        made["performer"] = [{"actor": pen.author or pen.provider}]
        made["protocolApplied"] = [{"doseNumberPositiveInt": dose}]
    return reference(pen.write(made))


def family_history(pen: Pen, relation: str, display: str, code: dict, day: int) -> dict:
    """A condition in the family."""
    made = pen.start("FamilyMemberHistory")
    made["status"] = "completed"
    made["patient"] = pen.subject
    made["date"] = DAY[day]
    made["relationship"] = coded(f"{HL7}v3-RoleCode", relation, display)
    made["condition"] = [{"code": code}]
    return reference(pen.write(made))
