"""What the care plans refuse; the message of each is the sentence shown to the person who asked.

PlanTrouble
├── RoleRefused       this role does not write, or does not sign, this kind of plan
├── NoDraft           the draft was signed, discarded, or is another organisation's
├── SavedMeanwhile    somebody else saved the draft after it was opened
├── Unfinished        something that the plan must say is missing, by question
├── Overtaken         a newer plan of this kind was signed after the draft was opened
├── NotInForce        the plan has been superseded or has ended
└── OnlyNow           an earlier state of the record is shown, in which nothing can be written
"""

from __future__ import annotations

from collections.abc import Mapping


class PlanTrouble(Exception):
    """A plan cannot be written as asked; the message says what is missing, why, and what to do next."""


class RoleRefused(PlanTrouble):
    """This role does not do this with a plan of this kind."""


class NoDraft(PlanTrouble):
    """There is no such draft here."""


class SavedMeanwhile(PlanTrouble):
    """Somebody else saved the draft after it was opened; `version` is the one that stands now."""

    def __init__(self, sentence: str, version: int) -> None:
        super().__init__(sentence)
        self.version = version


class Unfinished(PlanTrouble):
    """Something that the plan must say is missing; `problems` has a sentence for each question."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("The plan cannot be signed yet: " + " ".join(problems.values()))
        self.problems = dict(problems)


class Overtaken(PlanTrouble):
    """A newer plan of this kind was signed after the draft was opened."""


class NotInForce(PlanTrouble):
    """The plan has been superseded or has ended, so nothing more can be done with it."""


class OnlyNow(PlanTrouble):
    """The record is shown as it was; plans are written in the record of now."""
