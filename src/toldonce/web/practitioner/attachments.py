"""The letters, reports and pictures of a record: what they are, and their bytes for the browser."""

import base64
import binascii
import re
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
BINARY = re.compile(r"/?Binary/(?P<id>[A-Za-z0-9.\-]{1,64})")


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
        text=_text(record, resource, plain) or text_of(resource.get("conclusion")),
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


def content(record: Record, resource: Resource, number: int) -> tuple[bytes, str] | None:
    """The bytes of an attachment of the version that is shown, and their media type; None when they are not here."""
    found = elements(_whole(resource))
    if number >= len(found):
        return None
    element = found[number]
    data = text_of(element.get("data")) or _binary(record, text_of(element.get("url")))
    try:
        body = base64.b64decode(data, validate=False)
    except (binascii.Error, ValueError):
        return None
    return (body, text_of(element.get("contentType")).split(";")[0].strip().lower()) if body else None


def _whole(resource: Resource) -> Resource:
    """The same version with its large attachments, which an open record leaves out."""
    if resource.stored is None:
        return resource
    stored = store.vread(resource.rtype, resource.stored.id, resource.stored.version)
    return Resource(orjson.loads(stored.body)) if stored and stored.body else resource


def _binary(record: Record, address: str) -> str:
    """The data of a Binary of this server, unless it says that it belongs with what this reader does not see."""
    found = BINARY.fullmatch(address)
    stored = store.read("Binary", found["id"]) if found else None
    told = orjson.loads(stored.body) if stored and stored.body else {}
    context = text_of(first(told.get("securityContext")).get("reference"))
    return text_of(told.get("data")) if not context or record.find({"reference": context}) else ""


def _text(record: Record, resource: Resource, number: int | None) -> str:
    found = content(record, resource, number) if number is not None else None
    return found[0].decode("utf-8", "replace") if found else ""
