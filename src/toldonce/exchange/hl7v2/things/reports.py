"""Reports and their values: an order's results, each replaced as a whole by what is said of it later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from toldonce.exchange.hl7v2.people import entity_of
from toldonce.exchange.hl7v2.reader import cleaned
from toldonce.exchange.hl7v2.segments import Segment
from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things import attachments, patients
from toldonce.exchange.hl7v2.things.elements import (
    Setting,
    Telling,
    elements_of,
    fields_of,
    name_of,
    resource,
    rows_of,
    said,
    subject_of,
)
from toldonce.exchange.hl7v2.values import TEXTS, attachment_of, value_of

HL7 = "http://terminology.hl7.org/CodeSystem/"
DOCUMENTS = {"ED", "RP"}
IMAGING = {"RAD", "RX", "CT", "NMR", "RUS", "OUS", "VUS", "NMS", "CUS", "XRC", "IMG"}
GONE = {"entered-in-error", "cancelled"}


@dataclass(slots=True)
class _Order:
    """One OBR with what follows it."""

    obr: Segment
    orc: Segment | None
    patient: Address
    values: list[list[Segment]] = field(default_factory=list)  # OBX of one value
    notes: dict[int, list[str]] = field(default_factory=dict)  # by the number of the value, -1 for the report
    specimens: list[Segment] = field(default_factory=list)


def tell(telling: Telling) -> None:
    """Take every report of a message, and the patients that they are about."""
    seen: dict[str, int] = {}
    for order in _orders(telling):
        _report(order, telling, seen)


def _orders(telling: Telling) -> list[_Order]:
    orders: list[_Order] = []
    patient, orc, order = None, None, None
    by_specimen = telling.kind.code.startswith("OUL")
    for segment in telling.message.segments:
        if segment.name == "PID":
            patient, orc, order = patients.tell(segment, telling), None, None
        elif segment.name == "ORC" and by_specimen and order and order.orc is None:
            order.orc = segment  # OUL tells of the order after what was examined
        elif segment.name == "ORC":
            orc, order = segment, None
        elif segment.name == "OBR" and patient:
            order = _Order(segment, orc, patient)
            orders.append(order)
        elif order is not None:
            _follow(order, segment)
    return orders


def _follow(order: _Order, segment: Segment) -> None:
    if segment.name == "OBX":
        if order.values and _goes_on(order.values[-1][-1], segment):
            order.values[-1].append(segment)
        else:
            order.values.append([segment])
    elif segment.name == "NTE":
        said_here = "\n".join(text for part in segment.parts(3) if (text := cleaned(part.text)))
        if said_here:
            order.notes.setdefault(len(order.values) - 1, []).append(said_here)
    elif segment.name == "SPM":
        order.specimens.append(segment)


def _goes_on(before: Segment, segment: Segment) -> bool:
    """Words of one observation that are sent as several OBX are lines of one value."""
    kinds = {before.text(2).upper(), segment.text(2).upper()}
    same = before.raw(3) == segment.raw(3) and bool(segment.raw(3))
    alike = before.raw(4) == segment.raw(4) or kinds <= {"TX", "FT"}
    return same and alike and len(kinds) == 1 and kinds <= {"TX", "FT", "ST"}


def _report(order: _Order, telling: Telling, seen: dict[str, int]) -> None:
    key = _key(order, telling)
    seen[key] = seen.get(key, 0) + 1
    if seen[key] > 1:
        key = f"{key}#{seen[key]}"
    fields = fields_of([*order.specimens, order.obr], telling.reader)
    fields |= _numbers_of_orc(order, telling, fields)
    if -1 in order.notes:
        fields["+notes"] = order.notes[-1]
    codes: dict[str, int] = {}
    for number, segments in enumerate(order.values):
        _value(number, segments, order, telling, fields, codes)
    fields["+patient"] = list(order.patient)
    telling.fact((f"feed:{telling.reader.feed.code}", "report", key), fields)


def _numbers_of_orc(order: _Order, telling: Telling, fields: dict[str, Any]) -> dict[str, Any]:
    """The numbers of an order that only its ORC tells."""
    if order.orc is None or any(name.startswith("identifier#") for name in fields):
        return {}
    made = {}
    for number, kind in ((2, "PLAC"), (3, "FILL")):
        value = cleaned(order.orc.part(number)(1))
        if value:
            type_of = {"coding": [{"system": f"{HL7}v2-0203", "code": kind}]}
            system = telling.reader.system(order.orc.part(number)(2) or "numbers")
            made[f"identifier#{kind}"] = [{"system": system, "value": value, "type": type_of}]
    return made


def _key(order: _Order, telling: Telling) -> str:
    """What is known again: the filler's number, or the placer's, with what was examined."""
    what = f"{order.obr.text(4) or order.obr.part(4)(2)}|{order.obr.part(26).text}".strip("|")
    sources = [(order.obr, 3), (order.orc, 3), (order.obr, 2), (order.orc, 2)]
    for segment, number in sources:
        found = entity_of(segment.part(number)) if segment else ""
        if found:
            return f"{'filler' if number == 3 else 'placer'}|{found}|{what}"
    when = order.obr.text(7) or telling.message.header.text(10)
    return f"{order.patient[2]}|{when}|{what}"


def _value(
    number: int,
    segments: list[Segment],
    order: _Order,
    telling: Telling,
    fields: dict[str, Any],
    codes: dict[str, int],
) -> None:
    first, reader = segments[0], telling.reader
    if first.text(2).upper() in DOCUMENTS:
        found = attachment_of(first, reader)
        if found:
            title = cleaned(first.part(3)(2)) or cleaned(first.part(3)(1))
            fields[f"+form.{number:03}"] = attachments.kept({**found, "title": title}, telling)
        return
    told = fields_of([first], reader)
    told.pop("value[x]#OBX-5", None)
    row = rows_of(reader.mapping.segments["OBX"], "value[x]")
    value = value_of(first, row, reader)
    if len(segments) > 1 and first.text(2).upper() in TEXTS:
        lines = [part.text for segment in segments for part in segment.parts(5)]
        value = {"valueString": cleaned("\n".join(lines))} if any(lines) else {}
    if order.notes.get(number):
        told["note"] = [{"text": text} for text in order.notes[number]]
    by = cleaned(first.part(15)(2)) or cleaned(first.part(23)(1))
    if by:
        told["+by"] = by
    what = f"{first.text(3) or first.part(3)(2)}|{first.text(4)}"
    codes[what] = codes.get(what, 0) + 1
    fields[f"+value.{what}|{codes[what]}"] = {"n": number, "told": told, "value": value}


def render(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as a DiagnosticReport and its Observations."""
    told = said(state)
    told.setdefault("code", {"text": "Examination"})
    told.setdefault("status", "unknown")
    imaging = _is_imaging(told)
    observations = [
        _observation(address, name, value, told, state, setting, imaging=imaging)
        for name, (_, value) in sorted(state.fields.items(), key=_place_in_report)
        if name.startswith("+value.") and value
    ]
    shown = [each for each in observations if each["status"] != "entered-in-error"]
    forms = [
        value for name, (_, value) in sorted(state.fields.items()) if name.startswith("+form.") and value
    ]
    made = {
        **told,
        "subject": subject_of(state),
        "performer": [{"reference": f"Organization/ods-{setting.source}"}],
        "result": [{"reference": f"Observation/{each['id']}"} for each in shown],
        "presentedForm": attachments.shown(forms),
        "conclusion": "\n".join(state.told("+notes") or []),
    }
    made["category"] = told.get("category") or [_department("LAB", "Laboratory")]
    report = resource("DiagnosticReport", address, {name: value for name, value in made.items() if value})
    return [*observations, report]


def _place_in_report(item: tuple[str, list]) -> tuple[int, str]:
    name, (_, value) = item
    return (value["n"] if isinstance(value, dict) and "n" in value else 0, name)


def _department(code: str, words: str) -> dict[str, Any]:
    return {"coding": [{"system": f"{HL7}v2-0074", "code": code, "display": words}]}


def _is_imaging(told: dict[str, Any]) -> bool:
    return any(c.get("code") in IMAGING for each in told.get("category", []) for c in each.get("coding", []))


def _observation(
    address: Address, name: str, value: dict[str, Any], report: dict[str, Any], state: State, setting: Setting, *,
    imaging: bool,
) -> dict[str, Any]:  # fmt: skip
    fields = dict(value["told"])
    by = fields.pop("+by", None)
    elements = elements_of(fields)
    category = "imaging" if imaging else "laboratory"
    made: dict[str, Any] = {
        "status": "unknown",
        "category": [{"coding": [{"system": f"{HL7}observation-category", "code": category}]}],
        "code": {"text": "Observation"},
        **elements,
        "subject": subject_of(state),
        "performer": [{"display": by} if by else {"reference": f"Organization/ods-{setting.source}"}],
        **value["value"],
    }
    for element in ("effectiveDateTime", "issued"):
        if element not in made and element in report:
            made[element] = report[element]
    if not value["value"] and made["status"] not in GONE:
        code = "temp-unknown" if made["status"] in ("registered", "preliminary") else "unknown"
        made["dataAbsentReason"] = {"coding": [{"system": f"{HL7}data-absent-reason", "code": code}]}
    return {"resourceType": "Observation", "id": name_of(address, name), **made}
