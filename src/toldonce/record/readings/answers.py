"""The questions and answers of a form, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from toldonce.record.readings.doses import quantity_words
from toldonce.record.readings.elements import chosen, coding_words, first, listed, text_of
from toldonce.record.readings.moments import moment


def answers_of(resource: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Each question that was answered, with its answer in words."""
    return tuple(_answers(resource))


def answers_under_headings(resource: Mapping[str, Any]) -> tuple[tuple[str, tuple], ...]:
    """Each heading of a form with its questions and, of each, the answers in words."""
    return tuple(
        (text_of(group.get("text")), tuple(_of_group(group))) for group in listed(resource.get("item"))
    )


def _of_group(group: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for item in listed(group.get("item")):
        given = tuple(said for each in listed(item.get("answer")) if (said := _words(each)))
        if given:
            yield text_of(item.get("text")), given


def _answers(element: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for item in listed(element.get("item")):
        given = [said for each in listed(item.get("answer")) if (said := _words(each))]
        if given:
            yield text_of(item.get("text")) or text_of(item.get("linkId")), ", ".join(given)
        yield from _answers(item)
        for each in listed(item.get("answer")):
            yield from _answers(each)


def _words(answer: Mapping[str, Any]) -> str:
    kind, value = chosen(dict(answer), "value")
    if kind == "Boolean":
        return "Yes" if value is True else "No"
    if kind == "Coding":
        return coding_words(value)
    if kind == "Quantity":
        return quantity_words(value)
    if kind in ("Date", "DateTime"):
        told = moment(value)
        return told.words if told else ""
    if kind in ("Reference", "Attachment"):
        return text_of(first(value).get("display")) or text_of(first(value).get("title"))
    return text_of(value) if isinstance(value, str) else "" if value is None else str(value)
