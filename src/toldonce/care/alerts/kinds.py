"""What one can ask to be told of: one table, from which detection, pages, defaults and documents are made.

How old something may be and still be news, and how soon it should be looked at, is our own policy, decided on
26 November 2026 for the first release; the clinical safety officer of each place reviews it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

POLICY_DATED = "2026-11-26"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event: its name, the section of the record that tells more, and its two clocks."""

    slug: str
    title: str
    section: str
    is_news_for: timedelta
    look_within: timedelta
    is_urgent: bool = False


def _days(number: int) -> timedelta:
    return timedelta(days=number)


KINDS: tuple[Kind, ...] = (
    Kind("admitted", "Admitted to hospital", "stays", _days(7), _days(2)),
    Kind("discharged", "Discharged from hospital", "stays", _days(7), _days(1)),
    Kind("attended_emergency", "Attended A&E", "stays", _days(7), _days(2)),
    Kind("died", "Died", "demographics", _days(30), _days(1)),
    Kind("abnormal_result", "Abnormal result", "results", _days(14), _days(2)),
    Kind("new_document", "New document", "documents", _days(14), _days(5)),
    Kind("changed_medicine", "Changed medicine", "medicines", _days(14), _days(3)),
    Kind("changed_plan", "Changed care plan", "care-plans", _days(14), _days(3)),
    Kind("safeguarding", "Safeguarding flag", "safeguarding", _days(30), _days(1), is_urgent=True),
)
KIND = {each.slug: each for each in KINDS}
LOOK_AT_URGENT_WITHIN = timedelta(hours=2)


def title_of(slug: str) -> str:
    """How a kind is called on a page."""
    return KIND[slug].title
