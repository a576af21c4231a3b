"""What is refused before a chart is made of it.

SpcTrouble
├── BadSeries      the figures cannot be put in order: a period twice, no number, a date that is no period
├── BadPlan        a baseline or a rebase that cannot be, or that nobody answers for
└── BadTargets     a table of targets that says two things at once
"""

from __future__ import annotations


class SpcTrouble(ValueError):
    """The chart is refused; the message is a sentence for the one who asked."""


class BadSeries(SpcTrouble):
    """The figures cannot be put in order: a period stands there twice, is no number, or is no period."""


class BadPlan(SpcTrouble):
    """A baseline or a rebase cannot be, or nobody answers for it."""


class BadTargets(SpcTrouble):
    """A table of targets says two things at once."""
