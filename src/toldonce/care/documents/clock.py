"""What time does to documents: those past their time come back into the sender's view."""

from __future__ import annotations

from toldonce.care.documents.actions import escalate_delivery
from toldonce.care.documents.queries import to_escalate
from toldonce.directory.actors import SYSTEM

AT_A_TIME = 100


def turn() -> int:
    """Escalate what is past its time, and say how many documents that were."""
    late = to_escalate(AT_A_TIME)
    for each in late:
        escalate_delivery(by=SYSTEM, delivery=each)
    return len(late)
