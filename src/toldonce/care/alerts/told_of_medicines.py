"""Medicines that were started, stopped or given in another dose, read from all that is known before and after."""

from __future__ import annotations

from collections.abc import Iterator

from toldonce.care.alerts.glance import Glance, named_version
from toldonce.care.alerts.happenings import Fact
from toldonce.record.readings.elements import plain
from toldonce.record.readings.medicines import TOLD_AS, Medicine, medicines
from toldonce.record.readings.moments import latest
from toldonce.record.readings.record import Record


def medicines_told(glance: Glance) -> Iterator[Fact]:
    """Each medicine that is another one, or taken otherwise, than before; a repeat of the same is none."""
    if not any(each.startswith(TOLD_AS) for each in glance.wrote):
        return
    before = _by_name(glance.before)
    for found in glance.after.once(medicines).items:
        words = _what_changed(before.get(_name(found)), found)
        on = latest(found.started if found.is_current else found.ended, found.last_confirmed)
        if words and glance.is_news("changed_medicine", on):
            yield _fact(glance, found, words)


def _by_name(record: Record) -> dict[str, Medicine]:
    return {_name(each): each for each in record.once(medicines).items}


def _name(medicine: Medicine) -> str:
    return plain(medicine.name)


def _what_changed(earlier: Medicine | None, found: Medicine) -> str:
    was_taken = earlier is not None and earlier.is_current
    if found.is_current and not was_taken:
        switched = found.change is not None and found.change.kind == "dose changed"
        how = found.change.words if switched and found.change else "started"
        return f"{found.name}: {how[:1].lower()}{how[1:]}{_dose(found)}"
    if was_taken and not found.is_current:
        return f"{found.name}: stopped{f' ({found.why_stopped})' if found.why_stopped else ''}"
    if earlier and was_taken and earlier.dose and found.dose and plain(earlier.dose) != plain(found.dose):
        return f"{found.name}: dose changed from {earlier.dose} to {found.dose}"
    return ""


def _dose(medicine: Medicine) -> str:
    return f", {medicine.dose}" if medicine.dose else ""


def _fact(glance: Glance, medicine: Medicine, words: str) -> Fact:
    own = [each.provenance for each in medicine.tellings if each.provenance.reference in glance.wrote]
    told = own or [each.provenance for each in medicine.tellings[:1]]
    return Fact(
        kind="changed_medicine",
        key=f"changed_medicine {words.casefold()} {named_version(told[0])}",
        words=words,
        references=tuple(named_version(each) for each in told),
        source=told[0].source,
        at=told[0].recorded.at if told[0].recorded else None,
    )
