"""The one person of whom five organisations have written, told by hand so that nothing depends on luck.

A frail woman of 84 with diabetes, kidney disease and atrial fibrillation: she fell seven weeks ago, broke a hip, is
home again with a package of care, and has said what she wants. Every source knows her a little differently.
"""

from dataclasses import replace
from random import Random

from toldonce.rehearsal.days import YEAR, years_before
from toldonce.rehearsal.life import HISTORY_YEARS, Attendance, Call, Course, Life, Package, Referral, Stay
from toldonce.rehearsal.people import Block, Person, Tie
from toldonce.rehearsal.scene import Scene
from toldonce.rehearsal.writing.demographics import Seen

AGE, GIVEN, FAMILY, MISSPELT = 84, "Margaret", "Hansford", "Handsford"
DAUGHTER = "Susan"
FEWEST = 200  # below so many people there is nobody to show
ONSETS = {"OA": 14.2, "HYP": 13.5, "DM": 12.1, "CAT": 8.0, "CKD": 7.4, "AF": 5.2, "HEAR": 4.1, "OST": 0.07}
MEDICINES = (  # medicine, years ago begun, years ago ended, dose, for what
    ("metformin-500", 11.9, 6.8, "Two to be taken twice a day with meals", "DM"),
    ("gliclazide-80", 6.8, None, "One to be taken each morning with breakfast", "DM"),
    ("ramipril-5", 13.3, 6.9, "One to be taken each day", "HYP"),
    ("amlodipine-5", 6.9, None, "One to be taken each day", "HYP"),
    ("atorvastatin-20", 11.5, None, "One to be taken at night", "DM"),
    ("apixaban-2.5", 5.1, None, "One to be taken twice a day", "AF"),
    ("bisoprolol-2.5", 5.2, None, "One to be taken each day", "AF"),
    ("paracetamol-500", 3.0, None, "Two to be taken up to four times a day when needed", "OA"),
    ("codeine-30", 0.07, 0.02, "One to be taken up to four times a day when needed", "OA"),
    ("alendronic-70", 0.06, None, "One to be taken once a week on the same day", "OST"),
    ("calcium-d3", 0.06, None, "One to be taken twice a day", "OST"),
)
MARKS = {  # days ago
    "advance care plan": 19, "district nurse": 27, "falls service": 22, "lasting power of attorney": 400,
    "resuscitation decision": 19, "about me": 19, "hearing": 900,
}  # fmt: skip


def block_of(scene: Scene, blocks: list[Block]) -> int:
    """The first number of the block in which she lives: the one with most people of her practice; 0 for none."""
    wanted = practice_of(scene)
    if scene.people < FEWEST or not wanted:
        return 0
    shares = [(block.size * dict(block.area.practices).get(wanted, 0.0), -block.first) for block in blocks]
    return -max(shares)[1]


def practice_of(scene: Scene) -> str:
    """The first practice of the demonstration's first network."""
    networks = scene.place.demonstration.get("networks") or []
    return networks[0]["practices"][0] if networks else ""


def choose(people: list[Person], scene: Scene) -> Person:
    """The woman of the block nearest to her age becomes her."""
    mid = scene.until - int((AGE + 0.4) * YEAR)
    women = [p for p in people if p.female] or people
    person = min(women, key=lambda p: (abs(p.birth - mid), p.number))
    person.sex, person.birth, person.given, person.family = "female", mid, GIVEN, FAMILY
    person.practice, person.care_home, person.ethnicity, person.broad = practice_of(scene), "", "A", "white"
    person.moved = scene.until - int(3.2 * YEAR)
    person.address_before = replace(person.address, line="11 Tithe Lane")
    partner = [tie for tie in person.relations if tie.kind == "partner"]
    person.relations = [*partner, Tie("child", person.number, DAUGHTER, FAMILY, "female")]
    return person


def life_of(person: Person, scene: Scene) -> Life:
    """Her fifteen years."""
    until = scene.until
    rng = Random(f"{scene.seed}/showcase")
    life = Life(person, rng, years_before(until, HISTORY_YEARS), until, AGE, scene)
    ago = lambda years: until - int(years * YEAR)  # noqa: E731
    life.onset = {group: ago(years) for group, years in ONSETS.items()}
    life.courses = [
        Course(name, ago(begun), None if ended is None else ago(ended), dose, why)
        for name, begun, ended, dose, why in MEDICINES
    ]
    life.frailty, life.smoker, life.alcohol, life.allergy = 6, "never", 2, "penicillin"
    life.marks = {name: until - days for name, days in MARKS.items()}
    _stays(life, scene, rng)
    _rest(life, scene)
    life.seen = _seen(person)
    life.is_showcase = True
    return life


def _stays(life: Life, scene: Scene, rng: Random) -> None:
    until = life.until
    for reason, specialty, days_ago, nights, procedure, goes_to in (
        ("CAT", "Day surgery", 2500, 0, "cataract", "home"),
        ("pneumonia", "Respiratory medicine", 1050, 6, "", "home"),
        ("uti", "Medicine for older people", 410, 4, "", "home"),
        ("hipfracture", "Trauma and orthopaedics", 47, 17, "hemiarthroplasty", "home with care"),
    ):
        ward = scene.ward(life.person, specialty, AGE, rng)
        kind = "planned" if reason == "CAT" else "emergency"
        day = until - days_ago
        stay = Stay(
            kind, reason, *ward, specialty, day, 760, day + nights, procedure, kind == "emergency", goes_to
        )
        life.stays.append(stay)
        if kind == "emergency":
            life.attendances.append(Attendance(reason, stay.trust, stay.site, day, 500, 760, True, stay))


def _rest(life: Life, scene: Scene) -> None:
    until = life.until
    trust, site = scene.hospital(life.person)
    life.attendances.append(Attendance("fall", trust, site, until - 160, 1210, 1400, True))
    life.attendances.sort(key=lambda visit: visit.day)
    life.calls = [Call(a.reason, a.day, max(0, a.minute - 75), True) for a in life.attendances]
    life.calls.append(Call("fall", until - 9, 250, False))
    life.calls.sort(key=lambda call: call.day)
    life.falls = [until - 160, until - 47, until - 9]
    for specialty, reason, asked, seen in (
        ("Cardiology", "AF", 1850, 1790),
        ("Nephrology", "CKD", 2650, 2560),
        ("Ophthalmology", "CAT", 2800, 2700),
        ("Rheumatology", "OST", 15, None),
    ):
        life.referrals.append(
            Referral(specialty, reason, until - asked, None if seen is None else until - seen, trust)
        )
    life.packages = [Package(until - 30, None, 14, "home")]


def _seen(person: Person) -> dict[str, Seen]:
    """How each source knows her: misspelt in hospital, without a number in the ambulance, by a short name elsewhere."""
    right = Seen(person.nhs_number, True, FAMILY, GIVEN, person.birth, person.address)
    return {
        "gp": right,
        "hospital": replace(right, family=MISSPELT, slips=("surname misspelt",)),
        "community": replace(right, address=person.address_before, slips=("old address",)),
        "social care": replace(right, given="Peggy", slips=("short name",)),
        "ambulance": replace(right, nhs_number="", slips=("nhs number missing",)),
    }
