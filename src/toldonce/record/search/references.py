"""References as they are compared: relative, absolute to our own base, with a version, foreign, contained, logical."""

import re
from functools import cache

from django.conf import settings

_RELATIVE = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[A-Za-z0-9.\-]{1,64})?")
_ABSOLUTE = re.compile(
    r"https?://.*/([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})(?:/_history/[A-Za-z0-9.\-]{1,64})?"
)


@cache
def our_bases() -> tuple[str, ...]:
    """The addresses under which our own resources are known, each ending with a slash."""
    return tuple(base.rstrip("/") + "/" for base in getattr(settings, "FHIR_BASES", ()))


def plain(reference: str) -> str:
    """`Type/id` for a resource of our own, whatever way it is written; any other reference as it is."""
    if reference.count("/") == 1:
        return reference
    for base in our_bases():
        if reference.startswith(base):
            reference = reference[len(base) :]
            break
    found = _RELATIVE.fullmatch(reference)
    return f"{found[1]}/{found[2]}" if found else reference


def type_of(reference: str) -> str:
    """The resource type that a literal reference names, or ''."""
    found = _RELATIVE.fullmatch(reference) or _ABSOLUTE.fullmatch(reference)
    return found[1] if found else ""


def is_contained(reference: str) -> bool:
    """Whether it leads into the resource itself."""
    return reference.startswith("#")
