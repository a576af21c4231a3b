"""The sections of the record, in the order in which the side navigation lists them.

A section is one address and one or more parts; a part is a reading and the columns in which it is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from toldonce.record.readings.allergies import allergies
from toldonce.record.readings.medicines import current_medicines, past_medicines
from toldonce.record.readings.problems import problems
from toldonce.record.readings.record import Record, Section
from toldonce.record.readings.stays import attendances, stays
from toldonce.web.practitioner import columns
from toldonce.web.practitioner.shown import Column

Reading = Callable[[Record], Section]


@dataclass(frozen=True, slots=True)
class Part:
    """One reading as one table."""

    title: str
    caption: str
    reading: Reading
    columns: Sequence[Column]
    only: Callable[[Any], bool] | None = None
    faded: Callable[[Any], bool] | None = None

    def items(self, record: Record) -> list[Any]:
        """The lines of the reading that belong to this part."""
        return [each for each in record.once(self.reading) if self.only is None or self.only(each)]


@dataclass(frozen=True, slots=True)
class RecordSection:
    """One entry of the side navigation."""

    slug: str
    title: str
    parts: tuple[Part, ...]
    template: str = "practitioner/pages/section.html"
    key: str = ""
    shows: Callable[[Record], dict] | None = field(default=None)

    def count(self, record: Record) -> int:
        """How many lines the section has for this person."""
        return sum(len(part.items(record)) for part in self.parts)


def _section(slug: str, title: str, *parts: Part, **more: Any) -> RecordSection:
    return RecordSection(slug, title, parts, **more)


PROBLEMS = _section(
    "problems",
    "Problems",
    Part(
        "Active problems",
        "Problems that go on, newest word first",
        problems,
        columns.PROBLEMS,
        lambda each: each.is_active,
    ),
    Part(
        "Past problems",
        "Problems that are over, newest first",
        problems,
        columns.PAST_PROBLEMS,
        lambda each: not each.is_active,
    ),
)
MEDICINES = _section(
    "medicines",
    "Medicines",
    Part("Current medicines", "What is taken now, by name", current_medicines, columns.CURRENT_MEDICINES),
    Part("Past medicines", "What was taken before, newest end first", past_medicines, columns.PAST_MEDICINES),
    key="m",
)
ALLERGIES = _section(
    "allergies",
    "Allergies",
    Part(
        "Allergies and adverse reactions",
        "High risk first",
        allergies,
        columns.ALLERGIES,
        faded=lambda each: not each.is_current,
    ),
)
STAYS = _section(
    "stays",
    "Stays and attendances",
    Part("Hospital stays", "Newest first", stays, columns.STAYS),
    Part("Emergency attendances", "Newest first", attendances, columns.ATTENDANCES),
)
GROUPS = (
    ("Clinical", (PROBLEMS, MEDICINES, ALLERGIES)),
    ("Care", (STAYS,)),
)
SECTIONS = {section.slug: section for _, members in GROUPS for section in members}
