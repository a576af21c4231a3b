"""The reference page of figures, printed from the grammar of mappings, the derivations and the checks."""

from __future__ import annotations

from toldonce.exchange.files.grammar import reference
from toldonce.figures.derivations import WORDS
from toldonce.figures.kinds import Every, Good, StandardKind, Unit
from toldonce.figures.receiving.doubts import LARGE, LEAP
from toldonce.figures.receiving.grammar import KEYS

CHECKS = (
    ("refused", "a column that is missing or stands twice; a cell that is no number"),
    ("refused", "a place, part or indicator that the mapping does not know"),
    ("refused", "a period in another way of writing than before, one that is not the first day of its month or year"),
    ("refused", "two units in one column (`£`, `%`), a fraction among percentages"),
    ("refused", f"a value {LEAP} times as large or as small as the one before"),
    ("refused", "a period that stands twice with different values"),
    ("refused", "a numerator above its denominator, a value outside what is believed, a total that does not add up"),
    ("refused", "a file that would revise more of what is there than its mapping allows, until somebody confirms it"),
    ("doubted", "a gap in a series"),
    ("doubted", f"a zero between two values of {LARGE} or more"),
    ("doubted", f"a month or quarter in which every figure of {LARGE} or more is that of a year before"),
    ("missing", "an empty cell, a number that the publisher hides, a denominator of zero"),
    ("missing", "a zero that the mapping says is none, a known fault"),
)  # fmt: skip
FIRST = (
    "How files of figures are loaded is told in [load figures](../how-to/load-figures.md), why it is so in "
    "[decision 22](../decisions/0022-a-figure-is-a-statement.md). A mapping is YAML in which only `true`, `false` and "
    "whole numbers are more than words, and no key stands twice."
)


def page() -> str:
    """The whole page as Markdown, without its heading."""
    return "\n\n".join([
        FIRST, "## What is checked", _checks(), "## Keys of a mapping", reference(KEYS),
        "## Derivations", "An indicator says one of these under `derived`, of the indicators (or parts) in order.",
        _derivations(), "## Words", _choices(),
    ])  # fmt: skip


def _checks() -> str:
    return "\n".join(
        ["| it is | what |", "| --- | --- |", *(f"| {what} | {when} |" for what, when in CHECKS)]
    )


def _derivations() -> str:
    names = {0: "a", 1: "b"}
    rows = [
        f"| `{kind}` | {words.format(*names.values(), per=1000, all='all of them')} |"
        for kind, words in WORDS.items()
    ]
    return "\n".join(["| derivation | makes |", "| --- | --- |", *rows])


def _choices() -> str:
    lists = {"unit": Unit, "good": Good, "every": Every, "kind of a standard": StandardKind}
    rows = [
        f"| {name} | {', '.join(f'`{each.value}`' for each in choices)} |" for name, choices in lists.items()
    ]
    return "\n".join(["| field | one of |", "| --- | --- |", *rows])
