"""Two people side by side: what each of their sources tells, and how strongly it speaks for one person or for two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from toldonce.record.identity.history import Move, Part, moves_of, parts_of
from toldonce.record.identity.likeness.candidates import features_of_persons
from toldonce.record.identity.likeness.weighing import Weighed, model, weigh
from toldonce.record.identity.patients import person_of
from toldonce.record.identity.reviews import IdentityReview
from toldonce.web.design.finding import FoundPerson, people_of

WIDEST = 16.0  # bits that fill half of the bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A weight as a bar: from where, how wide, and for or against, of 200 units with nought in the middle."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Strength:
    """What one agreement or difference says, in words and as a bar."""

    what: str
    words: str
    strength: str
    bits: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two people."""

    person: int
    shown: FoundPerson | None
    parts: tuple[Part, ...]
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that it takes to answer one question."""

    review: IdentityReview
    sides: tuple[Side, ...]
    strengths: tuple[Strength, ...]
    weight: float | None
    in_words: str
    moves: tuple[Move, ...]

    @property
    def pids(self) -> list[int]:
        """Every source patient that is shown."""
        return sorted({part.patient.pid for side in self.sides for part in side.parts})


def comparison(review: IdentityReview) -> Comparison:
    """The two people of a question as they are now; where one was reported as a stranger, it stands alone."""
    sides = tuple(_side(person, pids) for person, pids in _ends(review))
    weighed = _weighed(sides)
    pids = [part.patient.pid for side in sides for part in side.parts]
    return Comparison(
        review=review,
        sides=sides,
        strengths=tuple(_strengths(weighed)),
        weight=weighed.weight if weighed else None,
        in_words=in_words(weighed.weight) if weighed else "Too little is told to weigh them.",
        moves=tuple(moves_of(pids)),
    )


def _ends(review: IdentityReview) -> list[tuple[int, set[int] | None]]:
    """The persons, and which of their source patients stand on that side; None for all of them."""
    one, other = person_of(review.a), person_of(review.b)
    if one != other:
        return [(one, None), (other, None)]
    rest = {part.patient.pid for part in parts_of(one)} - {review.stranger}
    return [(one, rest), (one, {review.stranger})]


def _side(person: int, pids: set[int] | None) -> Side:
    parts = [part for part in parts_of(person) if pids is None or part.patient.pid in pids]
    shown = next(iter(people_of([person])), None)
    return Side(person, shown, tuple(parts), shown is not None and shown.postcode == "hidden")


def _weighed(sides: Sequence[Side]) -> Weighed | None:
    """The best that a source patient of the one weighs with one of the other."""
    told = features_of_persons(sorted({side.person for side in sides}))
    if len(told) < len(sides):
        return None
    one, other = (told[side.person] for side in sides)
    pairs = list(product(one, other))
    return max(weigh(pairs), key=lambda each: (each.may_join, each.weight), default=None)


def _strengths(weighed: Weighed | None) -> list[Strength]:
    if weighed is None:
        return []
    return [
        Strength(each.what, each.words, strength(each.weight), f"{each.weight:+.1f}", bar(each.weight))
        for each in weighed.reasons
    ]


def strength(weight: float) -> str:
    """How strongly a weight speaks, in words."""
    if abs(weight) < 1:
        return "says little"
    degree = "strongly" if abs(weight) >= 8 else "clearly" if abs(weight) >= 4 else "weakly"
    return f"speaks {degree} for {'one person' if weight > 0 else 'two people'}"


def bar(weight: float) -> Bar:
    """The bar of a weight."""
    width = round(min(abs(weight), WIDEST) / WIDEST * 100, 1)
    return Bar(100.0 if weight >= 0 else 100 - width, width, "for" if weight >= 0 else "against")


def in_words(weight: float) -> str:
    """What all of it together says."""
    used = model()
    if weight >= used.automatic + 6:
        return "Together: almost certainly one person, if nothing below forbids it."
    if weight >= used.automatic:
        return "Together: very likely one person, if nothing below forbids it."
    return (
        "Together: likelier one person than two." if weight >= used.look else "Together: likelier two people."
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One question in the list."""

    review: IdentityReview
    one: FoundPerson | None
    other: FoundPerson | None


def lines(asked: Sequence[tuple[IdentityReview, int, int]]) -> list[Line]:
    """Questions with the people they are about, called as on the banner of the record."""
    persons = sorted({person for _, one, other in asked for person in (one, other)})
    called = {each.person: each for each in people_of(persons)}
    return [Line(review, called.get(one), called.get(other)) for review, one, other in asked]
