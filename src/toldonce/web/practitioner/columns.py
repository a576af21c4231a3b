"""The columns in which each kind of line is shown."""

from toldonce.record.readings.allergies import Allergy
from toldonce.record.readings.medicines import Medicine
from toldonce.record.readings.problems import Problem
from toldonce.record.readings.stays import Visit
from toldonce.web.design.words import counted, day, moment, sentence
from toldonce.web.practitioner.shown import Cell, Column, Flag

DIFFER = Flag("≠", "Sources differ", "amber")


def _problem(problem: Problem) -> Cell:
    said = {each.words for each in problem.tellings if each.words and each.words != problem.name}
    return Cell(
        problem.name,
        flag=DIFFER if problem.disputed else None,
        below="; ".join([*(f"also told as {words}" for words in sorted(said)), *problem.notes]),
    )


def _verification(problem: Problem) -> str:
    return sentence(problem.verification.replace("-", " ")) if problem.verification != "confirmed" else ""


PROBLEMS = (
    Column("Problem", _problem),
    Column("Since", lambda each: each.onset or each.onset_words),
    Column("Last confirmed", lambda each: each.last_confirmed),
    Column(
        "Remarks", lambda each: ", ".join(filter(None, [sentence(each.significance), _verification(each)]))
    ),
)
PAST_PROBLEMS = (
    Column("Problem", _problem),
    Column("From", lambda each: each.onset or each.onset_words),
    Column("To", lambda each: each.abated),
    Column("Last word", lambda each: each.last_confirmed),
)


def _medicine(medicine: Medicine) -> Cell:
    changed = medicine.change
    flag = Flag("", f"{changed.words}, {day(changed.on)}", "new") if changed else None
    below = [medicine.dose, medicine.route, "when needed" if medicine.as_needed else "", *medicine.notes]
    return Cell(
        medicine.name, flag=DIFFER if medicine.disputed else flag, below=" · ".join(filter(None, below))
    )


CURRENT_MEDICINES = (
    Column("Medicine and dose", _medicine),
    Column("For", lambda each: each.reason),
    Column("Started", lambda each: each.started),
    Column("Last issued", lambda each: each.last_issued),
    Column("Last dispensed", lambda each: each.last_dispensed),
    Column("Review", lambda each: each.review),
)
PAST_MEDICINES = (
    Column("Medicine and dose", _medicine),
    Column("For", lambda each: each.reason),
    Column("Started", lambda each: each.started),
    Column("Ended", lambda each: each.ended),
    Column("Why it ended", lambda each: each.why_stopped),
)


def _substance(allergy: Allergy) -> Cell:
    high = Flag("!", "High risk", "red") if allergy.criticality == "high" else None
    return Cell(
        allergy.substance, flag=high, below=" ".join(filter(None, [allergy.contradiction, *allergy.notes]))
    )


def _reactions(allergy: Allergy) -> str:
    return "; ".join(
        f"{each.manifestation}{f' ({each.severity})' if each.severity else ''}" for each in allergy.reactions
    )


ALLERGIES = (
    Column("Substance", _substance),
    Column("Reaction", _reactions),
    Column("Kind", lambda each: sentence(", ".join(filter(None, [each.kind, each.category])))),
    Column("State", lambda each: sentence(", ".join(filter(None, [each.status, each.verification])))),
    Column("Since", lambda each: each.onset),
    Column("Last confirmed", lambda each: each.last_confirmed),
)


def _visit(visit: Visit) -> Cell:
    now = Flag("●", "There now", "new") if visit.is_going_on else None
    title = ": ".join(filter(None, [visit.title, ", ".join(visit.reasons)])) or sentence(visit.kind)
    return Cell(title, flag=now, below=", ".join(filter(None, [visit.specialty, *visit.clinicians])))


def _length(visit: Visit) -> str:
    if visit.is_going_on:
        return (
            f"expected to leave {day(visit.expected_discharge)}"
            if visit.expected_discharge
            else "still there"
        )
    if visit.end_is_untold:
        return "end not told"
    return moment(visit.end) + (f" ({counted(visit.nights, 'night')})" if visit.nights else "")


def _where(visit: Visit) -> Cell:
    return Cell(visit.provider, below=", ".join(filter(None, [visit.ward, visit.bed])))


STAYS = (
    Column("Stay", _visit),
    Column("Where", _where),
    Column("From", lambda each: Cell(moment(each.start), "when")),
    Column("To", _length),
    Column(
        "Came from, went to", lambda each: " → ".join(filter(None, [each.admitted_from, each.discharged_to]))
    ),
)
ATTENDANCES = STAYS[:4]
CONTACTS = (
    Column("Contact", _visit),
    Column("Where", _where),
    Column("When", lambda each: Cell(moment(each.start), "when")),
)
