"""A narrative whose numbers are references to the plan: resolved, or told with the words that do not resolve."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from toldonce.steering.plans.better_care import maturity, sheets, words
from toldonce.steering.plans.better_care.accounts import Cut, Dimension, cut
from toldonce.steering.plans.better_care.comparing import Reconciled, reconciled
from toldonce.steering.plans.better_care.metrics import metrics_of
from toldonce.steering.plans.better_care.plan import plan_of
from toldonce.steering.plans.better_care.uplift import uplifts
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row
from toldonce.steering.sheets.saying import listed, pounds

REFERENCE = re.compile(r"\{([^{}\n]*)\}")
MONEY = re.compile(r"£\s*(\d[\d,]*(?:\.\d+)?)\s*(bn|m|k|billion|million|thousand)?\b", re.IGNORECASE)
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per cent)")
TIMES = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
TIMES |= {"bn": 1_000_000_000, "billion": 1_000_000_000}
MILLION = Decimal(1_000_000)
SUGGESTED_AT_MOST = 3
ALIKE_BY_CHANCE = Decimal("0.02")  # a number written so roughly is near some figure anyway


@dataclass(frozen=True, slots=True)
class Value:
    """What a reference stands for: its words, its number, and the cell or the cut of money it comes from."""

    reference: str
    text: str
    number: Decimal | None
    at: At | None = None
    of: Cut | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: words as written, or a reference with what it stands for (None: unresolved)."""

    text: str
    reference: bool = False
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the narrative in pieces."""

    row: int
    title: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class References:
    """Everything that a narrative can refer to."""

    contents: Contents
    money: Reconciled

    @cached_property
    def known(self) -> Mapping[str, Value]:
        """The values of all references that need no two keys, by what is written between the braces."""
        plan = self.money.plan
        found = [_money(self.money, "total", ())]
        found += [
            _money(self.money, f"{dimension}.{key}", plan.completed(cut({dimension: key})))
            for dimension in Dimension
            for key in plan.names[dimension]
        ]
        found += [*_of_minimum(self.contents), *_of_metrics(self.contents), *_of_maturity(self.contents)]
        return {each.reference: each for each in found}

    def resolve(self, written: str) -> Value | None:
        """What a reference stands for; `:m` after it says pounds in millions, `scheme.x.y` the part that y pays."""
        name, _, form = (part.strip() for part in written.partition(":"))
        value = self.known.get(name) or self._of_two(name)
        if value is None or form not in ("", "m"):
            return None
        if form == "m":
            return _in_millions(value)
        return value

    def _of_two(self, name: str) -> Value | None:
        first, _, payer = name.rpartition(".")
        known = self.known.get(first)
        if known is None or known.of is None or payer not in self.money.plan.names[Dimension.PARTNER]:
            return None
        return _money(self.money, name, cut({**dict(known.of), Dimension.PARTNER: payer}))


def _money(money: Reconciled, reference: str, of: Cut) -> Value:
    statement = money.stated(of)
    if statement is None:
        return Value(reference, "not said", None, None, of)
    if statement.exact:
        return Value(reference, pounds(statement.low), Decimal(statement.low), None, of)
    high = "any amount" if statement.high == float("inf") else pounds(statement.high)
    return Value(reference, f"between {pounds(statement.low)} and {high}", None, None, of)


def _in_millions(value: Value) -> Value | None:
    if value.number is None or not value.text.startswith("£"):
        return None
    million = f"{value.number / MILLION:.3f}".rstrip("0").rstrip(".")
    return Value(value.reference, f"£{million}m", value.number, value.at, value.of)


def _of_minimum(contents: Contents) -> Iterator[Value]:
    for each in uplifts(contents)[:1]:
        for column in ("base", "minimum", "increase"):
            amount = getattr(each, column)
            if amount is not None:
                at = At(sheets.MINIMUM, each.row, column)
                yield Value(f"minimum.{column}", pounds(amount), Decimal(amount), at)
        yield Value("minimum.rate", f"{each.rate}%", each.rate, At(sheets.MINIMUM, each.row, "rate"))


def _of_metrics(contents: Contents) -> Iterator[Value]:
    for each in metrics_of(contents):
        at = At(sheets.METRICS, each.row, "plan")
        unit = "%" if each.unit == "%" else ""
        text = "not set" if each.plan is None else f"{each.plan:,}{unit}"
        yield Value(f"metric.{each.key}", text, each.plan, at)


def _of_maturity(contents: Contents) -> Iterator[Value]:
    picture = maturity.picture(contents)
    for level, count in picture.count.items():
        yield Value(f"maturity.{level}", f"{count}", Decimal(count), At(sheets.MATURITY))
    if picture.lowest:
        lowest = words.LEVELS[str(picture.lowest[0].now)].lower()
        yield Value("maturity.lowest", lowest, None, At(sheets.MATURITY, picture.lowest[0].row, "now"))


def sections(contents: Contents, money: Reconciled | None = None) -> list[Section]:
    """The narrative with every reference resolved that can be."""
    references = _references(contents, money)
    return [
        Section(row.number, str(row["section"]), tuple(_pieces(str(row["text"]), references)))
        for row in contents.get("narrative", ())
        if row["text"]
    ]


def _pieces(text: str, references: References) -> Iterator[Piece]:
    at = 0
    for found in REFERENCE.finditer(text):
        if found.start() > at:
            yield Piece(text[at : found.start()])
        yield Piece(found[0], True, references.resolve(found[1]))
        at = found.end()
    if at < len(text):
        yield Piece(text[at:])


def _references(contents: Contents, money: Reconciled | None) -> References:
    return References(contents, money or reconciled(plan_of(contents)))


def findings(contents: Contents, money: Reconciled | None = None) -> Iterator[Finding]:
    """References that stand for nothing, and numbers that are typed."""
    references = _references(contents, money)
    for row in contents.get("narrative", ()):
        if row["text"]:
            yield from _of_the_text(row, str(row["text"]), references)


def _of_the_text(row: Row, text: str, references: References) -> Iterator[Finding]:
    at = At(sheets.NARRATIVE, row.number, "text")
    for piece in _pieces(text, references):
        if piece.reference and piece.value is None:
            yield Finding(at, f"“{piece.text}” refers to nothing in the plan.")
        elif not piece.reference:
            yield from (Finding(at, says, Grade.DOUBT) for says in _typed(piece.text, references))


def _typed(text: str, references: References) -> Iterator[str]:
    for found in MONEY.finditer(text):
        number, half = _printed(found[1], TIMES[(found[2] or "").lower()])
        yield _about(found[0].strip(), number, half, references, "£")
    for found in PERCENT.finditer(text):
        number, half = _printed(found[1], 1)
        yield _about(found[0], number, half, references, "%")


def _printed(digits: str, times: int) -> tuple[Decimal, Decimal]:
    """A number as it is written, and half a unit of its last place."""
    number = Decimal(digits.replace(",", ""))
    _, _, exponent = number.as_tuple()
    return number * times, Decimal(10) ** int(exponent) * times / 2


def _about(written: str, number: Decimal, half: Decimal, references: References, unit: str) -> str:
    alike = [
        f"{{{name}}}"
        for name, value in references.known.items()
        if value.number is not None and unit in value.text and abs(value.number - number) <= half
    ]
    if half > number * ALIKE_BY_CHANCE:
        alike = []
    if not alike:
        return f"“{written}” is typed, and no figure of the plan is that."
    return f"“{written}” is typed: write {listed(alike[:SUGGESTED_AT_MOST])} instead, so that it follows the plan."
