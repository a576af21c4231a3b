"""Measured values and their series: the shape that results and vital signs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toldonce.record.readings.doses import quantity_words
from toldonce.record.readings.elements import (
    chosen,
    codes,
    codings,
    first,
    listed,
    notes,
    number,
    status_code,
    text_of,
    when,
    words,
)
from toldonce.record.readings.merging import names_of, together
from toldonce.record.readings.moments import Moment, moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource
from toldonce.record.readings.signs import SIGNS

HIGH, LOW, ABNORMAL, NORMAL, UNKNOWN = "high", "low", "abnormal", "normal", ""
FLAG_OF_INTERPRETATION = {
    **dict.fromkeys(("H", "HU", ">", "HX"), HIGH),
    **dict.fromkeys(("L", "LU", "<", "LX"), LOW),
    **dict.fromkeys(("HH",), HIGH),
    **dict.fromkeys(("LL",), LOW),
    **dict.fromkeys(("A", "AA", "POS", "DET"), ABNORMAL),
    **dict.fromkeys(("N", "NEG", "ND"), NORMAL),
}
CRITICAL = {"HH", "LL", "AA", "HU", "LU"}
TREND_LENGTH = 12
PRESSURES = {slug: frozenset(known) for slug, _, known in SIGNS if slug in ("systolic", "diastolic")}


@dataclass(frozen=True, slots=True)
class Range:
    """The range in which the source expects the value."""

    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value with its unit, when it was taken, and what the source makes of it."""

    test: str
    value: float | None
    words: str
    unit: str
    taken: Moment | None
    expected: Range | None
    flag: str
    is_critical: bool
    status: str
    parts: tuple[Measurement, ...]
    comment: str
    report: str
    provenance: Provenance

    @property
    def is_outside(self) -> bool:
        """Whether it is high, low or abnormal."""
        return self.flag in (HIGH, LOW, ABNORMAL)


@dataclass(frozen=True, slots=True)
class Series:
    """One test with all its values, newest first."""

    slug: str
    name: str
    codes: tuple[tuple[str, str], ...]
    values: tuple[Measurement, ...]

    @property
    def latest(self) -> Measurement:
        """The newest value."""
        return self.values[0]

    @property
    def previous(self) -> Measurement | None:
        """The value before the newest in the same unit."""
        return next((each for each in self.values[1:] if each.unit == self.latest.unit), None)

    @property
    def unit(self) -> str:
        """The unit of the newest value."""
        return self.latest.unit

    @property
    def points(self) -> tuple[tuple[Moment, float], ...]:
        """The last dozen numbers in the unit of the newest, oldest first, for a sparkline."""
        same = [(each.taken, each.value) for each in self.values if each.unit == self.unit]
        drawn = [(taken, value) for taken, value in same if taken is not None and value is not None]
        return tuple(reversed(drawn[:TREND_LENGTH]))

    @property
    def change(self) -> float | None:
        """The newest value less the one before; None when either is not a number."""
        if self.previous is None or self.previous.value is None or self.latest.value is None:
            return None
        return self.latest.value - self.previous.value

    @property
    def told_by(self) -> tuple[Provenance, ...]:
        """Who told the values, newest first."""
        return tuple(each.provenance for each in self.values)


def series_of(record: Record, observations: Sequence[Resource], report_of: dict[str, str]) -> list[Series]:
    """The observations grouped by test, the test with the newest value first."""
    groups = together(observations, lambda each: names_of(each.get("code")))
    series = [_series(record, group, report_of) for group in groups]
    return sorted(series, key=newest_first(lambda each: each.latest.taken))


def _series(record: Record, group: Sequence[Resource], report_of: dict[str, str]) -> Series:
    told = [measurement(record, each, report_of.get(text_of(each.get("id")), "")) for each in group]
    values = _without_repeats(sorted(told, key=newest_first(lambda each: each.taken)))
    known = tuple(dict.fromkeys(coding for each in group for coding in codings(each.get("code"))))
    slug = known[0][1] if known else values[0].test.lower().replace(" ", "-")
    return Series(slug=slug, name=values[0].test, codes=known, values=tuple(values))


def _without_repeats(values: list[Measurement]) -> list[Measurement]:
    """A value that a second source copied is shown once: same instant, same words, same unit."""
    seen: set = set()
    kept = []
    for each in values:
        key = (each.taken, each.words, each.unit) if each.taken else (each.provenance.id or id(each),)
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept


def measurement(record: Record, resource: Resource, report: str = "") -> Measurement:
    """One observation as a measurement; a panel carries its components as parts."""
    provenance = record.provenance(resource, "effectiveDateTime", "effectivePeriod", "effectiveInstant")
    taken = when(
        resource, "effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming", "issued"
    )
    return _measurement(resource, provenance, taken, report)


def _measurement(element: dict, provenance: Provenance, taken: Moment | None, report: str) -> Measurement:
    parts = tuple(_measurement(each, provenance, taken, report) for each in listed(element.get("component")))
    value, said, unit = _value(element)
    pressure = _pressure(element, parts)
    expected = _range(element)
    flag, is_critical = _flag(element, value, expected)
    return Measurement(
        test=words(element.get("code")) or "Test without a name",
        value=value,
        words=said or pressure or _words_of_parts(parts),
        unit=unit or (parts[0].unit if pressure and not said else ""),
        taken=taken,
        expected=expected,
        flag=flag or next((each.flag for each in parts if each.is_outside), ""),
        is_critical=is_critical or any(each.is_critical for each in parts),
        status=text_of(element.get("status")),
        parts=parts,
        comment=" ".join(notes(element)),
        report=report,
        provenance=provenance,
    )


def _value(element: dict) -> tuple[float | None, str, str]:
    """The number where there is one, the words to show without the unit, and the unit."""
    kind, value = chosen(element, "value")
    if kind == "Quantity" and isinstance(value, dict):
        unit = text_of(value.get("unit")) or text_of(value.get("code"))
        amount = number(value.get("value"))
        shown = "" if amount is None else f"{text_of(value.get('comparator'))}{number_words(amount)}"
        return amount, shown, unit
    if kind == "CodeableConcept":
        return None, words(value), ""
    if kind in ("Integer", "Decimal"):
        return number(value), "" if number(value) is None else number_words(value), ""
    if kind == "Boolean":
        return None, {True: "Yes", False: "No"}.get(value, ""), ""
    if kind in ("Range", "Ratio"):
        return None, _pair_words(first(value)), ""
    if kind in ("DateTime", "Period", "Time"):
        told = when(element, f"value{kind}")
        return None, told.words if told else text_of(value), ""
    return None, text_of(value) or _absent(element), ""


def _absent(element: dict) -> str:
    reason = words(element.get("dataAbsentReason"))
    return f"No value: {reason}" if reason else ""


def number_words(value: float) -> str:
    """A number as people write it: at most four significant decimals, never an exponent for common sizes."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value)) if isinstance(value, int) or value.is_integer() else str(value)
    return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) >= 0.01 else f"{value:g}"


def _pair_words(value: dict) -> str:
    ends = [quantity_words(value.get(name)) for name in ("low", "high", "numerator", "denominator")]
    separator = " / " if "numerator" in value else " to "
    return separator.join(filter(None, ends))


def _pressure(element: dict, parts: Sequence[Measurement]) -> str:
    """Two pressures as people write them, 120/80, the systolic first; empty for any other panel."""
    if len(parts) != 2 or not all(each.words for each in parts):
        return ""
    told = dict(zip(map(_which_pressure, listed(element.get("component"))), parts, strict=True))
    if set(told) != {"systolic", "diastolic"}:
        return ""
    return f"{told['systolic'].words}/{told['diastolic'].words}"


def _which_pressure(component: dict) -> str:
    told, said = codes(component.get("code")), words(component.get("code")).lower()
    return next((name for name in PRESSURES if name in said or not told.isdisjoint(PRESSURES[name])), "")


def _words_of_parts(parts: Sequence[Measurement]) -> str:
    return ", ".join(f"{each.test} {each.words} {each.unit}".strip() for each in parts if each.words)


def _range(element: dict) -> Range | None:
    for each in listed(element.get("referenceRange")):
        low = number(first(each.get("low")).get("value"))
        high = number(first(each.get("high")).get("value"))
        said = text_of(each.get("text")) or _range_words(low, high)
        if said and status_code(each.get("type")) in ("", "normal"):
            return Range(low, high, said)
    return None


def _range_words(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{number_words(low)} to {number_words(high)}"
    if low is not None:
        return f"{number_words(low)} or more"
    return f"{number_words(high)} or less" if high is not None else ""


def _flag(element: dict, value: float | None, expected: Range | None) -> tuple[str, bool]:
    """The source's own interpretation or, without one, the value held against the source's own range."""
    for code in codes(element.get("interpretation")):
        if code in FLAG_OF_INTERPRETATION:
            return FLAG_OF_INTERPRETATION[code], code in CRITICAL
    if value is None or expected is None or (expected.low is None and expected.high is None):
        return UNKNOWN, False
    if expected.low is not None and value < expected.low:
        return LOW, False
    return (HIGH if expected.high is not None and value > expected.high else NORMAL), False


def issued(resource: Resource) -> Moment | None:
    """When the result was released."""
    return moment(resource.get("issued"))
