"""What happened to a person: the events that the sources will tell, each in its own way."""

from bisect import bisect_right
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from toldonce.rehearsal.days import YEAR, age_at
from toldonce.rehearsal.people import Person

HISTORY_YEARS = 15
SERIOUS = ("COPD", "HF", "CHD", "DEM", "CKD", "STIA", "CAN", "PC", "DM", "AF", "PARK", "MH", "EP")


@dataclass(slots=True)
class Course:
    """A medicine from one day to another."""

    medicine: str
    start: int
    end: int | None
    dose: str
    why: str
    repeat: bool = True


@dataclass(slots=True)
class Stay:
    """A stay in hospital; `left` is None while it lasts."""

    kind: str
    reason: str
    trust: str
    site: str
    ward: str
    ward_name: str
    bed: str
    specialty: str
    day: int
    minute: int
    left: int | None
    procedure: str = ""
    by_ambulance: bool = False
    goes_to: str = "home"


@dataclass(slots=True)
class Attendance:
    """A visit to an emergency department; `until` is None while it lasts."""

    reason: str
    trust: str
    site: str
    day: int
    minute: int
    left: int | None
    by_ambulance: bool
    stay: Stay | None = None


@dataclass(slots=True)
class Call:
    """An emergency call to which an ambulance came."""

    reason: str
    day: int
    minute: int
    conveyed: bool


@dataclass(slots=True)
class Referral:
    """A letter that asks another service to see the person."""

    specialty: str
    reason: str
    day: int
    seen: int | None
    trust: str
    cancer: bool = False
    missed: bool = False
    clinic: bool = True


@dataclass(slots=True)
class Pregnancy:
    """From the first day counted to the birth, if it has happened."""

    start: int
    birth: int | None
    caesarean: bool = False


@dataclass(slots=True)
class Package:
    """Care that the council arranges."""

    start: int
    end: int | None
    hours: int
    kind: str


class Services(Protocol):
    """Who serves a person: what the sources ask of the scene."""

    community: str
    ambulance: str

    @property
    def acute(self) -> str:
        """The acute trust of most of the place."""
        ...

    def nursing_team(self, person: Person) -> str:
        """The name of the community nursing team."""
        ...

    def care_home(self, person: Person) -> str:
        """The name of the care home in which the person lives."""
        ...


@dataclass(slots=True)
class Life:
    """The truth about one person's fifteen years."""

    person: Person
    rng: Random
    start: int
    until: int
    age: int
    services: Services
    onset: dict[str, int] = field(default_factory=dict)
    died: int | None = None
    courses: list[Course] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    rehabilitations: list[Stay] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    pregnancies: list[Pregnancy] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    frailty: int = 1
    falls: list[int] = field(default_factory=list)
    allergy: str = ""
    smoker: str = "never"
    alcohol: int = 0
    seen: dict[str, Any] = field(default_factory=dict)  # how a kind of source knows the showcase
    marks: dict[str, int] = field(default_factory=dict)  # caseloads, plans, objections …: since when

    is_showcase: bool = False

    @property
    def end(self) -> int:
        """The last day of which anything can be told."""
        return self.until if self.died is None else min(self.died, self.until)

    def has(self, *groups: str) -> bool:
        """Whether the person has any of these conditions."""
        return any(group in self.onset for group in groups)

    def until_death(self, day: int | None) -> int | None:
        """The day, or the day of death if that came first."""
        return day if self.died is None else min(day or self.died, self.died)

    def age_on(self, day: int) -> int:
        """Whole years of age on a day."""
        return age_at(self.person.birth, day)

    def named(self, group: str) -> str:
        """The exact diagnosis within a register: which cancer, which dementia; other reasons as they are."""
        pick = self.person.number % 10
        if group == "CAN":
            common = "CANB" if self.person.female else "CANP"
            return (common, common, common, common, "CANC", "CANC", "CANM", "CANM", "CANL", common)[pick]
        if group == "DEM":
            return "DEMA" if pick < 6 else "DEM"
        if group == "MH":
            return "MH" if pick < 5 else "MHB"
        if group == "DM" and self.age_on(self.onset["DM"]) < 25:
            return "DM1"
        return "TIA" if group == "STIA" and pick < 4 else group

    @property
    def serious(self) -> int:
        """How many serious long-term conditions the person has."""
        return sum(group in self.onset for group in SERIOUS)


def rate(table: tuple[tuple[int, float], ...], age: int) -> float:
    """The rate of the band that an age falls in."""
    return table[bisect_right([low for low, _ in table], age) - 1][1]


def times(rng: Random, start: int, end: int, per_year: float) -> list[int]:
    """Days on which something happens at random, so many times a year."""
    if per_year <= 0:
        return []
    found, day = [], float(start)
    while True:
        day += rng.expovariate(per_year) * YEAR
        if day >= end:
            return found
        found.append(int(day))


def habits(life: Life) -> None:
    """Smoking, drink, frailty, allergy."""
    rng, person, age = life.rng, life.person, life.age
    if age >= 14:
        pull = 0.9 + 0.16 * (5.5 - person.decile)
        mark = rng.random()
        smokes = (0.12 if age < 65 else 0.07) * pull + 0.25 * life.has("COPD", "MH")
        life.smoker = (
            "current" if mark < smokes else "ex" if mark < smokes + min(0.45, age * 0.006) else "never"
        )
    if age >= 18:
        life.alcohol = int(min(70, rng.expovariate(1 / 9))) if rng.random() < 0.78 else 0
    life.frailty = _frailty(life)
    life.allergy = _allergy(rng)


def _frailty(life: Life) -> int:
    """Clinical Frailty Scale, 1 to 8."""
    if life.age < 65:
        return 2 if life.serious else 1
    score = 2.0 + (life.age - 65) * 0.085 + 0.5 * life.serious + life.rng.gauss(0, 0.8)
    score += 1.5 * life.has("DEM") + 1.6 * bool(life.person.care_home) + life.has("PC")
    return max(1, min(8, int(score)))


ALLERGIES = (
    ("penicillin", 0.062), ("aspirin", 0.01), ("sulfonamide", 0.01), ("contrast", 0.004), ("latex", 0.004),
    ("peanut", 0.007), ("shellfish", 0.006), ("egg", 0.003), ("bee venom", 0.003), ("grass pollen", 0.03),
    ("none", 0.3),
)  # fmt: skip


def _allergy(rng: Random) -> str:
    mark = rng.random()
    for name, share in ALLERGIES:
        mark -= share
        if mark < 0:
            return name
    return ""
