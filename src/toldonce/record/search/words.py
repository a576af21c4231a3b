"""Text as it is compared: accents, case, punctuation and superfluous space do not matter."""

import re
import unicodedata
from functools import lru_cache

_PUNCTUATION = re.compile(r"[^\w\s]|_")
_NOT_DIALLED = re.compile(r"[\s().\-]")
_SOUNDS = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """`  O'Brien-Müller ` is compared as `obrienmuller`, `St.  Mary` as `st mary`."""
    if text.isascii() and text.isalnum():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(_PUNCTUATION.sub("", bare).split())


def contact(text: str) -> str:
    """A telephone number or address as it is compared: 01202 (555) 123 as 01202555123."""
    return _NOT_DIALLED.sub("", text).lower()


def sound(text: str) -> str:
    """Soundex of the first word, so that Smyth is found by Smith; '' where there are no letters a to z."""
    letters = [sign for sign in plain(text).split(" ")[0] if "a" <= sign <= "z"]
    if not letters:
        return ""
    code, before = letters[0], letters[0].translate(_SOUNDS)
    for letter in letters[1:]:
        number = letter.translate(_SOUNDS)
        if number.isdigit() and number != before:
            code += number
        if letter not in "hw":
            before = number
    return (code + "000")[:4]
