"""What organisations ask of each other on a day by systems of their own: referrals, questions and tasks as FHIR."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from toldonce.rehearsal.day.cast import Player
from toldonce.rehearsal.days import moment
from toldonce.rehearsal.scene import Scene
from toldonce.rehearsal.shapes import ODS, SNOMED, TEST_DATA, coded, meta_of, rows_of
from toldonce.rehearsal.sources.gp import patient_id
from toldonce.rehearsal.sources.staff import staff

PRACTICES = 8  # that ask and are asked on a day, those with most people
OF_EACH = 4  # lines of the table for each practice but the showcase's, which has all of them
GROWN_UP = 18
NUMBERS = ("minute", "hours", "after")  # the columns of the table that hold no words
WHO = {"practice": "GP", "hospital": "consultant", "community": "nurse", "council": "social worker"}
CATEGORY = {
    "referral": coded(SNOMED, "3457005", "Patient referral"),
    "advice": {"text": "Advice and guidance"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One resource that the system of an organisation writes at a minute; `after` is the version that it changes."""

    minute: int
    organisation: str
    resource: dict
    after: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What is asked: at which minute, by whom and of whom, what, until when, and how it is answered after how long."""

    minute: int
    kind: str
    asker: str
    asked: str
    title: str
    question: str
    priority: str
    hours: int  # in which a task is to be done; 0 where no time is named
    status: str  # of the Task by which the asked answers; empty where nobody has answered yet
    after: int
    words: str


@cache
def lines() -> tuple[Line, ...]:
    """The table of what is asked."""
    return tuple(map(_line, rows_of("asked")))


def _line(row: dict[str, str]) -> Line:
    words = {name: text for name, text in row.items() if name not in NUMBERS}
    minute, hours, after = (int(row[name] or 0) for name in NUMBERS)
    return Line(**words, minute=minute, hours=hours, after=after)


def asked(scene: Scene, players: Sequence[Player], day: int) -> list[Asked]:
    """Everything that is asked and answered on a day (an ordinal), in the order of its minutes."""
    told = [each for practice in _practices(players) for each in _of_practice(scene, players, practice, day)]
    return sorted(told, key=lambda each: each.minute)


def clients(scene: Scene, players: Sequence[Player]) -> list[str]:
    """The organisations whose systems write what is asked, on whatever day."""
    practices = _practices(players)
    around = (each for each in players if each.life.person.practice in practices)
    others = {code for each in around for code in (each.trust, each.life.person.council)}
    return sorted({*practices, *others, scene.community})


def _practices(players: Sequence[Player]) -> list[str]:
    """Those of most people, the practice of the showcase first."""
    counts = Counter(player.life.person.practice for player in players)
    shown = [player.life.person.practice for player in players if player.life.is_showcase]
    return list(dict.fromkeys([*shown, *(code for code, _ in counts.most_common())]))[:PRACTICES]


def _of_practice(scene: Scene, players: Sequence[Player], practice: str, day: int) -> Iterator[Asked]:
    ours = [each for each in players if each.life.person.practice == practice and each.life.age >= GROWN_UP]
    if not ours:
        return
    rng = Random(f"{scene.seed}/asked/{day}/{practice}")
    is_shown = any(each.life.is_showcase for each in ours)
    wanted = lines() if is_shown else rng.sample(lines(), OF_EACH)
    for number, line in enumerate(wanted):
        player = ours[0] if is_shown and number == 0 else rng.choice(ours)
        yield from _told(line, player, scene, day, f"asked-{day}-{practice}-{lines().index(line)}")


def _told(line: Line, player: Player, scene: Scene, day: int, id: str) -> Iterator[Asked]:
    """The question, and the answer where there is one: a Task of the asked that is about it."""
    codes = {
        "practice": player.life.person.practice,
        "hospital": player.trust,
        "community": scene.community,
        "council": player.life.person.council,
    }
    asker, receiver = codes[line.asker], codes[line.asked]
    head = _head(line, player, asker, moment(day, line.minute))
    if line.kind == "task":
        question = _task(line, head, receiver, day, id, "requested")
    else:
        question = _service_request(line, head, receiver, id)
    yield Asked(line.minute, asker, {**question, "meta": {**meta_of(asker), "tag": [TEST_DATA]}})
    if line.status:
        yield _answered(line, _task(line, head, receiver, day, id, line.status), receiver, day)


def _answered(line: Line, task: dict, receiver: str, day: int) -> Asked:
    """The answer of the asked: what becomes of the task, or a Task of its own about the request."""
    made = {**task, "meta": {**meta_of(receiver), "tag": [TEST_DATA]}, **_said(line, receiver, day)}
    if line.kind == "task":
        return Asked(line.minute + line.after, receiver, made, after=1)
    return Asked(
        line.minute + line.after, receiver, {**made, "focus": {"reference": f"ServiceRequest/{task['id']}"}}
    )


def _head(line: Line, player: Player, asker: str, at: str) -> dict:
    authors = staff(asker, WHO[line.asker])
    author = authors[player.life.person.household % len(authors)]["display"]
    person = player.life.person
    return {
        "subject": {"reference": f"Patient/{patient_id(person.practice, person.number)}"},
        "authoredOn": at,
        "requester": {**_organisation(asker), "display": author},
        "priority": line.priority,
    }


def _service_request(line: Line, head: dict, receiver: str, id: str) -> dict:
    return {
        "resourceType": "ServiceRequest",
        "id": id,
        "status": "active",
        "intent": "order" if line.kind == "referral" else "proposal",
        "category": [CATEGORY[line.kind]],
        "code": {"text": line.title},
        **head,
        "performer": [_organisation(receiver)],
        "reasonCode": [{"text": line.question}],
    }


def _task(line: Line, head: dict, receiver: str, day: int, id: str, status: str) -> dict:
    made = {
        "resourceType": "Task",
        "id": id,
        "status": status,
        "intent": "order",
        "code": {"text": line.title},
        "description": line.question,
        **{name: value for name, value in head.items() if name != "subject"},
        "for": head["subject"],
        "owner": _organisation(receiver),
    }
    if line.hours:
        made["restriction"] = {"period": {"end": moment(day, line.minute + 60 * line.hours)}}
    return made


def _said(line: Line, receiver: str, day: int) -> dict:
    """What the asked adds: a note, and with the end of it the reason or the outcome."""
    at = moment(day, line.minute + line.after)
    note = {"authorString": staff(receiver, WHO[line.asked])[0]["display"], "time": at, "text": line.words}
    made: dict = {"lastModified": at, "note": [note]}
    if line.status == "rejected":
        made["statusReason"] = {"text": line.words}
    if line.status == "completed":
        made["output"] = [{"type": {"text": "Outcome"}, "valueString": line.words}]
    return made


def _organisation(code: str) -> dict:
    return {"reference": f"Organization/ods-{code}", "identifier": {"system": ODS, "value": code}}
