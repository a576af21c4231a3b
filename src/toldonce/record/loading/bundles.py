"""Bundles on their way in: their entries as resources, references between entries resolved."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping

CONTAINERS = frozenset(
    {"transaction", "batch", "collection", "searchset", "history", "transaction-response", "batch-response"}
)
NAMESPACE = uuid.UUID("6f6e0d63-0b5c-5a4c-9e0e-7d2d5c4b2a11")


def is_container(resource: Mapping) -> bool:
    """Tell whether this is a Bundle that only carries others; a document or a message is kept as it is."""
    return resource.get("resourceType") == "Bundle" and resource.get("type") in CONTAINERS


def entries(bundle: Mapping) -> Iterator[tuple[str, object]]:
    """Yield the place and the resource of each entry that has one, with references between entries resolved.

    An entry without an id gets one made from its fullUrl, so that loading the same Bundle twice changes nothing.
    """
    given = bundle.get("entry")
    listed = [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []
    known = {item["fullUrl"]: _address(item) for item in listed if _is_named(item)}
    for number, item in enumerate(listed):
        resource = item.get("resource")
        if resource is None:
            continue
        if isinstance(resource, dict) and not resource.get("id") and _is_named(item):
            resource["id"] = known[item["fullUrl"]].partition("/")[2]
        yield f"Bundle.entry[{number}].resource", resolved(resource, known) if known else resource


def _is_named(item: Mapping) -> bool:
    resource, url = item.get("resource"), item.get("fullUrl")
    return (
        isinstance(url, str) and isinstance(resource, dict) and isinstance(resource.get("resourceType"), str)
    )


def _address(item: Mapping) -> str:
    resource = item["resource"]
    id = resource.get("id") if isinstance(resource.get("id"), str) else None
    return f"{resource['resourceType']}/{id or made_id(item['fullUrl'].encode())}"


def made_id(seed: bytes) -> str:
    """Return the id that a thing without one always gets."""
    return str(uuid.uuid5(NAMESPACE, hashlib.sha256(seed).hexdigest()))


def resolved(node, known: Mapping[str, str]):
    """Return the node with references to `urn:uuid:` (or other full URLs) of the Bundle made relative."""
    if isinstance(node, dict):
        return {
            name: known.get(value, value)
            if name == "reference" and isinstance(value, str) and value.startswith("urn:")
            else resolved(value, known)
            if isinstance(value, (dict, list))
            else value
            for name, value in node.items()
        }
    if isinstance(node, list):
        return [resolved(item, known) for item in node]
    return node
