"""Tokens: 64-bit hashes of `path=value` that let PostgreSQL's GIN index find candidates; bodies decide.

A token stands for a place in the JSON, not for a search parameter, so that parameters that read the same place share
it: `code` and `combo-code`, `phone` and `telecom`, `family` and `name`.
"""

from collections.abc import Callable, Iterator

from xxhash import xxh64_intdigest

from toldonce.record.search import references, words
from toldonce.record.search.indexed import BEGINNINGS

NOTHING = 0
_KEPT = 4096
_HALF, _WHOLE = 1 << 63, 1 << 64


def token(rtype: str, element: str, value: str) -> int:
    """The token of a value in an element of a resource type: `token("Observation", "code", "8480-6")`."""
    return hashed(f"{rtype}.{element}={value}")


def hashed(text: str) -> int:
    """A signed 64-bit number, as PostgreSQL's bigint holds it."""
    try:
        number = xxh64_intdigest(text.encode())
    except (
        UnicodeEncodeError
    ):  # half a surrogate pair, which a query can contain and a stored resource cannot
        number = xxh64_intdigest(text.encode("utf-8", "surrogatepass"))
    return number - _WHOLE if number >= _HALF else number


class Tokens(dict[str, int]):
    """The tokens of one path by raw value; remembers the latest few thousand."""

    def __init__(
        self, path: str, normal: Callable[[str], str] = str, commonplace: frozenset[str] = frozenset()
    ):
        super().__init__()
        self.path, self.normal, self.commonplace = path, normal, commonplace

    def __missing__(self, value: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        number = NOTHING if value in self.commonplace else hashed(f"{self.path}={self.normal(value)}")
        self[value] = number
        return number


class ReferenceTokens(Tokens):
    """The tokens of references; what is contained in the resource itself has none."""

    def __missing__(self, value: str) -> int:
        return NOTHING if references.is_contained(value) else super().__missing__(value)


def without_version(canonical: str) -> str:
    """`http://example.org/ValueSet/x|2.0` without its version and fragment."""
    return canonical.split("|", 1)[0].split("#", 1)[0]


def beginnings(text: str) -> Iterator[str]:
    """What the beginnings of a text are hashed as; a query uses the longest that it fills."""
    bare = words.plain(text)
    for length in BEGINNINGS:
        if len(bare) >= length:
            yield f"{length}^{bare[:length]}"


def longest_beginning(query: str) -> str | None:
    """Which of a text's beginnings a query asks for; None if it is shorter than all."""
    found = list(beginnings(query))
    return found[-1] if found else None
