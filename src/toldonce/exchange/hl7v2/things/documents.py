"""Documents: announced, sent, added to, replaced, cancelled."""

from __future__ import annotations

import base64
from typing import Any

from toldonce.exchange.hl7v2.people import entity_of
from toldonce.exchange.hl7v2.reader import cleaned
from toldonce.exchange.hl7v2.segments import Segment
from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things import attachments
from toldonce.exchange.hl7v2.things.elements import (
    CannotBeApplied,
    Setting,
    Telling,
    fields_of,
    name_of,
    resource,
    said,
    subject_of,
)
from toldonce.exchange.hl7v2.values import attachment_of

RELATES = {"replaced": "replaces", "appended": "appends"}


def tell(patient: Address, telling: Telling) -> None:
    """Take the document of a message, and that the one before it is replaced."""
    heading = telling.message.first("TXA")
    if heading is None:
        raise CannotBeApplied(
            "The message about a document has no TXA segment: nothing can be read of the document."
        )
    fields = fields_of([heading], telling.reader)
    address, parent = _address(heading, telling), fields.pop("+parent", "")
    act = telling.kind.document
    fields["+act"] = "cancelled" if act == "cancelled" else "stands"
    forms = _forms(telling)
    if forms:
        fields["+forms"] = forms
    if parent and act in RELATES:
        before = (address[0], "document", parent)
        fields["+relates"] = [RELATES[act], list(before)]
        if act == "replaced" and before != address:
            telling.fact(before, {"+replaced": True, "+patient": list(patient)})
    fields["+patient"] = list(patient)
    telling.fact(address, fields)


def _address(heading: Segment, telling: Telling) -> Address:
    number = entity_of(heading.part(12)) or cleaned(heading.text(16)) or telling.message.header.text(10)
    return f"feed:{telling.reader.feed.code}", "document", number


def _forms(telling: Telling) -> list[dict[str, Any]]:
    """Embedded documents as they are; words as one text."""
    found, words = [], []
    for segment in telling.message.all("OBX"):
        if segment.text(2).upper() in ("ED", "RP"):
            made = attachment_of(segment, telling.reader)
            title = cleaned(segment.part(3)(2)) or cleaned(segment.part(3)(1))
            if made:
                found.append(attachments.kept({**made, "title": title}, telling))
        else:
            words += [cleaned(part.text) for part in segment.parts(5)]
    text = "\n".join(words).strip()
    if text:
        data = base64.b64encode(text.encode()).decode()
        found.append(attachments.kept({"contentType": "text/plain; charset=utf-8", "data": data}, telling))
    return found


def render(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as a DocumentReference; of a document of which only its successor was heard there is nothing to show."""
    if state.told("+act") is None:
        return []
    made = said(state)
    status = state.told("+availability") or "current"
    if state.told("+act") == "cancelled":
        status = "entered-in-error"
    elif state.told("+replaced"):
        status = "superseded"
    made |= {"status": status, "subject": subject_of(state)}
    when = state.told("+originated") or state.told("+activity")
    if when:
        made["date"] = when
    if "description" not in made and state.told("+file"):
        made["description"] = state.told("+file")
    made["custodian"] = {"reference": f"Organization/ods-{setting.source}"}
    _relate(made, state)
    forms = attachments.shown(state.told("+forms") or [])
    made["content"] = [{"attachment": form} for form in forms] or [{"attachment": _announced(made)}]
    return [resource("DocumentReference", address, made)]


def _announced(made: dict[str, Any]) -> dict[str, Any]:
    """A document that was announced and has not been sent."""
    return {
        "title": made.get("description") or made.get("type", {}).get("text") or "Document without its content"
    }


def _relate(made: dict[str, Any], state: State) -> None:
    relates = state.told("+relates")
    if relates:
        target = {"reference": f"DocumentReference/{name_of(tuple(relates[1]))}"}
        made["relatesTo"] = [{"code": relates[0], "target": target}]
