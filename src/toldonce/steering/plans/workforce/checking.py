"""What must hold across the sheets of a workforce plan before anything is worked out; every finding has its cell."""

from __future__ import annotations

from toldonce.steering.plans.workforce.need_checks import NEEDED
from toldonce.steering.plans.workforce.people_checks import PEOPLE
from toldonce.steering.plans.workforce.size_checks import SIZES
from toldonce.steering.sheets.declaring import Contents, Finding


def check(contents: Contents) -> list[Finding]:
    """Everything that does not hold, rule by rule."""
    return [finding for rule in (*PEOPLE, *NEEDED, *SIZES) for finding in rule(contents)]
