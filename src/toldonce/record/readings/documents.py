"""Documents: letters, summaries, forms and pictures, with where to open them."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import first, listed, reference_parts, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.kinds import is_plan_pointer
from toldonce.record.readings.moments import Moment, moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

DOCUMENTS = ("DocumentReference", "Composition", "Media")


@dataclass(frozen=True, slots=True)
class Document:
    """One document; `content` is the address of its bytes, empty when they lie in the resource itself."""

    title: str
    kind: str
    date: Moment | None
    author: str
    organisation: str
    status: str
    content: str
    content_type: str
    has_content_inside: bool
    size: int | None
    is_plan: bool
    is_superseded: bool
    provenance: Provenance


def documents(record: Record) -> Section[Document]:
    """Every document, newest first."""
    told = [each for each in record.resources_of(*DOCUMENTS) if _is_document(record, each)]
    found = [document(record, each) for each in told]
    return section(record, "documents", sorted(found, key=newest_first(lambda each: each.date)), told)


def document(record: Record, resource: Resource) -> Document:
    """One document as its line in the list."""
    attachment = attachment_of(resource)
    authors = filter(None, (record.name_of(each, resource) for each in listed(resource.get("author"))))
    kind = words(resource.get("type")) or words(resource.get("category"))
    return Document(
        title=_title(resource, attachment) or kind or "Document without a title",
        kind=kind,
        date=when(resource, "date", "created", "createdDateTime") or moment(attachment.get("creation")),
        author=", ".join(authors) or record.name_of(resource.get("authenticator"), resource),
        organisation=record.name_of(resource.get("custodian"), resource)
        or record.source_named(resource.source),
        status=text_of(resource.get("docStatus")) or text_of(resource.get("status")),
        content=text_of(attachment.get("url")),
        content_type=text_of(attachment.get("contentType")),
        has_content_inside=bool(attachment.get("data")) or resource.rtype == "Composition",
        size=attachment["size"] if isinstance(attachment.get("size"), int) else None,
        is_plan=is_plan_pointer(resource),
        is_superseded=resource.get("status") == "superseded",
        provenance=record.provenance(resource, "date"),
    )


def _is_document(record: Record, resource: Resource) -> bool:
    """Whether it is read for itself: a picture of an imaging study and a pointer to a plan are read elsewhere."""
    is_of_a_study = resource.rtype == "Media" and resource.section == "results"
    return not is_of_a_study and not is_pointer_to_a_plan(record, resource)


def is_pointer_to_a_plan(record: Record, resource: Resource) -> bool:
    """Whether it only says where a plan of this same record is: the plan itself is the one line to read."""
    if resource.rtype != "DocumentReference":
        return False
    related = listed(first(resource.get("context")).get("related"))
    return any(reference_parts(each)[0] == "CarePlan" and record.find(each) for each in related)


def attachment_of(resource: Resource) -> dict:
    """The attachment of a document, empty when it has none."""
    content = first(resource.get("content"))
    return first(content.get("attachment")) or (content if resource.rtype == "Media" else {})


def _title(resource: Resource, attachment: dict) -> str:
    return (
        text_of(resource.get("title"))
        or text_of(resource.get("description"))
        or text_of(attachment.get("title"))
    )
