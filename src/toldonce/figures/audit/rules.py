"""Rules of sums among lines, and a quick look at whether one may hold: most that are thought of do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toldonce.figures.audit.cells import NIL, NUMBER, Cell, Line
from toldonce.figures.audit.equations import DUST, Linear
from toldonce.figures.audit.relations import linear

NOT_ADDED = ("%", "rate")
SAMPLE = 12  # places along the lines that decide whether a rule is worth a closer look
ALIKE = 3.0  # times by which parts may differ of which a total may be the mean
NEARLY = 1.1  # times by which a mean that is wrong may lie outside of them
HOPELESS = 4  # places of the sample of which none holds


@dataclass(frozen=True, slots=True)
class Rule:
    """One line as the sum of others with coefficients, counted by the places of the lines."""

    total: int
    parts: tuple[tuple[int, float], ...]
    times: float = 1.0  # the total is multiplied by this: a mean of five lines by five

    @property
    def lines(self) -> frozenset[int]:
        return frozenset({self.total, *(place for place, _ in self.parts)})


class Lines:
    """Lines of a table as numbers, with a sample of the places along them where most is printed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        length = len(lines[0].cells) if lines else 0
        filled = [sum(line.cells[at].value != 0 for line in lines) for at in range(length)]
        fullest = sorted(range(length), key=lambda at: (-filled[at], at))[: 4 * SAMPLE]
        self.sample = sorted(fullest[:: max(1, len(fullest) // SAMPLE)][:SAMPLE])
        self._values = [[_value(line, at) for at in self.sample] for line in lines]
        self._halves = [[line.cells[at].half for at in self.sample] for line in lines]

    def promise(self, rule: Rule, anywhere: bool) -> bool:
        """Whether a rule holds in half of the sample, or anywhere in it."""
        return self.fits(rule.total, self.summed(rule.parts), rule.times, anywhere)

    def summed(self, parts: Iterable[tuple[int, float]]) -> list[tuple[float, float, int]]:
        """At each place of the sample the sum of some lines, its half unit, and how many of them are not nought."""
        sums = [(0.0, 0.0, 0)] * len(self.sample)
        for place, factor in parts:
            sums = self.added(sums, place, factor)
        return sums

    def added(
        self, sums: list[tuple[float, float, int]], place: int, factor: float = 1.0
    ) -> list[tuple[float, float, int]]:
        """Sums with one more line; a figure that is kept back makes its sum one that is not known."""
        return [
            (value + factor * more, half + abs(factor) * wide, count + (more != 0))
            for (value, half, count), more, wide in zip(
                sums, self._values[place], self._halves[place], strict=True
            )
        ]

    def fits(
        self, total: int, sums: list[tuple[float, float, int]], times: float = 1.0, anywhere: bool = False
    ) -> bool:
        """Whether sums are a line in half of the places where that says anything, or anywhere."""
        seen = good = 0
        for at, (value, half, count) in enumerate(sums):
            wanted = self._values[total][at]
            if not wanted or count < (1 if anywhere else 2) or value != value or wanted != wanted:
                continue
            seen += 1
            slack = half + times * self._halves[total][at] + DUST * abs(wanted)
            good += abs(value - times * wanted) <= slack
            if anywhere and good:
                return True
            if seen == HOPELESS and not good and not anywhere:
                return False
        return not anywhere and good * 2 >= seen > 0

    def too_much(self, total: int, sums: list[tuple[float, float, int]], run: Sequence[int]) -> list[int]:
        """The lines of a run that are just what its sum is more than a line: a memo line, a subtotal."""
        for at, (value, half, count) in enumerate(sums):
            wanted = self._values[total][at]
            if wanted and count > 2 and value == value and wanted == wanted:
                extra, slack = value - wanted, half + self._halves[total][at]
                if not extra:
                    return []
                return [
                    place
                    for place in run
                    if self._values[place][at] and abs(self._values[place][at] - extra) <= slack
                ]
        return []

    def equations(self, rule: Rule) -> list[Linear]:
        """The equation of each place along the lines; shares and rates beside amounts count only where they add up."""
        made = []
        for at, cell in enumerate(self.lines[rule.total].cells):
            if cell.kind == NUMBER:
                terms = [(cell, rule.times)]
                terms += [(self.lines[place].cells[at], -factor) for place, factor in rule.parts]
                found = linear(terms)
                if found and (rule.times != 1 or _about_nought(found) or _tells(found, terms)):
                    made.append(found)
        amounts = [each for each in made if _unit(each) not in NOT_ADDED]
        if len(amounts) in (0, len(made)):
            return made
        return [each for each in made if _unit(each) not in NOT_ADDED or _about_nought(each)]

    def words(self, rule: Rule) -> str:
        """The rule as people would say it."""
        names = [self._name(place) for place, _ in rule.parts]
        if rule.times != 1:
            return f"{self._name(rule.total)} = the mean of {_listed(names)}"
        if len(names) > 4 and all(factor == 1 for _, factor in rule.parts):
            return f"{self._name(rule.total)} = the sum of the {len(names)} from {names[0]} to {names[-1]}"
        signs = ["− " if factor < 0 else "+ " for _, factor in rule.parts]
        said = " ".join(sign + name for sign, name in zip(signs, names, strict=True))
        return f"{self._name(rule.total)} = {said.removeprefix('+ ')}"

    def _name(self, place: int) -> str:
        line = self.lines[place]
        return f"“{line.label}”" if line.label else f"the line of {line.cells[0].address}"


def _value(line: Line, at: int) -> float:
    cell = line.cells[at]
    return cell.value if cell.kind in (NUMBER, NIL) else float("nan")


def _unit(equation: Linear) -> str:
    number = equation.cells[0].printed
    return number.unit if number else ""


def _tells(equation: Linear, terms: Sequence[tuple[Cell, float]]) -> bool:
    """Whether a sum that is not even can only be wrong."""
    return not (_may_be_mean(equation) or lacks_parts(equation, [cell for cell, _ in terms[1:]]))


def lacks_parts(equation: Linear, parts: Sequence[Cell]) -> bool:
    """Whether a total is more than its parts and most of those are empty: not said, rather than nought."""
    empty = sum(not cell.text for cell in parts)
    added = sum(cell.value for cell in parts)
    return 2 * empty > len(parts) and 0 < added * equation.cells[0].value < equation.cells[0].value ** 2


def _may_be_mean(equation: Linear) -> bool:
    """Whether a figure lies among three parts or more that are alike: a mean of them, where others are their sum."""
    sizes = sorted(abs(cell.value) for cell in equation.cells[1:])
    signs = {factor * cell.value > 0 for cell, factor in equation.terms[1:] if cell.value}
    alike = len(sizes) > 2 and len(signs) == 1 and sizes[-1] <= ALIKE * sizes[0]
    return alike and sizes[0] / NEARLY <= abs(equation.cells[0].value) <= sizes[-1] * NEARLY


def _about_nought(equation: Linear) -> bool:
    left = sum(factor * cell.value for cell, factor in equation.terms)
    slack = sum(abs(factor) * cell.half for cell, factor in equation.terms)
    return abs(left) <= slack + DUST * max(abs(cell.value) for cell, _ in equation.terms)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
