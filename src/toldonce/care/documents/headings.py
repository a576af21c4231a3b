"""The kinds of letter and their headings, in the order in which they are read.

Headings and their SNOMED CT codes are those of NHS England's transfer-of-care specifications (ITK3, emergency care
eDischarge); a heading whose code we have not seen published carries its title alone.
"""

from __future__ import annotations

from dataclasses import dataclass

MEDICINES, ACTIONS = "medicines", "actions"
ANSWER = "_ACK"
OTHER_WORKFLOW = "OTHER_DOCUMENT"


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a letter: its form field, whether it must be filled, and what to write there."""

    slug: str
    title: str
    code: str = ""
    must: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter: its code, its headings, and by which workflow other systems know it."""

    slug: str
    title: str
    code: str
    display: str
    workflow: str
    headings: tuple[Heading, ...]

    @property
    def required(self) -> tuple[Heading, ...]:
        """The headings without which it cannot be signed."""
        return tuple(each for each in self.headings if each.must)


_ADMISSION = Heading("admission", "Admission details", "", True, "When, from where, why, to which ward.")
_ATTENDANCE = Heading(
    "attendance", "Attendance details", "1077881000000105", True, "When, by what means, with what complaint."
)
_CLINIC = Heading(
    "attendance", "Attendance details", "1077881000000105", True, "Which clinic, when, who was seen."
)
_DISCHARGE = Heading(
    "discharge", "Discharge details", "886811000000106", True, "When, to where, with what support."
)
_DIAGNOSES = Heading(
    "diagnoses", "Diagnoses", "887161000000102", True, "One on each line, the main one first."
)
_PROCEDURES = Heading(
    "procedures", "Procedures", "887171000000109", False, "One on each line, with its date."
)
_SUMMARY = Heading(
    "summary", "Clinical summary", "887181000000106", True, "What happened and why, in a few sentences."
)
_NARRATIVE = Heading(
    "summary", "Clinical narrative", "1077901000000108", True, "What was found and what was done."
)
_PENDING = Heading(
    "pending", "Results awaited", "", False, "Tests whose result has not come, and who will act on them."
)
_ALLERGIES = Heading(
    "allergies",
    "Allergies and adverse reactions",
    "886921000000105",
    True,
    "One on each line; say so when none is known.",
)
_MEDICINES = Heading(MEDICINES, "Medications and medical devices", "933361000000108")
_PLAN = Heading(
    "plan", "Plan and requested actions", "887201000000105", False, "What happens next, and who does it."
)
_INFORMATION = Heading(
    "information",
    "Information and advice given",
    "1052951000000105",
    False,
    "What the person and their carer were told.",
)

KINDS = {
    each.slug: each
    for each in (
        Kind(
            "discharge",
            "Discharge summary",
            "373942005",
            "Discharge summary",
            "TOC_FHIR_DC_DISCH",
            (
                _ADMISSION, _DISCHARGE, _DIAGNOSES, _PROCEDURES, _SUMMARY, _PENDING, _ALLERGIES, _MEDICINES, _PLAN,
                _INFORMATION,
            ),
        ),
        Kind(
            "clinic",
            "Outpatient letter",
            "823691000000103",
            "Clinical letter",
            "TOC_FHIR_OP_ATTEN",
            (_CLINIC, _DIAGNOSES, _PROCEDURES, _SUMMARY, _PENDING, _ALLERGIES, _MEDICINES, _PLAN, _INFORMATION),
        ),
        Kind(
            "emergency",
            "Emergency care discharge summary",
            "823701000000103",
            "Discharge letter",
            "TOC_FHIR_EC_DISCH",
            (
                _ATTENDANCE, _DISCHARGE, _DIAGNOSES, _PROCEDURES, _NARRATIVE, _PENDING, _ALLERGIES, _MEDICINES, _PLAN,
                _INFORMATION,
            ),
        ),
    )
}  # fmt: skip
WRITTEN = tuple(dict.fromkeys(h.slug for k in KINDS.values() for h in k.headings if h.slug != MEDICINES))
OF_WORKFLOW = {each.workflow: each for each in KINDS.values()}


def workflow_of(kind: str) -> str:
    """The workflow under which other systems know a kind of document."""
    return KINDS[kind].workflow if kind in KINDS else OTHER_WORKFLOW


def is_answer(workflow: str) -> bool:
    """Whether what comes by a workflow answers a document that was sent before."""
    return workflow.endswith(ANSWER)
