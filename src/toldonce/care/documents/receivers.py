"""Whom a letter goes to: the practice of registration first, and how each of them is reached."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from toldonce.care.documents.models import Letter
from toldonce.directory.models import Post
from toldonce.directory.queries import organisation
from toldonce.record.access import CARING_ROLES
from toldonce.record.readings.care_team import caring_organisations
from toldonce.record.readings.record import Record
from toldonce.record.readings.registration import registered_at


@dataclass(frozen=True, slots=True)
class Receiver:
    """An organisation to which a letter goes; a copy is for information and asks for no action."""

    code: str
    name: str
    is_copy: bool = False
    reads_here: bool = False

    def kept(self) -> dict[str, object]:
        """The receiver as the letter's row keeps it."""
        return {"code": self.code, "is_copy": self.is_copy}


def suggested(record: Record, sender: str) -> list[Receiver]:
    """The practices of registration, to act; then whoever else has the person on a caseload, for copies."""
    practices = sorted(registered_at(record))
    others = sorted(set(record.once(caring_organisations)) - {*practices, sender})
    found = [*(receiver(code) for code in practices), *(receiver(code, is_copy=True) for code in others)]
    return [each for each in found if each is not None and each.code != sender]


def receiver(code: str, *, is_copy: bool = False) -> Receiver | None:
    """The open organisation of a code as a receiver; None where the directory knows none."""
    found = organisation(code)
    if found is None or (found.closed and found.closed <= timezone.localdate()):
        return None
    return Receiver(found.code, found.name, is_copy, reads_here(found.code))


def reads_here(code: str) -> bool:
    """Whether somebody who cares for people holds a post at the organisation, so that a worklist is looked at there."""
    today = timezone.localdate()
    held = Post.objects.filter(Q(until=None) | Q(until__gt=today), organisation=code, since__lte=today)
    return held.filter(account__is_active=True, role__in=CARING_ROLES).exists()


def receivers_of(letter: Letter) -> list[Receiver]:
    """The receivers that are chosen for a letter, those that have closed since left out."""
    found = (receiver(each["code"], is_copy=each["is_copy"]) for each in letter.receivers)
    return [each for each in found if each is not None]
