"""The answers of a plan: what was posted, which questions apply, what is still missing, and the same as FHIR.

Answers are kept by link id, each a list of texts: the code of a choice, `true` or `false`, an ISO date, or words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from toldonce.care.plans.kinds import REVIEWED_WITHIN, Kind, Question

Answers = dict[str, list[str]]
LONGEST, MOST = 4000, 40  # characters of one answer, and answers to one question
CHOSEN = {"choice", "boolean"}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # FHIR's strings hold none


def from_form(kind: Kind, posted: Callable[[str], Sequence[str]]) -> Answers:
    """The answers of a form: blanks left out, lines of a repeating question apart, unknown choices dropped."""
    found = {each.link: _posted(each, posted(each.link)) for each in kind.questions()}
    return {link: given for link, given in found.items() if given}


def _posted(question: Question, values: Sequence[str]) -> list[str]:
    if question.repeats and question.kind == "string":
        values = [line for value in values for line in value.splitlines()]
    given = [text[:LONGEST] for value in values if (text := written(value))]
    if question.kind == "choice":
        given = [code for code in given if question.option(code)]
    if question.kind == "boolean":
        given = [each for each in given if each in ("true", "false")]
    return given[: MOST if question.repeats else 1]


def written(text: str) -> str:
    """Words as they can be kept: without the control characters that come along when one pastes."""
    return CONTROLS.sub("", text.replace("\r\n", "\n")).strip()


def applies(kind: Kind, answers: Mapping[str, Sequence[str]], question: Question) -> bool:
    """Whether a question is asked, as the answers stand; a condition on a question that is not asked fails."""
    return not question.conditions or any(
        each.value in answers.get(each.question, ()) and applies(kind, answers, kind.question(each.question))
        for each in question.conditions
    )


def kept(kind: Kind, answers: Mapping[str, Sequence[str]]) -> Answers:
    """The answers to the questions that apply, in their order."""
    return {
        each.link: list(answers[each.link])
        for each in kind.questions()
        if answers.get(each.link) and applies(kind, answers, each)
    }


def missing(kind: Kind, answers: Mapping[str, Sequence[str]], today: date) -> dict[str, str]:
    """A sentence for each question that stands in the way of a signature, by link id."""
    asked = [each for each in kind.questions() if applies(kind, answers, each)]
    found = {each.link: _wanted(each) for each in asked if each.required and not answers.get(each.link)}
    for each in asked:
        if each.kind == "date" and answers.get(each.link) and (fault := _fault(each, answers, today)):
            found[each.link] = fault
    return found


def _wanted(question: Question) -> str:
    how = (
        "choose an answer"
        if question.kind in CHOSEN
        else "give a day"
        if question.kind == "date"
        else "write it"
    )
    name = question.text.rstrip("?.")
    return f"“{name}” is not answered yet: {how}."


def _fault(question: Question, answers: Mapping[str, Sequence[str]], today: date) -> str:
    told = day_of(answers, question.link)
    if told is None:
        return f"“{question.text}” needs a day, such as {today + timedelta(days=90):%Y-%m-%d}."
    if question.use == "review" and not today < told <= today + timedelta(days=REVIEWED_WITHIN):
        return f"“{question.text}” needs a day after today and within a year: a plan that nobody looks at grows wrong."
    return ""


def day_of(answers: Mapping[str, Sequence[str]], link: str) -> date | None:
    """The day that was given, None when it is not one."""
    try:
        return date.fromisoformat(next(iter(answers.get(link, ())), ""))
    except ValueError:
        return None


def words_of(question: Question, given: Sequence[str]) -> list[str]:
    """What a reader sees of the answers to one question."""
    if question.kind == "choice":
        return [option.words for code in given if (option := question.option(code))]
    if question.kind == "boolean":
        return ["Yes" if each == "true" else "No" for each in given]
    return list(given)


def used(kind: Kind, answers: Mapping[str, Sequence[str]], use: str) -> Iterator[tuple[Question, str]]:
    """Each answer to the questions with this use, with its question."""
    for each in kind.questions():
        if each.use == use:
            for said in words_of(each, answers.get(each.link, ())):
                yield each, said


# As FHIR


def as_items(kind: Kind, answers: Mapping[str, Sequence[str]]) -> list[dict]:
    """The items of a QuestionnaireResponse: what applies and was answered, under its headings."""
    found = []
    for group in kind.groups:
        items = [_item(each, answers[each.link]) for each in group.questions if answers.get(each.link)]
        if items:
            found.append({"linkId": group.link, "text": group.text, "item": items})
    return found


def _item(question: Question, given: Sequence[str]) -> dict:
    return {
        "linkId": question.link,
        "text": question.text,
        "answer": [_answer(question, each) for each in given],
    }


def _answer(question: Question, said: str) -> dict:
    if question.kind == "choice":
        option = question.option(said)
        assert option is not None, said
        return {"valueCoding": {"system": option.system, "code": option.code, "display": option.words}}
    if question.kind == "boolean":
        return {"valueBoolean": said == "true"}
    return {"valueDate" if question.kind == "date" else "valueString": said}


def from_response(response: Mapping[str, Any]) -> Answers:
    """The answers of a QuestionnaireResponse, to begin the next plan from."""
    found: Answers = {}
    for item in _leaves(response):
        given = [said for each in item["answer"] if (said := _said(each))]
        if given:
            found[item["linkId"]] = given
    return found


def _leaves(element: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in element.get("item", ()):
        if item.get("answer"):
            yield item
        yield from _leaves(item)


def _said(answer: Mapping[str, Any]) -> str:
    if "valueCoding" in answer:
        return answer["valueCoding"].get("code", "")
    if "valueBoolean" in answer:
        return str(answer["valueBoolean"]).lower()
    return answer.get("valueDate") or answer.get("valueString") or ""
