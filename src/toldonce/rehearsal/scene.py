"""The stage on which lives happen: the place, its hospitals and wards, and what is drawn from the seed."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from toldonce.rehearsal.conditions import Epidemiology
from toldonce.rehearsal.marginals import Place, kilometres, read, table
from toldonce.rehearsal.people import Person, Settlers

DEMONSTRATION_UP_TO = (
    5_000  # up to so many people live around the demonstration's networks, more fill the place
)
IN_BED = ((0, 0.0006), (18, 0.0005), (45, 0.0011), (65, 0.0032), (75, 0.0065), (85, 0.013))
TERTIARY = {"Vascular surgery", "Oncology"}
IN_DEPARTMENT = 0.00035
CROWDED = 10.0  # the demonstration's wards would be all but empty at the true rate


@dataclass(slots=True)
class Site:
    """A hospital site."""

    code: str
    trust: str
    name: str
    lat: float
    lon: float


@dataclass(slots=True)
class Scene:
    """Everything that a life needs to know about the world."""

    place: Place
    epidemiology: Epidemiology
    seed: int
    until: int
    people: int
    practices: set[str] | None
    hospitals: dict[str, Site]
    wards: dict[str, list[tuple[str, str, str, int]]]  # specialty: code, site, name, beds
    community: str
    ambulance: str
    homes: dict[str, tuple[str, str]]
    care_homes: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)  # town: community nursing team
    in_bed: tuple[tuple[int, float], ...] = IN_BED
    in_department: float = IN_DEPARTMENT
    tertiary: str = ""
    showcase: int = 0  # first number of the block in which the showcase lives

    @property
    def acute(self) -> str:
        """The trust of the hospital that most of the place goes to."""
        trusts = [trust for trust, _ in self.homes.values()]
        return max(sorted(set(trusts)), key=trusts.count)

    def rehabilitation_ward(self, person: Person) -> tuple[str, str, str, str]:
        """Site, ward code, ward name and bed in a community hospital."""
        wards = self.wards.get("Community rehabilitation")
        if not wards:
            return "", "", "Community hospital", ""
        code, site, name, beds = wards[person.number % len(wards)]
        return site, code, name, str(1 + person.number % beds)

    def nursing_team(self, person: Person) -> str:
        """The community nursing team of the person's town."""
        return self.teams.get(person.address.town, f"{person.address.town} community nursing team")

    def care_home(self, person: Person) -> str:
        """The name of the care home in which the person lives."""
        return self.care_homes.get(person.care_home, "a care home")

    def settlers(self) -> Settlers:
        """Those who will fill the blocks."""
        return Settlers(self.place, self.until, self.seed, self.practices)

    def hospital(self, person: Person) -> tuple[str, str]:
        """Trust and site of the acute hospital that serves the person's area."""
        return self.homes[person.area]

    def specialist(self, person: Person, specialty: str) -> str:
        """The trust of the hospital that has the specialty: not every hospital does everything."""
        return self.tertiary if self.tertiary and specialty in TERTIARY else self.homes[person.area][0]

    def ward(self, person: Person, specialty: str, age: int, rng: Random) -> tuple[str, str, str, str, str]:
        """Trust, site, ward code, ward name and bed."""
        trust, site = self.homes[person.area]
        wanted = "Children" if age < 16 and specialty != "Maternity" else specialty
        known = [w for w in self.wards.get(wanted, ()) if w[1] == site]
        if not known:
            return trust, site, "", wanted, ""
        code, _, name, beds = known[int(rng.random() * len(known))]
        return trust, site, code, name, str(1 + int(rng.random() * beds))


def set_scene(folder: Path, *, people: int, seed: int, until: int) -> Scene:
    """Read the place and calibrate it for so many people."""
    place = read(folder)
    demonstration = place.demonstration
    small = people <= DEMONSTRATION_UP_TO and bool(demonstration.get("networks"))
    practices = {c for n in demonstration["networks"] for c in n["practices"]} if small else None
    hospitals = _hospitals(folder)
    scene = Scene(
        place, Epidemiology(place), seed, until, people, practices, hospitals, _wards(folder),
        demonstration["community_trust"]["trust"], demonstration["ambulance_trust"],
        _nearest(place, hospitals, demonstration["hospital"] if small else None), _care_homes(folder),
    )  # fmt: skip
    scene.teams = _teams(folder)
    if small:
        scene.tertiary = demonstration.get("tertiary_hospital", {}).get("trust", "")
        scene.in_bed = tuple((age, share * CROWDED) for age, share in IN_BED)
        scene.in_department = IN_DEPARTMENT * CROWDED
    return scene


def _hospitals(folder: Path) -> dict[str, Site]:
    return {
        row["code"]: Site(row["code"], row["organisation"], row["name"], float(row["lat"]), float(row["lon"]))
        for row in table(folder, "sites")
        if row["kind"] == "acute_hospital"
    }


def _wards(folder: Path) -> dict[str, list[tuple[str, str, str, int]]]:
    known: dict[str, list[tuple[str, str, str, int]]] = {}
    for row in table(folder, "wards"):
        known.setdefault(row["specialty"], []).append(
            (row["code"], row["site"], row["name"], int(row["beds"]))
        )
    return known


def _teams(folder: Path) -> dict[str, str]:
    """The community nursing teams by the towns in their names."""
    teams = [row["name"] for row in table(folder, "services") if row["kind"] == "community_nursing"]
    return {word: name for name in teams for word in name.split() if word[0].isupper()}


def _care_homes(folder: Path) -> dict[str, str]:
    return {row["code"]: row["name"] for row in table(folder, "organisations") if row["kind"] == "care_home"}


def _nearest(place: Place, hospitals: dict[str, Site], only: dict | None) -> dict[str, tuple[str, str]]:
    """For each area the acute hospital: the demonstration's own, or the nearest."""
    if only:
        return {area.code: (only["trust"], only["site"]) for area in place.areas}
    nearest = {a.code: min(hospitals.values(), key=lambda s: kilometres(a, s)) for a in place.areas}
    return {code: (site.trust, site.code) for code, site in nearest.items()}
