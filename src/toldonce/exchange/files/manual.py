"""The reference page of mapping files, printed from the grammar and from the mappings that come with Toldonce."""

from __future__ import annotations

from toldonce.exchange.files.grammar import reference
from toldonce.exchange.files.mapping import Column, Mapping
from toldonce.exchange.files.reading import BUILT_IN, mapping_in, shipped
from toldonce.exchange.files.templates import CONSTANTS

TEMPLATES = (
    ("`$column`", "the value; of a code the whole concept"),
    ("`$column.code`, `.display`, `.said`, `.coding`", "a part of a code, or a word of the list's own"),
    ("`words {column}`", "words with the value inside; nothing at all when it is empty"),
    ("`@name`", "a reference to another resource of the row, which stands before"),
    ("`{if: column, then: …, else: …}`", "one or the other"),
    ("`column`, `not column`", "there is a value, or none"),
    (
        "`column is This, That`, `column is not This`",
        "the value, or what was said for a code, is one of these",
    ),
)
RULES = (
    "An element that is left with nothing is left out. A number keeps its digits. An id is made from the source, the "
    "name and the values, so that the same values always mean the same resource. A value that our lists do not know is "
    "kept in its words."
)
FIRST = (
    "A mapping file is YAML in which only `true`, `false` and whole numbers are more than words, and no key stands "
    "twice. How to write one is told in [bring a file](../how-to/bring-a-file.md)."
)


def page() -> str:
    """The whole page as Markdown, without its heading."""
    words = ", ".join(f"`{{{name}}}`" for name in sorted(BUILT_IN))
    known = ", ".join(f"`{name}` {address}" for name, address in CONSTANTS.items())
    own = f"Words of our own, beside the columns: {words}. `told` is the day on which the file is taken, "
    own += f"`source` who tells; the others are {known}."
    parts = [
        FIRST,
        "## Keys",
        reference(),
        "## Elements and conditions",
        _templates(),
        RULES,
        own,
    ]
    return "\n\n".join(
        [*parts, "## Mappings that come with Toldonce", *map(_shipped, map(mapping_in, shipped().values()))]
    )


def _templates() -> str:
    rows = [f"| {told} | {means} |" for told, means in TEMPLATES]
    return "\n".join(["| in `has`, `absent` and `when` | means |", "| --- | --- |", *rows])


def _shipped(mapping: Mapping) -> str:
    rows = [_row(column) for column in mapping.columns]
    rows += [_row(column, f" (in {group.name})") for group in mapping.groups for column in group.columns]
    made = ", ".join(dict.fromkeys(made.rtype for made in mapping.made))
    kept = (
        "A file holds everything; what is gone has ended."
        if mapping.snapshot
        else "What is not in a file stays."
    )
    table = ["| column | heads | what it holds |", "| --- | --- | --- |", *rows]
    about = f"{mapping.about} {kept} A row becomes: {made}. Key: {', '.join(mapping.key)}."
    return "\n".join([f"### {mapping.name}", "", about, "", *table])


def _row(column: Column, where: str = "") -> str:
    heads = ", ".join(column.heads)
    return f"| {column.name}{where} | {heads} | {column.kind}{', required' if column.required else ''} |"
