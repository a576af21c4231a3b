"""Draws resources as small tables, so that a clinician can check a test."""

from datetime import UTC, datetime

from toldonce.record.readings.assembly import record_from
from toldonce.record.readings.record import SOURCE_ADDRESS, Heard, Source

TODAY = datetime(2026, 6, 15, 12, tzinfo=UTC)
NAMES = {
    "gp": "The Adam Practice",
    "hospital": "Poole Hospital",
    "council": "Dorset Council",
    "old": "Old Practice",
}


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table drawn with bars, by the heads of its columns; an empty cell is left out."""
    lines = [
        [cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if line.strip()
    ]
    heads = lines[0]
    return [{head: cell for head, cell in zip(heads, line, strict=False) if cell} for line in lines[1:]]


def record(*groups, at=TODAY, sources=None):
    """The record of all the resources of the groups."""
    told = [resource for group in groups for resource in ([group] if isinstance(group, dict) else group)]
    for number, resource in enumerate(told):
        resource.setdefault("id", f"r{number}")
    named = {code: Source(code, name) for code, name in NAMES.items()}
    heard = {each.get("meta", {}).get("source", "")[len(SOURCE_ADDRESS) :] for each in told}
    return record_from(told, sources=sources or [named[code] for code in NAMES if code in heard], at=at)


def silent(code: str, since: datetime | None) -> Source:
    """A source whose feed is down."""
    return Source(code, NAMES[code], since, Heard.DOWN)


def resource(rtype: str, source: str = "gp", **elements) -> dict:
    """A resource as a source tells it."""
    return {"resourceType": rtype, "meta": {"source": SOURCE_ADDRESS + source}, **elements}


def concept(words: str) -> dict:
    """A concept; “Asthma 195967001” carries the SNOMED CT code."""
    name, _, code = words.rpartition(" ")
    if code.isdigit() and len(code) > 5:
        return {"coding": [{"system": "http://snomed.info/sct", "code": code, "display": name}]}
    return {"text": words}


def coded(code: str) -> dict:
    return {"coding": [{"code": code}]}


def conditions(table: str) -> list[dict]:
    def one(row):
        told = resource("Condition", row.get("source", "gp"), code=concept(row["problem"]))
        if "status" in row:
            told["clinicalStatus"] = coded(row["status"])
        if "held" in row:
            told["verificationStatus"] = coded(row["held"])
        for head, element in (
            ("recorded", "recordedDate"),
            ("onset", "onsetDateTime"),
            ("ended", "abatementDateTime"),
        ):
            if head in row:
                told[element] = row[head]
        return told

    return [one(row) for row in rows(table)]


def allergies(table: str) -> list[dict]:
    def one(row):
        told = resource("AllergyIntolerance", row.get("source", "gp"), code=concept(row["substance"]))
        told["clinicalStatus"] = coded(row.get("status", "active"))
        if "recorded" in row:
            told["recordedDate"] = row["recorded"]
        if "criticality" in row:
            told["criticality"] = row["criticality"]
        if "reaction" in row:
            told["reaction"] = [{"manifestation": [{"text": row["reaction"]}]}]
        return told

    return [one(row) for row in rows(table)]


def medicines(table: str) -> list[dict]:
    def one(row):
        told = resource("MedicationRequest", row.get("source", "gp"), intent="order", status=row["status"])
        told["medicationCodeableConcept"] = concept(row["medicine"])
        if "dose" in row:
            told["dosageInstruction"] = [{"text": row["dose"]}]
        if "ordered" in row:
            told["authoredOn"] = row["ordered"]
        if "ended" in row:
            told["dispenseRequest"] = {"validityPeriod": {"end": row["ended"]}}
        return told

    return [one(row) for row in rows(table)]


def observations(table: str) -> list[dict]:
    def one(row):
        told = resource("Observation", row.get("source", "gp"), status="final", code=concept(row["test"]))
        told["category"] = [coded(row.get("category", "laboratory"))]
        told["effectiveDateTime"] = row["taken"]
        amount, _, unit = row["value"].partition(" ")
        told["valueQuantity"] = {"value": float(amount), "unit": unit}
        if "range" in row:
            low, high = row["range"].split("-")
            told["referenceRange"] = [{"low": {"value": float(low)}, "high": {"value": float(high)}}]
        if "flag" in row:
            told["interpretation"] = [coded(row["flag"])]
        return told

    return [one(row) for row in rows(table)]


def encounters(table: str) -> list[dict]:
    def one(row):
        told = resource("Encounter", row.get("source", "hospital"), status=row["status"])
        told["class"] = {
            "code": {"stay": "IMP", "emergency": "EMER", "contact": "AMB"}[row.get("kind", "stay")]
        }
        told["period"] = {name: row[name] for name in ("start", "end") if name in row}
        told["serviceProvider"] = {
            "reference": f"Organization/ods-{row.get('at', 'RDZ')}",
            "display": row.get("at", "RDZ"),
        }
        if "ward" in row:
            told["location"] = [{"location": {"display": row["ward"]}, "physicalType": coded("wa")}]
        if "bed" in row:
            told.setdefault("location", []).append(
                {"location": {"display": row["bed"]}, "physicalType": coded("bd")}
            )
        return told

    return [one(row) for row in rows(table)]


def shown(items, *names) -> list[tuple]:
    """What a reading says, attribute by attribute, in words."""
    return [tuple(_words(getattr(item, name)) for name in names) for item in items]


def _words(value):
    return value if isinstance(value, bool | int | float) or value is None else str(value)
