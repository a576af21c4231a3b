"""The letters, reports and pictures of a record: what they are, and their bytes for the browser."""

import base64
import binascii
from dataclasses import dataclass

import orjson

from toldonce.record import store
from toldonce.record.readings.documents import Document, document
from toldonce.record.readings.elements import first, listed, narrative, text_of, words
from toldonce.record.readings.record import Record, Resource

SHOWN_IN_PLACE = {
    "application/pdf": "pdf",
    "image/jpeg": "picture",
    "image/png": "picture",
    "text/plain": "text",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment: its form, and where its bytes are."""

    number: int
    title: str
    media_type: str
    form: str
    link: str


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document opened in place: its line, its attachments, its words."""

    line: Document
    attachments: tuple[Attachment, ...]
    text: str
    parts: tuple[tuple[str, str], ...]


def opened_document(record: Record, resource: Resource) -> OpenDocument:
    """A document with everything that can be shown of it."""
    found = tuple(_attachment(number, each) for number, each in enumerate(elements(resource)))
    plain = next((each.number for each in found if each.form == "text"), None)
    return OpenDocument(
        line=document(record, resource),
        attachments=found,
        text=_text(resource, plain) or text_of(resource.get("conclusion")),
        parts=tuple(
            (text_of(each.get("title")), narrative(each)) for each in listed(resource.get("section"))
        ),
    )


def elements(resource: Resource) -> list[dict]:
    """Every Attachment element of a document, a report or a picture."""
    inside = [first(each.get("attachment")) for each in listed(resource.get("content"))]
    if resource.rtype == "Media":
        inside = listed(resource.get("content"))
    return [each for each in [*inside, *listed(resource.get("presentedForm"))] if each]


def _attachment(number: int, element: dict) -> Attachment:
    media_type = text_of(element.get("contentType")).split(";")[0].strip().lower()
    address = text_of(element.get("url"))
    elsewhere = address if address.startswith("https://") else ""
    form = "elsewhere" if elsewhere else SHOWN_IN_PLACE.get(media_type, "file")
    return Attachment(
        number, text_of(element.get("title")) or words(element.get("type")), media_type, form, elsewhere
    )


def content(resource: Resource, number: int) -> tuple[bytes, str] | None:
    """The bytes of an attachment and their media type; None when they are not here."""
    stored = store.read(resource.rtype, text_of(resource.get("id")))
    whole = Resource(orjson.loads(stored.body)) if stored and stored.body else resource
    found = elements(whole)
    if number >= len(found):
        return None
    element = found[number]
    data = text_of(element.get("data")) or _binary(text_of(element.get("url")))
    try:
        body = base64.b64decode(data, validate=False)
    except (binascii.Error, ValueError):
        return None
    return (body, text_of(element.get("contentType")).split(";")[0].strip().lower()) if body else None


def _binary(address: str) -> str:
    rtype, _, id = address.rpartition("/")
    if not rtype.endswith("Binary"):
        return ""
    stored = store.read("Binary", id)
    return text_of(orjson.loads(stored.body).get("data")) if stored and stored.body else ""


def _text(resource: Resource, number: int | None) -> str:
    found = content(resource, number) if number is not None else None
    return found[0].decode("utf-8", "replace") if found else ""
