"""The council's social care: assessments, packages, equipment, safeguarding, children who need protecting."""

from random import Random

from toldonce.rehearsal.body import Body
from toldonce.rehearsal.days import DAY
from toldonce.rehearsal.life import Life, Package
from toldonce.rehearsal.people import Tie
from toldonce.rehearsal.shapes import Pen
from toldonce.rehearsal.sources.staff import staff
from toldonce.rehearsal.writing import contacts, plans
from toldonce.rehearsal.writing.demographics import (
    SOCIAL_CARE,
    Seen,
    local_system,
    patient,
    related_person,
    seen_by,
)

PACKAGE = {"text": "Social care package"}
SAFEGUARDING = {
    "child protection": "Child protection plan",
    "looked after": "Looked after child",
    "child in need": "Child in need plan",
    "safeguarding adult": "Adult safeguarding enquiry (Care Act section 42)",
    "domestic abuse": "Domestic abuse: discussed at MARAC",
}
EQUIPMENT = (
    "Perching stool",
    "Commode",
    "Raised toilet seat",
    "Hospital bed at home",
    "Pendant alarm",
    "Key safe",
)


def tell(life: Life, body: Body) -> list[tuple[Pen, Seen]]:
    """Nothing unless the council has something to do with the person."""
    known = bool(life.packages) or any(mark in life.marks for mark in SAFEGUARDING)
    if not known and "deprivation of liberty" not in life.marks:
        return []
    person = life.person
    pen = Pen(person.council, f"s{person.number:06d}", f"soc-{person.council}-{person.number:06d}")
    rng = Random(f"{person.nhs_number}/{person.council}/{life.until}")
    seen = life.seen.get("social care") or seen_by(person, SOCIAL_CARE, rng)
    workers = staff(person.council, "Social worker", 8)
    pen.author = workers[person.number % len(workers)]
    patient(
        pen, person, seen, [(local_system(person.council, "client"), f"{700_000 + person.number * 3}")], {}
    )
    _next_of_kin(pen, life, rng)
    for package in life.packages:
        _package(pen, life, rng, package)
    for mark, words in SAFEGUARDING.items():
        if mark in life.marks:
            _safeguarding(pen, life, words, life.marks[mark])
    if "deprivation of liberty" in life.marks:
        words = {"text": "Deprivation of liberty safeguards authorised"}
        plans.flag(pen, "administrative", words, life.marks["deprivation of liberty"])
    return [(pen, seen)]


def _next_of_kin(pen: Pen, life: Life, rng: Random) -> None:
    if life.age >= 60 and rng.random() < 0.8:
        given = ("Helen", "Andrew", "Sarah", "Mark", "Nicola", "Paul")[life.person.number % 6]
        sex = "female" if given in ("Helen", "Sarah", "Nicola") else "male"
        tie = Tie("child", life.person.number + 500_000, given, life.person.family, sex)
        related_person(pen, tie, carer=rng.random() < 0.4)


def _package(pen: Pen, life: Life, rng: Random, package: Package) -> None:
    """Assessment, then the package itself, reviewed; equipment with the larger ones."""
    end = life.until_death(package.end) if life.died is not None else package.end
    asked = max(package.start - 6, life.start)
    contacts.encounter(pen, contacts.HOME, {"text": "Care Act assessment"}, asked, 630, 90)
    request = contacts.service_request(
        pen, {"text": "Request for package of care"}, asked, status="completed" if end else "active",
        performer=pen.provider,
    )  # fmt: skip
    if package.kind == "care home":
        title = "Social care package: residential placement"
        words = [
            f"Placement at {life.services.care_home(life.person)}",
            "Review after six weeks, then each year",
        ]
    else:
        calls = max(1, package.hours // 4)
        title = f"Social care package: home care {package.hours} hours a week"
        words = [
            f"Home care, {calls} calls a day" if calls > 1 else "Home care, one call a day",
            "Meals and medicines prompted",
        ]
    aim = plans.goal(
        pen, "Stay at home safely" if package.kind == "home" else "Settled and safe", package.start
    )
    plans.care_plan(pen, PACKAGE, title, package.start, end, words, goals=[aim], description=title)
    if end is None:
        contacts.task(pen, "Review of the package of care", package.start, due=life.until + 30, owner=pen.provider,
                      focus=request)  # fmt: skip
        members = [("Social worker", pen.author, pen.organisation)]
        if package.kind == "care home":
            home = {"reference": f"Organization/ods-{life.person.care_home}"}
            members.append(("Care home", home, life.person.care_home))
        plans.care_team(pen, "Social care", package.start, members)
    if package.hours >= 10 and package.kind == "home":
        plans.equipment(pen, EQUIPMENT[int(rng.random() * len(EQUIPMENT))], package.start)


def _safeguarding(pen: Pen, life: Life, words: str, since: int) -> None:
    plans.flag(pen, "safety", {"text": words}, since)
    title = words if "plan" in words.lower() else f"Safeguarding plan: {words}"
    plans.care_plan(
        pen, {"text": title}, title, since, None, ["Named social worker", f"Review since {DAY[since]}"]
    )
    contacts.encounter(pen, contacts.HOME, {"text": "Social work visit"}, since, 600, 60)
