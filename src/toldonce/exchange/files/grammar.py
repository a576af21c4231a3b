"""What a mapping file may say: one table, from which files are checked and the reference page is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toldonce.exchange.files.errors import Fault

WORD = re.compile(r"[a-z][a-z0-9_-]{0,79}")
KINDS_OF_VALUE = ("text", "date", "time", "number", "yes-no", "code", "nhs-number")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping file: its place (`*` is any name), what stands there, and what it means."""

    place: str
    kind: str  # word, text, whole, truth, texts, map, maps, any, or `a|b|c`
    meaning: str
    required: bool = False


_COLUMN = (
    ("from", "texts", ("the heads under which it may stand; letter case and punctuation do not matter; in JSON the "
     "path (`person.born`). Without it, the name of the column itself")),
    ("type", "|".join(KINDS_OF_VALUE), "what it holds; `text` unless it is said"),
    ("required", "truth", "`true`: the file is refused without the column, a row without the value"),
    ("if_bad", "refuse|leave", ("what is done with a row whose value cannot be read: refuse the row (unless it is "
     "said), or leave the value out and count it")),
    ("formats", "texts", ("how dates are written, as `%d/%m/%Y`; `excel` takes Excel's day numbers. Without it: "
     "2026-01-31, 31/01/2026, 31-01-2026, 31.01.2026, 31 Jan 2026")),
    ("past", "truth", "`true`: a date to come is bad"),
    ("at_least", "any", "the smallest number that is believed"),
    ("at_most", "any", "the largest number that is believed"),
    ("pattern", "text", "a regular expression that the whole text must fit"),
    ("codes", "word", "the list in `codes` by which a code is read"),
    ("on", "word", "the column with the day on which the code was used, where codes have changed"),
    ("unknown", "refuse|text|leave", ("a code that the list does not have: refuse the row, keep its words without a "
     "code (unless it is said), or leave it out; all are counted")),
    ("otherwise", "any", "the value where the cell is empty"),
)  # fmt: skip

KEYS: tuple[Key, ...] = (
    Key("mapping", "word", "the name by which people ask for it; also the name of the file", required=True),
    Key("title", "text", "what it is for, in a line", required=True),
    Key("about", "text", "who sends the file, and what the reader of the mapping should know"),
    Key("feed", "word", "the feed that its files belong to; mappings of one feed share nothing", required=True),
    Key("source", "text", "the ODS code of who tells; without it, it is said with each file"),
    Key("snapshot", "truth", "`true`: a file holds everything, so a row that is gone has ended"),
    Key("absent_at_most", "whole", "percent of last time's rows that may be gone before the file is refused (20)"),
    Key("empty", "texts", "what stands for nothing (an empty cell always does): NULL, N/A, -"),
    Key("file", "map", "how the table is found in the file"),
    Key("file.sheet", "text", "the sheet of a workbook; without it, the first that is not hidden"),
    Key("file.rows", "text", "the path to the list of rows in JSON; without it, the first list that is met"),
    Key("file.delimiter", "text", "what stands between cells; without it, it is found out"),
    Key("file.encoding", "text", "how letters are written; without it, UTF-8, or Windows-1252 where that fails"),
    Key("columns", "map", "each column that is read, by a name of your own", required=True),
    Key("columns.*", "map", "one column"),
    *(Key(f"columns.*.{name}", kind, meaning) for name, kind, meaning in _COLUMN),
    Key("key", "texts", "the columns that tell rows apart, file after file", required=True),
    Key("groups", "map", "what stands several times in a row: numbered columns, or a list inside JSON"),
    Key("groups.*", "map", "one group"),
    Key("groups.*.numbers", "text", "`1-8`: the columns are named with `{n}`"),
    Key("groups.*.list", "text", "the path to the list inside the row"),
    Key("groups.*.columns", "map", "the columns of one occurrence, with the keys of any column", required=True),
    Key("groups.*.columns.*", "map", "one column of the group"),
    *(Key(f"groups.*.columns.*.{name}", kind, meaning) for name, kind, meaning in _COLUMN),
    Key("codes", "map", "lists of codes, by a name of your own"),
    Key("codes.*", "map", "one list"),
    Key("codes.*.system", "text", "the address of the code system, or snomed, loinc, icd10, ours"),
    Key("codes.*.terms", "word", "one of our own lists (`ethnicity`, `vaccines` …): its codes and its words are known"),
    Key("codes.*.values", "map", "what the file says, and the code that it is"),
    Key("codes.*.values.*", "any", "the code; or `code`, `display`, `system`, `from`, `until` and words of your own; "
        "or a list of those, each for its time"),
    Key("resources", "map", "what a row becomes, by a name of your own", required=True),
    Key("resources.*", "map", "one resource"),
    Key("resources.*.type", "text", "its FHIR type", required=True),
    Key("resources.*.id", "texts", "the columns that make its id: the same values, the same resource", required=True),
    Key("resources.*.shared", "word", "ids are shared by all mappings of the source that say the same word here"),
    Key("resources.*.for", "word", "the group for each occurrence of which it is made"),
    Key("resources.*.when", "texts", "conditions that must all hold: `ended`, `not ended`, `state is Open, Held`, "
        "`state is not Closed`"),
    Key("resources.*.only_new", "truth", "`true`: it is written only where it is not there yet"),
    Key("resources.*.absent", "any", "when its row is gone: `delete`, `keep`, or elements that end it; `keep` for what "
        "is shared or only new, else `delete`"),
    Key("resources.*.has", "map", "its elements, with `$column` for a value, `{column}` inside words, `@name` for a "
        "reference to another resource of the row, and `if`/`then`/`else`", required=True),
)  # fmt: skip
OPEN = ("resources.*.has", "resources.*.absent", "codes.*.values.*")  # below these, anything may stand


def faults(document: Any, keys: Sequence[Key] = KEYS, opened: Sequence[str] = OPEN) -> list[Fault]:
    """Everything that is wrong with the shape of a mapping file, with its place and reason; anything may stand
    below the places in `opened`."""
    if not isinstance(document, dict):
        return [Fault("", "a mapping is a map of keys, and this is something else")]
    return list(_faults(document, "", "", keys, opened))


def _faults(node: dict, at: str, pattern: str, keys: Sequence[Key], opened: Sequence[str]) -> Iterator[Fault]:
    known = {key.place: key for key in keys}
    for name, value in node.items():
        place, asked = _joined(at, str(name)), _joined(pattern, str(name))
        key = known.get(asked) or known.get(_joined(pattern, "*"))
        if key is None:
            yield Fault(place, f"is no key here: {_choices(pattern, keys)} may stand")
            continue
        if fault := _fault(key, value):
            yield Fault(place, fault)
        elif isinstance(value, dict) and key.place not in opened:
            yield from _faults(value, place, key.place, keys, opened)
        elif isinstance(value, list) and key.kind == "maps":
            for number, each in enumerate(value, 1):
                yield from _faults(each, f"{place}.{number}", key.place, keys, opened)
    for key in _children(pattern, keys):
        if key.required and key.place.rpartition(".")[2] not in node:
            yield Fault(_joined(at, key.place.rpartition(".")[2]), f"is missing: {key.meaning}")


def _joined(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _children(pattern: str, keys: Sequence[Key]) -> list[Key]:
    return [key for key in keys if key.place.rpartition(".")[0] == pattern]


def _choices(pattern: str, keys: Sequence[Key]) -> str:
    return ", ".join(key.place.rpartition(".")[2] for key in _children(pattern, keys)) or "nothing"


def _fault(key: Key, value: Any) -> str:
    """Why a value does not fit its key; "" when it does."""
    if key.kind == "word":
        good, wanted = (
            isinstance(value, str) and bool(WORD.fullmatch(value)),
            "a word of small letters and digits",
        )
    elif key.kind == "texts":
        good, wanted = _is_texts(value), "words, or a list of words"
    elif key.kind == "maps":
        good, wanted = _is_maps(value), "a list of maps"
    elif "|" in key.kind:
        good, wanted = value in key.kind.split("|"), "one of " + ", ".join(key.kind.split("|"))
    else:
        kind, wanted = _TYPES[key.kind]
        good = isinstance(value, kind) and not (key.kind == "whole" and isinstance(value, bool))
    return "" if good else f"{str(value)[:40]!r} is not {wanted}"


_TYPES: dict[str, tuple[type, str]] = {
    "text": (str, "words"),
    "whole": (int, "a whole number"),
    "truth": (bool, "true or false"),
    "map": (dict, "a map of keys"),
    "any": (object, "a value"),
}


def _is_texts(value: Any) -> bool:
    members = value if isinstance(value, list) else [value]
    return bool(members) and all(
        isinstance(each, str | int) and not isinstance(each, bool) for each in members
    )


def _is_maps(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def reference(keys: Sequence[Key] = KEYS) -> str:
    """The table of keys as Markdown, for the reference page."""
    rows = [
        f"| `{key.place}` | {_kind_words(key.kind)}{', required' if key.required else ''} | {key.meaning} |"
        for key in keys
        if not key.place.startswith("groups.*.columns.*")
    ]
    return "\n".join(["| key | what stands there | meaning |", "| --- | --- | --- |", *rows])


def _kind_words(kind: str) -> str:
    words = {
        "texts": "words, or a list",
        "whole": "whole number",
        "truth": "true or false",
        "any": "a value",
        "maps": "a list of maps",
    }
    return words.get(kind, ", ".join(f"`{each}`" for each in kind.split("|")) if "|" in kind else kind)
