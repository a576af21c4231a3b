"""Who lives where: areas filled from their margins, people gathered into households."""

import bisect
import math
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import NamedTuple

from toldonce.rehearsal import names
from toldonce.rehearsal.days import YEAR
from toldonce.rehearsal.marginals import AGES, ETHNIC_GROUPS, Area, Place

CARE_HOME_SHARE = {75: 0.025, 80: 0.06, 85: 0.14, 90: 0.28}  # inferred: by age from
LEAVES_HOME = 19
TENURES = ("owned", "mortgaged", "social", "private")


@dataclass(slots=True)
class Address:
    """An invented address: a street that does not exist, a postcode that cannot be assigned."""

    line: str
    town: str
    postcode: str
    area: str


class Tie(NamedTuple):
    """Somebody of the same household."""

    kind: str
    number: int
    given: str
    family: str
    sex: str


@dataclass(slots=True)
class Person:
    """One invented person: the truth, which no single source knows entirely."""

    number: int
    household: int
    sex: str
    birth: int
    ethnicity: str
    broad: str
    area: str
    decile: int
    council: str
    practice: str
    tenure: str
    given: str
    family: str
    address: Address
    care_home: str = ""
    nhs_number: str = ""
    relations: list[Tie] = field(default_factory=list)
    address_before: Address | None = None
    moved: int = 0
    sealed: bool = False

    @property
    def female(self) -> bool:
        return self.sex == "female"


@dataclass(slots=True)
class Block:
    """So many people of one area, numbered from `first`: the smallest piece made at one go."""

    area: Area
    size: int
    first: int


def blocks(place: Place, people: int, practices: set[str] | None = None) -> list[Block]:
    """Divide the people among the areas by largest remainder; `practices` keeps to their catchment."""
    weights = [_weight(area, practices) for area in place.areas]
    total = sum(weights)
    exact = [people * w / total for w in weights]
    sizes = [math.floor(e) for e in exact]
    order = sorted(range(len(exact)), key=lambda i: (sizes[i] - exact[i], i))
    for i in order[: people - sum(sizes)]:
        sizes[i] += 1
    made, first = [], 1
    for area, size in zip(place.areas, sizes, strict=True):
        if size:
            made.append(Block(area, size, first))
            first += size
    return made


def _weight(area: Area, practices: set[str] | None) -> float:
    if practices is None:
        return area.residents
    return area.residents * sum(share for code, share in area.practices if code in practices)


class Settlers:
    """Fills one block with people; one random stream for each block, so blocks can be made apart."""

    def __init__(self, place: Place, until: int, seed: int, practices: set[str] | None) -> None:
        self.place, self.until, self.seed, self.practices = place, until, seed, practices

    def settle(self, block: Block) -> list[Person]:
        """The people of a block, household after household, in the order of their numbers."""
        rng = Random(f"{self.seed}/{block.area.code}")
        grown = self._residents(block, rng)
        made: list[Person] = []
        for home in _households(grown, rng):
            self._move_in(block, home, rng, made)
        return made

    def _residents(self, block: Block, rng: Random) -> list[tuple[int, str]]:
        """Age and sex of each: ages by systematic sampling, so that even a small block keeps the margin."""
        cumulative = list(accumulate(block.area.ages))
        step = cumulative[-1] / block.size
        start = rng.random() * step
        people = []
        for i in range(block.size):
            age = min(bisect.bisect_left(cumulative, start + i * step), AGES - 1)
            if age == AGES - 1:
                age += int(min(rng.expovariate(0.38), 14))
            female = self.place.female[min(age, AGES - 1)]
            people.append((age, "female" if rng.random() < female else "male"))
        return people

    def _move_in(self, block: Block, home: list[tuple[int, str]], rng: Random, made: list[Person]) -> None:
        area = block.area
        practice = _choose(rng, self._practices(area))
        group = ETHNIC_GROUPS[_index(rng, area.ethnicity)]
        ethnicity = names.ethnicity(rng, group)
        surname = names.family(rng, ethnicity, group)
        tenure = _tenure(rng, area)
        address = self._address(rng, area, practice)
        before = self._address(rng, area, practice) if rng.random() < 0.3 else None
        moved = self.until - int(rng.random() * 9.0 * YEAR)
        household = block.first + len(made)
        for role, (age, sex) in enumerate(home):
            mixed = rng.random() < 0.06
            own_group = ETHNIC_GROUPS[_index(rng, area.ethnicity)] if mixed else group
            own = names.ethnicity(rng, own_group) if mixed else ethnicity
            birth = self.until - int((age + rng.random()) * YEAR)
            shares_name = role == 0 or age < LEAVES_HOME or rng.random() < 0.8
            family = surname if shares_name else names.family(rng, own, own_group)
            person = Person(
                block.first + len(made), household, sex, birth, own, own_group, area.code, area.decile,
                area.council, practice, tenure, names.given(rng, own, own_group, sex, age), family, address,
            )  # fmt: skip
            if before and birth < moved:
                person.address_before, person.moved = before, moved
            self._care_home(person, age, rng)
            made.append(person)
        _relate(made[-len(home) :], self.until)

    def _practices(self, area: Area) -> list[tuple[str, float]]:
        if self.practices is None:
            return area.practices
        return [(code, share) for code, share in area.practices if code in self.practices]

    def _address(self, rng: Random, area: Area, practice: str) -> Address:
        surgery = self.place.practices[practice]
        return Address(*names.street(rng, surgery.town, surgery.postcode), area.code)

    def _care_home(self, person: Person, age: int, rng: Random) -> None:
        """Some of the old live in a care home and had a home of their own before."""
        share = max((s for a, s in CARE_HOME_SHARE.items() if age >= a), default=0.0)
        homes = self.place.demonstration.get("care_homes") or []
        if homes and rng.random() < share:
            person.care_home = homes[int(rng.random() * len(homes))]
            person.household = person.number
            person.address_before = person.address
            person.moved = self.until - int((0.1 + 3 * rng.random()) * YEAR)


def _index(rng: Random, weights: list[float]) -> int:
    mark = rng.random() * sum(weights)
    for i, weight in enumerate(weights):
        mark -= weight
        if mark < 0:
            return i
    return 0


def _choose(rng: Random, shares: list[tuple[str, float]]) -> str:
    return shares[_index(rng, [s for _, s in shares])][0]


def _tenure(rng: Random, area: Area) -> str:
    counts: dict[str, float] = dict.fromkeys(TENURES, 0.0)
    for name, n in area.tenure.items():
        counts[tenure_of(name)] += n
    return TENURES[_index(rng, list(counts.values()))]


def tenure_of(published: str) -> str:
    """The published name of a tenure as one of our four."""
    if "outright" in published:
        return "owned"
    if "mortgage" in published or "Shared" in published:
        return "mortgaged"
    return "social" if published.startswith("Social") else "private"


def _households(residents: list[tuple[int, str]], rng: Random) -> list[list[tuple[int, str]]]:
    """Gather people: couples of about one age, children with adults who could be their parents."""
    adults = [r for r in residents if r[0] >= LEAVES_HOME]
    children = sorted(r for r in residents if r[0] < LEAVES_HOME)
    homes = _couples(adults, rng)
    while children:
        family = [children.pop(int(rng.random() * len(children)))]
        while children and len(family) < 4 and rng.random() < 0.5:
            near = min(range(len(children)), key=lambda i: abs(children[i][0] - family[0][0] - 2.5))
            family.append(children.pop(near))
        oldest = max(age for age, _ in family)
        home = _parents(homes, oldest, rng)
        if home is None:
            homes.append(family)
        else:
            home.extend(family)
    return homes


def _parents(homes: list[list[tuple[int, str]]], oldest: int, rng: Random) -> list[tuple[int, str]] | None:
    """A home without children whose adults could be parents or, failing that, grandparents."""
    free = [h for h in homes if h[-1][0] >= LEAVES_HOME]
    for youngest, eldest, size in ((20, 42, 2), (18, 44, 1), (18, 75, 1)):
        fit = [
            h for h in free if len(h) >= size and oldest + youngest <= min(a for a, _ in h) <= oldest + eldest
        ]
        if fit and (size == 1 or rng.random() < 0.8):
            return fit[int(rng.random() * len(fit))]
    return homes[-1] if homes else None


def _couples(adults: list[tuple[int, str]], rng: Random) -> list[list[tuple[int, str]]]:
    """Pair most adults with the one nearest in age; those left over pair among themselves or live alone."""
    willing: dict[str, list[tuple[int, str]]] = {"female": [], "male": []}
    homes = []
    for person in sorted(adults):
        if rng.random() < _partnered(person[0]):
            willing[person[1]].append(person)
        else:
            homes.append([person])
    men, spare = willing["male"], []
    for woman in willing["female"]:
        man = _nearest(men, woman[0] + 2)
        if man is None:
            spare.append(woman)
        else:
            homes.append([woman, men.pop(man)])
    return homes + _sharers(sorted(spare + men))


def _nearest(sorted_people: list[tuple[int, str]], age: int, apart: int = 15) -> int | None:
    at = bisect.bisect_left(sorted_people, (age, ""))
    near = [i for i in (at - 1, at) if 0 <= i < len(sorted_people) and abs(sorted_people[i][0] - age) < apart]
    return min(near, key=lambda i: abs(sorted_people[i][0] - age), default=None)


def _sharers(left: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Two of the left over live together when they are of about one age."""
    homes = []
    while left:
        home = [left.pop()]
        if left and home[0][0] - left[-1][0] < 12:
            home.append(left.pop())
        homes.append(home)
    return homes


def _partnered(age: int) -> float:
    return 0.35 if age < 25 else 0.8 if age < 75 else 0.68 if age < 85 else 0.4


def _relate(home: list[Person], until: int) -> None:
    """Write down who is whose partner, parent and child."""
    grown = [p for p in home if until - p.birth >= LEAVES_HOME * YEAR]
    for person in home:
        for other in home:
            if other is person:
                continue
            older, younger = other in grown, person not in grown
            kind = "parent" if older and younger else "partner" if older and person in grown else ""
            if not kind:
                kind = "child" if person in grown else "sibling"
            person.relations.append(Tie(kind, other.number, other.given, other.family, other.sex))


__all__ = ["Address", "Block", "Person", "Settlers", "blocks", "tenure_of"]
