"""A document that waits for somebody, as it came in."""

from __future__ import annotations

from toldonce.care.documents.errors import NotNow
from toldonce.care.documents.incoming.arriving import Envelope
from toldonce.care.documents.models import Stray
from toldonce.record import content


def envelope_of(stray: Stray) -> Envelope:
    """The document as it came in."""
    kept = content.fetch(bytes(stray.key))
    if kept is None:
        raise NotNow("The bytes of this document are not there any more. Ask the sender for it again.")
    return Envelope(stray.sender, stray.receiver, stray.workflow, stray.local_id, stray.media_type, kept.body)
