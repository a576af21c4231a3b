"""What a mapping file of figures may say: one table, from which files are checked and the reference page is printed."""

from __future__ import annotations

from toldonce.exchange.files.grammar import Key

_WORDS = (
    ("columns", "texts", "the columns whose words say it; the words of several are joined by ` / `"),
    ("is", "text", "the same for every row, where no column says it"),
    ("codes", "map", "what a word of the file means"),
    ("codes.*", "any", "its code; or a list of `is`, `from` and `until`, each for its time"),
)  # fmt: skip


def _words(place: str, others: str) -> tuple[Key, ...]:
    said = (Key(f"{place}.{name}", kind, meaning) for name, kind, meaning in _WORDS)
    return (*said, Key(f"{place}.others", "refuse|leave|keep", others))


KEYS: tuple[Key, ...] = (
    Key("mapping", "word", "the name by which people ask for it; also the name of the file", required=True),
    Key("title", "text", "what its files hold, in a line", required=True),
    Key("about", "text", "what a reader of the mapping should know"),
    Key("source", "word", "the key of the source in `sources.yaml` of the place: publisher, licence, address",
        required=True),
    Key("as_at", "text", "the day on which the publisher said so, where it is not said with the file"),
    Key("file", "map", "how the table is found in the file"),
    Key("file.sheet", "text", "the sheet of a workbook; without it, the first that is not hidden"),
    Key("file.delimiter", "text", "what stands between cells; without it, it is found out"),
    Key("file.encoding", "text", "how letters are written; without it, UTF-8, or Windows-1252 where that fails"),
    Key("columns", "map", "each column that is read, by a name of your own", required=True),
    Key("columns.*", "texts", "the heads under which it may stand; letter case and punctuation do not matter"),
    Key("empty", "texts", "what stands for nothing (an empty cell always does): -, NULL"),
    Key("suppressed", "texts", "what stands for a number that the publisher hides: *"),
    Key("only", "map", "which rows are read, where not all are"),
    Key("only.columns", "texts", "the columns that say it", required=True),
    Key("only.are", "texts", "the words of the rows that are read", required=True),
    Key("place", "map", "for whom a figure counts: the code of an organisation, a council, a board", required=True),
    *_words("place", "a place that is not known: refuse the row (unless it is said), or leave it out and count it"),
    Key("period", "map", "when a figure counts", required=True),
    Key("period.columns", "texts", "the columns that say it; the words of several are joined by a space"),
    Key("period.is", "text", "the same for every row, where no column says it"),
    Key("period.ways", "texts", ("how it is written, as `%B %Y`; `financial-year` is 2012-13, `financial-month` is "
        "2012-13 APRIL, `quarter-end` is June 2021. A file that changes from one way to another is refused"),
        required=True),
    Key("period.corrected", "map", "slips of the publisher in these words, and what is meant (Janaury: January)"),
    Key("period.corrected.*", "text", "what is meant"),
    Key("part", "map", "which part of the indicator a figure counts: a reason, a treatment; without it, all"),
    *_words("part", "a word that is not in `codes`: refuse the row, leave it out, or keep it as the part"),
    Key("indicator", "map", "the indicator of a row, where columns say it"),
    *_words("indicator", "a word that is not in `codes`: refuse the row, or leave it out and count it"),
    Key("figures", "maps", "the figures that each row holds", required=True),
    Key("figures.indicator", "word", "the indicator, where it is the same for every row"),
    Key("figures.part", "text", "the part, where it is the same for every row"),
    Key("figures.value", "texts", "the column of the value; several are added up"),
    Key("figures.numerator", "texts", "the column of the numerator; several are added up"),
    Key("figures.denominator", "texts", "the column of the denominator; without a value, the value is their quotient"),
    Key("figures.low", "text", "the column of the lower limit of the interval"),
    Key("figures.high", "text", "the column of the upper limit of the interval"),
    Key("figures.reason", "text", "the column that says why there is no value, where a cell is empty"),
    Key("figures.times", "any", "by what a value is multiplied: 100 where the file has fractions of a percentage"),
    Key("figures.zero", "text", "why a zero is no value, where it means that nothing was reported"),
    Key("figures.at_least", "any", "the smallest value that is believed; without it, 0; `none` for no such limit"),
    Key("figures.at_most", "any", "the largest value that is believed; a numerator may then be above its denominator"),
    Key("sums", "maps", "what must add up in each row"),
    Key("sums.total", "word", "the column of the total", required=True),
    Key("sums.parts", "texts", "the columns of its parts", required=True),
    Key("sums.within", "any", "by how much it may differ, for rounding"),
    Key("sums.at_most", "truth", "`true`: the parts are at most the total"),
    Key("known_faults", "maps", "what is known to be wrong with the source, each with its reason"),
    Key("known_faults.reason", "text", "the sentence that a reader of the figure is shown", required=True),
    Key("known_faults.noted", "text", "the day on which it was noted", required=True),
    Key("known_faults.from", "text", "the first period that it touches", required=True),
    Key("known_faults.until", "text", "the last one", required=True),
    Key("known_faults.places", "texts", "whom it touches; without it, everybody"),
    Key("known_faults.indicators", "texts", "which indicators; without it, all of the file"),
    Key("known_faults.then", "missing|as said|left out", ("the figure is missing (unless it is said), taken as it was "
        "said, or left out, where another file says it right")),
    Key("known_faults.absent", "truth", "`true`: there are no rows; missing figures are made with the reason"),
    Key("revised_at_most", "whole", "percent of the figures there that a file may revise before it is refused (20)"),
)  # fmt: skip
OPEN = ("place.codes.*", "part.codes.*", "indicator.codes.*")
