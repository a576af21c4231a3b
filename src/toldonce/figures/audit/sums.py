"""Which lines are sums of which: totals below or above their parts, subtotals, balances, differences, means.

A line is a row or a column; the same search serves both. It asks for every line whether the run of lines before or
after it adds up to it, first over all lines, then over those that are left when the parts of each total are taken away.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toldonce.figures.audit.cells import Cell, Line
from toldonce.figures.audit.equations import Linear
from toldonce.figures.audit.relations import ENOUGH, Relation, weighed
from toldonce.figures.audit.rules import NOT_ADDED, Lines, Rule

TOTAL = re.compile(
    r"^(full |whole )?year$|\byear total\b|^(the )?pooled (budget|fund)s?$|"
    r"\b(sub-?\s?)?totals?\b|\bgrand\b|\bsum\b|\ball (ages|persons|people|areas|of)\b|^all\b|\boverall\b|\bcombined\b"
)
WITHIN = re.compile(r"\bof which\b|\bincluding\b|\bincl\b|\bmemo\b|\bof whom\b")
MEAN = re.compile(r"\baverage\b|\bmean\b|\bavg\b")
DIFFERENCE = re.compile(
    r"\bdifference|\bchange\b|\bvariance\b|\bvar\b|\bgap\b|\bmovement\b|\bincrease\b|\bdecrease\b|\breduction\b|\bnet\b|\bsurplus\b|"
    r"\bdeficit\b|\bbalance\b|\bover\b.*\bunder\b|\buplift\b|\bremaining\b|\bgrowth\b|\bsaving"
)
SIGNED_AT_MOST = 6
TRIPLES_AT_MOST = 26
RUNS_AT_MOST = 60  # lines; among more only what the words call a total is tried
RUN_AT_MOST = 200  # parts of one total
FEW = 2.0  # rules that a reader would try first


def relations(lines: Sequence[Line]) -> list[Relation]:
    """Every relation of sums among the lines that the table gives evidence for."""
    search = _Search(lines)
    search.groups()
    for sequence, alike in sequences(lines):
        search.nested(sequence, alike)
    search.triples()
    search.signed()
    search.means()
    return _without_shadows(search.found)


def sequences(lines: Sequence[Line]) -> list[tuple[list[int], int]]:
    """Lines that may be added to each other: all, those of one unit, those under one word of the head.

    Each comes with how many like it there are: among the rows of many areas one is the sum of others by chance.
    """
    everything = [place for place, line in enumerate(lines) if line.figures]
    added = [place for place in everything if lines[place].unit not in NOT_ADDED]
    shares = [place for place in everything if lines[place].unit == "%"]
    last_words: dict[str, list[int]] = {}
    for place in everything:
        last_words.setdefault(lines[place].words.rpartition(" ")[2], []).append(place)
    under_words = [
        group
        for group in last_words.values()
        if 2 < len(group) < len(everything) and len({lines[place].words for place in group}) > 1
    ]
    groups = [(added, 1), (shares, 1), *((group, len(under_words)) for group in under_words)]
    kept: list[tuple[list[int], int]] = []
    for group, alike in groups:
        if len(group) > 2 and all(group != other for other, _ in kept):
            kept.append((group, alike))
    return kept


class _Search:
    """The rules that were found among some lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.numbers = Lines(lines)
        self.found: list[Relation] = []
        self._tried: set[tuple[Rule, bool]] = set()
        self._totals_of_groups: set[int] = set()

    def groups(self) -> None:
        """Find that the one total of each group of lines is the sum of its other lines, wherever it stands."""
        made: dict[int, list[Linear]] = {}
        for within, group in itertools.groupby(
            range(len(self.lines)), lambda place: self.lines[place].within
        ):
            places = list(group)
            totals = [
                place
                for place in places
                if TOTAL.search(self.lines[place].words.removeprefix(within.lower()))
            ]
            if within and len(totals) == 1 and len(places) > 2:
                parts = tuple((place, 1.0) for place in places if place not in totals)
                made[totals[0]] = self.numbers.equations(Rule(totals[0], parts))
        words = "the total of each group = the sum of its other lines"
        several = [equation for each in made.values() for equation in each]
        found = weighed("sum", words, several, FEW, True) if len(made) > 1 else None
        if found:
            self.found.append(found)
            self._totals_of_groups = set(made)

    def nested(self, sequence: list[int], alike: int) -> None:
        """Find totals of runs, then totals of those totals, until nothing new is found.

        A rule that fails somewhere may be chance: what is above it is looked for with its parts and without them.
        """
        waiting, seen = [sequence], [sequence]
        while waiting:
            tops = waiting.pop()
            new = [relation for relation in self._runs(tops, alike) if relation]
            for taken in (new, [relation for relation in new if not relation.failing]):
                parts = {place for relation in taken for place in relation.lines if place != relation.total}
                left = [place for place in tops if place not in parts]
                if len(left) > 2 and left not in seen:
                    seen.append(left)
                    waiting.append(left)

    def _runs(self, sequence: list[int], alike: int) -> Iterator[Relation | None]:
        long = len(sequence) > RUNS_AT_MOST
        for at, total in enumerate(sequence):
            if total in self._totals_of_groups or (long and not TOTAL.search(self.lines[total].words)):
                continue
            for side in (sequence[:at][::-1], sequence[at + 1 :]):
                whole = len(side) == len(sequence) - 1
                claimed = TOTAL.search(self.lines[total].words)
                tried = len(sequence) ** (1 if claimed else 2)
                yield self._best(total, side[:RUN_AT_MOST], tried * alike, FEW * alike if whole else 0.0)

    def _best(self, total: int, side: list[int], tried: float, few: float) -> Relation | None:
        """The run beside a line that adds up to it, with some of its lines left out where that makes it so.

        A first or last line that is the sum of all others is what a reader tries first: that rule is one of few.
        """
        best: Relation | None = None
        sums = self.numbers.summed([])
        for count, place in enumerate(side, 1):
            sums = self.numbers.added(sums, place)
            if count < 2:
                continue
            for parts, more, enough in self._candidates(total, side[:count], sums):
                rule = Rule(total, tuple((each, 1.0) for each in sorted(parts)))
                plain = few and len(parts) == len(side)
                found = self._weigh(rule, "sum", few if plain else tried * more)
                if found and found.bits >= enough and (best is None or _better(found, best)):
                    best = found
        if best:
            self.found.append(best)
        return best

    def _candidates(
        self, total: int, run: list[int], sums: list[tuple[float, float, int]]
    ) -> Iterator[tuple[list[int], float, float]]:
        """A run, and what is left of it without memo lines or one line.

        Each comes with how many others were as likely and with the bits that it needs: among many lines there is
        often one without which rounding explains a total that is wrong.
        """
        if self.numbers.fits(total, sums, anywhere=bool(TOTAL.search(self.lines[total].words))):
            yield run, 1.0, 0.0
        if len(run) < 3:
            return
        memos = [place for place in run if WITHIN.search(self.lines[place].words)]
        if memos and len(memos) < len(run) - 1:
            yield [place for place in run if place not in memos], 2.0, 0.0
        for extra in self.numbers.too_much(total, sums, run):
            yield [place for place in run if place != extra], 2.0 * len(run), ENOUGH

    def triples(self) -> None:
        """Find each line that is the sum of two others wherever they stand: differences, variances, gaps."""
        places = [place for place, line in enumerate(self.lines) if line.figures]
        if len(places) > TRIPLES_AT_MOST:
            return
        tried = max(len(places) * (len(places) - 1) * (len(places) - 2) / 2, 1)
        for total in places:
            others = [place for place in places if place != total]
            for one, two in itertools.combinations(others, 2):
                if self._same_unit(total, one, two):
                    self._keep(Rule(total, ((one, 1.0), (two, 1.0))), "difference", tried)

    def signed(self) -> None:
        """Find lines that are what stands before them with some taken off: balances, net figures."""
        places = [
            place
            for place, line in enumerate(self.lines)
            if line.unit not in NOT_ADDED and any(cell.value for cell in line.cells)
        ]
        if len(places) > RUNS_AT_MOST:
            return
        for at, total in enumerate(places):
            for side in (places[:at][::-1], places[at + 1 :]):
                for count in range(3, min(SIGNED_AT_MOST, len(side)) + 1):
                    parts = sorted(side[:count])
                    for signs in itertools.product((1.0, -1.0), repeat=count):
                        if len(set(signs)) == 2:
                            rule = Rule(total, tuple(zip(parts, signs, strict=True)))
                            runs = 1 if count == len(places) - 1 else len(places) ** 2
                            self._keep(rule, "balance", runs * 2.0**count)

    def means(self) -> None:
        """Find lines that are called an average and are that of the lines before or after them."""
        for total, line in enumerate(self.lines):
            if not MEAN.search(line.words):
                continue
            same = [
                place for place, other in enumerate(self.lines) if other.figures and other.unit == line.unit
            ]
            before = [place for place in same if place < total][::-1]
            after = [place for place in same if place > total]
            for side in (before, after):
                runs = [sorted(side[:count]) for count in range(2, min(len(side), RUN_AT_MOST) + 1)]
                rules = [Rule(total, tuple((place, 1.0) for place in run), float(len(run))) for run in runs]
                weighed_all = [self._weigh(rule, "average", len(self.lines), claimed=True) for rule in rules]
                found = [relation for relation in weighed_all if relation]
                self.found += sorted(found, key=lambda each: (len(each.failing), -len(each.lines)))[:1]

    def _same_unit(self, *places: int) -> bool:
        units = {self.lines[place].unit for place in places} - {""}
        return len(units) <= 1 and "rate" not in units

    def _keep(self, rule: Rule, kind: str, tried: float, claimed: bool = False) -> None:
        found = self._weigh(rule, kind, tried, claimed)
        if found:
            self.found.append(self._as_said(found, rule) if kind == "difference" else found)

    def _as_said(self, found: Relation, rule: Rule) -> Relation:
        """A difference of two lines, where the words of one line call it that: it is what was computed."""
        named = [place for place in rule.lines if DIFFERENCE.search(self.lines[place].words)]
        if len(named) != 1 or named[0] == rule.total:
            return found
        (other,) = rule.lines - {rule.total, *named}
        said = Rule(named[0], ((rule.total, 1.0), (other, -1.0)))
        return replace(
            found,
            words=self.numbers.words(said),
            equations=tuple(self.numbers.equations(said)),
            total=said.total,
        )

    def _weigh(self, rule: Rule, kind: str, tried: float, claimed: bool = False) -> Relation | None:
        """The relation of a rule, if it was not weighed before and has evidence enough."""
        claimed = claimed or self._claims(rule, kind)
        if (rule, claimed) in self._tried or not self.numbers.promise(rule, anywhere=claimed):
            return None
        self._tried.add((rule, claimed))
        made = self.numbers.equations(rule)
        return weighed(kind, self.numbers.words(rule), made, tried, claimed, rule.lines, rule.total)

    def _claims(self, rule: Rule, kind: str) -> bool:
        if kind in ("difference", "balance"):
            return any(DIFFERENCE.search(self.lines[place].words) for place in rule.lines)
        total = self.lines[rule.total]
        if kind == "sum":
            added = any(cell.printed and cell.printed.unit not in NOT_ADDED for cell in total.cells)
            return added and bool(TOTAL.search(total.words))  # "total % occupied" adds nothing up
        return bool(DIFFERENCE.search(total.words))


def counted_twice(found: Sequence[Relation]) -> dict[Relation, frozenset[int]]:
    """Totals that count subtotals and the parts of those as well, each with the lines that it counts once too often."""
    plain = [each for each in found if each.kind == "sum" and each.claimed and each.total is not None]
    twice = {}
    for relation in plain:
        parts = relation.lines - {relation.total}
        within = [each.lines - {each.total} for each in plain if each is not relation and each.lines <= parts]
        if within and not relation.failing:
            twice[relation] = frozenset().union(*within)
    return twice


def left_out(lines: Sequence[Line], found: Sequence[Relation]) -> Iterator[tuple[Line, Line]]:
    """Each line that stands among the parts of what is called a total and is in no sum, with that total."""
    added = {place for relation in found if relation.kind == "sum" for place in relation.lines}
    for relation in found:
        if relation.kind == "sum" and relation.claimed and relation.total is not None:
            total = lines[relation.total]
            for place in range(min(relation.lines), max(relation.lines)):
                line = lines[place]
                if (
                    place not in added
                    and line.figures
                    and line.unit == total.unit
                    and not WITHIN.search(line.words)
                ):
                    yield line, total


def _better(one: Relation, other: Relation) -> bool:
    return (-len(one.failing), one.bits) > (-len(other.failing), other.bits)


def _without_shadows(found: list[Relation]) -> list[Relation]:
    """The relations without those that only fail where another for the same cells holds, and without twins."""
    seen: dict[frozenset[tuple[Cell, float]], Relation] = {}
    for relation in sorted(found, key=lambda each: (-each.claimed, -each.bits)):
        seen.setdefault(_key(relation), relation)
    kept = list(seen.values())
    return [
        relation
        for relation in kept
        if not any(_shadows(other, relation) or _is_within(other, relation) for other in kept)
    ]


def _key(relation: Relation) -> frozenset[tuple[Cell, float]]:
    """What twins have in common: A = B + C is C = A − B."""
    terms = [
        term for equation in relation.equations if isinstance(equation, Linear) for term in equation.terms
    ]
    sign = 1.0 if min(terms, key=lambda term: term[0].address)[1] > 0 else -1.0
    return frozenset((cell, factor * sign) for cell, factor in terms)


def _of_its_own(relation: Relation, other: Relation) -> int:
    """How many lines a rule may have for itself and yet be a shadow: a difference from the wrong year has one."""
    return 1 if relation.kind == "difference" and len(relation.lines) == len(other.lines) == 3 else 0


def _is_within(other: Relation, relation: Relation) -> bool:
    """Whether a balance is nothing but a smaller rule with figures added that cancel by another."""
    return relation.kind == "balance" and other.lines < relation.lines


def _shadows(other: Relation, relation: Relation) -> bool:
    """Whether another relation says all that this one says, with fewer exceptions."""
    fewer = len(other.failing) < len(relation.failing)
    return (
        other is not relation
        and fewer
        and len(other.holding) >= len(relation.holding)
        and (
            other.total == relation.total or len(relation.lines - other.lines) <= _of_its_own(relation, other)
        )
    )


def total_line(line: Line) -> bool:
    """Whether the words of a line call it a total."""
    return bool(TOTAL.search(line.words))
