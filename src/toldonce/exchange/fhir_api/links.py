"""References inside a transaction: what a Bundle calls its entries becomes what the record calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.fhir_api.asks import Sent
from toldonce.record.search import references

Address = tuple[str, str]
_URN = re.compile(r"urn:(?:uuid|oid):[0-9A-Za-z.\-]+")
_CONDITION = re.compile(r"([A-Z][A-Za-z]+)\?(.+)", re.S)


@dataclass(slots=True)
class Links:
    """The names of a Bundle and what they become; what is met on the way is noted.

    `names` maps a fullUrl, or a conditional reference, to `Type/id`. A reference is compared as it is written and
    without the version.
    """

    names: Mapping[str, str]
    base: str
    here: dict[str, set[Address]] = field(
        default_factory=dict
    )  # place of the entry -> addresses in this record
    lost: list[tuple[str, str]] = field(
        default_factory=list
    )  # place of the entry, reference that leads nowhere

    def resolved(self, sent: Sent, place: str) -> Sent:
        """Return a resource with its references as they are kept."""
        resource = self._object(sent.resource, place)
        if sent.same:
            return sent if resource is sent.resource else Sent(resource, resource)
        return Sent(resource, self._object(sent.document, place))

    def _walked(self, node, place: str, key: str = ""):
        """Return a node with names replaced: the same object where there was nothing to replace."""
        kind = type(node)
        if kind is dict:
            return self._object(node, place)
        if kind is list:
            made = [self._walked(item, place, key) for item in node]
            return node if all(map(_is, made, node)) else made
        if kind is str:
            return self._text(node, place, key)
        return node

    def _object(self, node: dict, place: str) -> dict:
        made = node
        for key, value in node.items():
            if type(value) is str and key != "reference" and ":" not in value and key != "div":
                continue
            new = self._walked(value, place, key)
            if new is not value:
                made = dict(node) if made is node else made
                made[key] = new
        return made

    def _text(self, text: str, place: str, key: str) -> str:
        if key == "reference":
            return self._reference(text, place)
        if key == "div" and "urn:" in text:
            return _URN.sub(lambda found: self.names.get(found[0], found[0]), text)
        if key != "value" and text.startswith("urn:"):
            return self.names.get(text, text)
        return text

    def _reference(self, text: str, place: str) -> str:
        if text.startswith("#"):
            return text
        name = self.names.get(text)
        if name is None and text.startswith("urn:"):
            self.lost.append((place, text))
            return text
        if name is None and _CONDITION.fullmatch(text):
            self.lost.append((place, text))
            return text
        self._note(name or text, place)
        return name or text

    def _note(self, reference: str, place: str) -> None:
        plain = references.plain(reference.removeprefix(f"{self.base}/"))
        rtype, slash, id = plain.partition("/")
        if slash and rtype in RTYPE and "/" not in id:
            self.here.setdefault(place, set()).add((rtype, id))


def _is(one, other) -> bool:
    return one is other


def conditional_references(node) -> set[str]:
    """Return the references in a resource that are written as a search."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if type(item) is list:
            waiting += item
        elif type(item) is dict:
            text = item.get("reference")
            if type(text) is str and "?" in text and _CONDITION.fullmatch(text):
                found.add(text)
            waiting += [each for each in item.values() if type(each) is dict or type(each) is list]
    return found


def split_condition(reference: str) -> tuple[str, str]:
    """Return type and query of a conditional reference."""
    rtype, _, query = reference.partition("?")
    return rtype, query
