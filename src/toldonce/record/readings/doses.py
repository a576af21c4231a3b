"""How a medicine is taken, in words."""

from __future__ import annotations

from collections.abc import Sequence

from toldonce.record.readings.elements import first, listed, number, text_of, words

UNITS = {"h": "hour", "d": "day", "wk": "week", "mo": "month", "min": "minute", "a": "year", "s": "second"}
TIMES = {1: "once", 2: "twice"}


def dose_words(dosages: Sequence[dict]) -> str:
    """The source's own words for the dose or, without them, words made from its structure."""
    return "; ".join(filter(None, (_one(each) for each in dosages)))


def quantity_words(quantity: object) -> str:
    """A quantity with its unit."""
    quantity = first(quantity)
    value = number(quantity.get("value"))
    if value is None:
        return ""
    unit = text_of(quantity.get("unit")) or text_of(quantity.get("code"))
    return f"{text_of(quantity.get('comparator'))}{value:g} {unit}".strip()


def _one(dosage: dict) -> str:
    if said := text_of(dosage.get("text")) or text_of(dosage.get("patientInstruction")):
        return said
    needed = (
        "as needed" if dosage.get("asNeededBoolean") is True else words(dosage.get("asNeededCodeableConcept"))
    )
    parts = [
        _amount(dosage),
        words(dosage.get("route")).lower(),
        _timing(first(dosage.get("timing"))),
        needed,
    ]
    return " ".join(part for part in parts if part)


def _amount(dosage: dict) -> str:
    for each in listed(dosage.get("doseAndRate")):
        if said := quantity_words(each.get("doseQuantity")):
            return said
        low, high = (quantity_words(first(each.get("doseRange")).get(end)) for end in ("low", "high"))
        if low or high:
            return " to ".join(filter(None, (low, high)))
    return ""


def _timing(timing: dict) -> str:
    if said := words(timing.get("code")):
        return said
    repeat = first(timing.get("repeat"))
    period, frequency = number(repeat.get("period")), number(repeat.get("frequency"))
    unit = UNITS.get(text_of(repeat.get("periodUnit")), "")
    if period is None or not unit:
        return ""
    often = TIMES.get(int(frequency or 1), f"{frequency or 1:g} times")
    every = unit if period == 1 else f"{period:g} {unit}s"
    return f"{often} every {every}" if period != 1 else f"{often} a {every}"
