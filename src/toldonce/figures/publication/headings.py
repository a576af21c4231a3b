"""By which headings parts divide a whole, read from their words: men and women, and the same people by age.

A part is one word or several, joined by " / " as files of several columns are read. Bands of age are one heading, cut
wherever any of them begins or ends, so that 65-69 is a group where somebody asks for "under 65" and somebody else for
"under 70". Other words are one heading for each place that they have among the words; those that add up to more than
the whole are several headings if they can be divided into some that each add up to it.
Where a change could leak: words of one heading that are taken for two, or of two that are taken for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product

from toldonce.figures.rates.bands import Band, age_bands
from toldonce.figures.rates.errors import BandsRefused

WHOLE = ""  # the part that is no part
REST = "the rest of "
ALONE = "nothing to do with others: "
JOINED = " / "
AGE = "age"
EVERYBODY = {"", "all", "total", "persons", "all persons", "people", "all people", "all ages", "both sexes"}
LAST = 1_000  # an age that nobody reaches
MOST_WORDS = 12  # of one heading, that are tried whether they are several: they have 4,096 subsets
Said = Mapping[str, str]  # heading -> word
Parts = tuple[str, ...]  # the smallest part of each heading, in their order


@dataclass(frozen=True)
class Headings:
    """The headings of some parts; `apart` are words without a place of their own that are a heading together."""

    parts: frozenset[str]
    apart: tuple[frozenset[str], ...] = ()

    def said(self, part: str) -> Said:
        """Which word a part has of each heading; none of one by which it is not divided."""
        found: dict[str, str] = {}
        for word in _words(part):
            found[self._heading(word, len(found.keys() - {AGE}))] = word
        return found

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The headings there are."""
        return tuple(sorted(set(chain.from_iterable(self.said(part) for part in self.parts))))

    def smallest(self, part: str, alone: Collection[str] = ()) -> frozenset[Parts]:
        """The smallest parts of a part; of a heading that is `alone` those that it holds are not known."""
        said = self.said(part)
        return frozenset(product(*(self._of(heading, said.get(heading), alone) for heading in self.names)))

    def families(self, part: str) -> Iterator[tuple[frozenset[str], Sequence[str]]]:
        """Each way in which a part is divided by one heading or several, with parts of it that share nobody."""
        said = self.said(part)
        others = [heading for heading in self.names if heading not in said]
        for more in chain.from_iterable(combinations(others, size) for size in range(1, len(others) + 1)):
            below = {
                each: told
                for each in sorted(self.parts)
                if (told := self.said(each)).keys() == {*said, *more} and said.items() <= told.items()
            }
            rows = self._side_by_side({told[AGE] for told in below.values()}) if AGE in more else [None]
            for row in rows if below else ():
                yield (
                    frozenset(more),
                    [each for each, told in below.items() if row is None or told[AGE] in row],
                )

    def _heading(self, word: str, place: int) -> str:
        if word in self._ages:
            return AGE
        own = next((at for at, those in enumerate(self.apart) if word in those), None)
        return f"{self._places.get(word, place)}" if own is None else f"apart {own}"

    def _of(self, heading: str, word: str | None, alone: Collection[str]) -> Iterable[str]:
        if word is not None:
            return self._cut(self._ages[word]) if heading == AGE else (word,)
        if heading in alone:
            return (ALONE,)
        words = (
            chain.from_iterable(map(self._cut, self._ages.values())) if heading == AGE else self._by[heading]
        )
        return {*words, REST}

    @cached_property
    def _ages(self) -> Mapping[str, Band]:
        """The words that are bands of age; a number alone is none."""
        words = set(chain.from_iterable(map(_words, self.parts)))
        return {word: band for word in sorted(words) if not word.isdigit() and (band := _band(word))}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """The place that a word has among the words of parts that have several."""
        several = [[w for w in _words(part) if w not in self._ages] for part in sorted(self.parts)]
        return {word: at for words in several if len(words) > 1 for at, word in enumerate(words)}

    @cached_property
    def _by(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {heading: set() for heading in self.names}
        for part in self.parts:
            for heading, word in self.said(part).items():
                found[heading].add(word)
        return found

    @cached_property
    def _edges(self) -> Sequence[int]:
        bands = self._ages.values()
        ends = {band.last + 1 for band in bands if band.last is not None}
        return sorted({band.first for band in bands} | ends)

    def _cut(self, band: Band) -> list[str]:
        """The ages of a band, cut wherever a band begins or ends."""
        last = band.last
        return [
            f"from {edge}" for edge in self._edges if band.first <= edge and (last is None or edge <= last)
        ]

    def _side_by_side(self, words: Iterable[str]) -> list[list[str]]:
        """Bands of age in rows, each behind the one that ends last before it begins: no row holds an age twice."""
        rows: list[list[Band]] = []
        of = {self._ages[word]: word for word in words}
        for band in sorted(of, key=lambda each: (each.first, each.last or LAST)):
            before = [row for row in rows if (row[-1].last or LAST) < band.first]
            if before:
                max(before, key=lambda row: row[-1].last or LAST).append(band)
            else:
                rows.append([band])
        return [[of[band] for band in row] for row in rows]


def headings_of(parts: Iterable[str], tables: Sequence[Mapping[str, int]]) -> Headings:
    """The headings of parts, of which `tables` tell how many each has of a whole in one place and period."""
    found = Headings(frozenset(parts) - {WHOLE})
    those = sorted(part for part in found.parts if found.said(part).keys() == {"0"})
    if len(those) > MOST_WORDS or not any(_adds_up_to_more(those, table) for table in tables):
        return found
    return Headings(found.parts, tuple(_that_add_up(those, tables)))


def _adds_up_to_more(parts: Sequence[str], table: Mapping[str, int]) -> bool:
    return WHOLE in table and sum(table.get(part, 0) for part in parts) > table[WHOLE]


def _that_add_up(parts: Sequence[str], tables: Sequence[Mapping[str, int]]) -> Iterator[frozenset[str]]:
    """Parts that together are the whole wherever all of them are told; each is in one such set."""
    left = set(parts)
    for size in range(2, len(parts)):
        for those in combinations(parts, size):
            full = [table for table in tables if WHOLE in table and all(each in table for each in those)]
            agree = [sum(table[each] for each in those) == table[WHOLE] for table in full]
            if left.issuperset(those) and agree and 2 * sum(agree) > len(agree):
                left -= set(those)
                yield frozenset(those)


def _words(part: str) -> list[str]:
    return [word for each in part.split(JOINED) if (word := each.strip()).casefold() not in EVERYBODY]


def _band(word: str) -> Band | None:
    try:
        return age_bands([word]).bands[0]
    except BandsRefused:
        return None
