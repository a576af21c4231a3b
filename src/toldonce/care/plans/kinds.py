"""The kinds of plan, read from their Questionnaires, and who may write and sign each: one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

FOLDER = Path(__file__).parent / "questionnaires"
USE = "https://toldonce.example/StructureDefinition/plan-use"
CLINICIANS = frozenset({"gp", "nurse", "hospital_doctor"})
WRITES, SIGNS = 0, 1
# Who may write a draft, and who may sign it. Our own policy, to be reviewed by the clinical lead of each place.
MAY: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "treatment-escalation": (CLINICIANS | {"paramedic"}, CLINICIANS),
    "advance-care": (CLINICIANS | {"social_worker", "paramedic"}, CLINICIANS),
    "anticipatory-care": (CLINICIANS | {"paramedic", "pharmacist"}, CLINICIANS),
    "mental-health-crisis": (CLINICIANS | {"social_worker"}, CLINICIANS | {"social_worker"}),
    "personalised-care": (CLINICIANS | {"social_worker", "pharmacist"}, CLINICIANS | {"social_worker"}),
}
REVIEWED_WITHIN = 366  # days: a longer promise is a slip of the pen


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked only when another one was answered so."""

    question: str
    value: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    code: str
    words: str
    system: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a plan; `use` says where its answer is shown besides the plan itself."""

    link: str
    text: str
    kind: str
    required: bool
    repeats: bool
    help: str
    use: str
    options: tuple[Option, ...]
    conditions: tuple[Condition, ...]

    def option(self, code: str) -> Option | None:
        """The option with a code."""
        return next((each for each in self.options if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading."""

    link: str
    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of plan."""

    slug: str
    title: str
    purpose: str
    code: str
    display: str
    url: str
    version: str
    groups: tuple[Group, ...]

    @property
    def canonical(self) -> str:
        """The Questionnaire and its version, as a response names it."""
        return f"{self.url}|{self.version}"

    def questions(self) -> Iterator[Question]:
        """Every question in order."""
        for group in self.groups:
            yield from group.questions

    def question(self, link: str) -> Question:
        """The question with a link id."""
        return next(each for each in self.questions() if each.link == link)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of plan by its slug, in the order of MAY."""
    return {slug: _kind(slug, questionnaire(slug)) for slug in MAY}


def kind_of(canonical: str) -> Kind | None:
    """The kind that a canonical address, with or without its version, names."""
    url = canonical.partition("|")[0]
    return next((each for each in kinds().values() if each.url == url), None)


def may_write(role: str, slug: str) -> bool:
    """Whether a role writes drafts of this kind."""
    return role in MAY[slug][WRITES]


def may_sign(role: str, slug: str) -> bool:
    """Whether a role signs, reviews and ends plans of this kind."""
    return role in MAY[slug][SIGNS]


def questionnaire(slug: str) -> dict:
    """The Questionnaire of a kind as FHIR."""
    return orjson.loads((FOLDER / f"{slug}.json").read_bytes())


def _kind(slug: str, told: dict) -> Kind:
    code = told["code"][0]
    return Kind(
        slug=slug,
        title=told["title"],
        purpose=told["description"],
        code=code["code"],
        display=code["display"],
        url=told["url"],
        version=told["version"],
        groups=tuple(
            Group(each["linkId"], each["text"], tuple(map(_question, each["item"]))) for each in told["item"]
        ),
    )


def _question(item: dict) -> Question:
    uses = (each["valueCode"] for each in item.get("extension", ()) if each["url"] == USE)
    helps = (each["text"] for each in item.get("item", ()) if each["type"] == "display")
    return Question(
        link=item["linkId"],
        text=item["text"],
        kind=item["type"],
        required=item.get("required", False),
        repeats=item.get("repeats", False),
        help=next(helps, ""),
        use=next(uses, ""),
        options=tuple(_option(each["valueCoding"]) for each in item.get("answerOption", ())),
        conditions=tuple(map(_condition, item.get("enableWhen", ()))),
    )


def _option(coding: dict) -> Option:
    return Option(coding["code"], coding["display"], coding["system"])


def _condition(told: dict) -> Condition:
    wanted = told["answerCoding"]["code"] if "answerCoding" in told else str(told["answerBoolean"]).lower()
    return Condition(told["question"], wanted)
