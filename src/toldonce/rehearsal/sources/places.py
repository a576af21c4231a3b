"""Where in a hospital a stay takes place: ward, bed and site, each with its times."""

from toldonce.rehearsal.days import moment
from toldonce.rehearsal.life import Stay
from toldonce.rehearsal.shapes import HL7, coded

WARD = coded(f"{HL7}location-physical-type", "wa", "Ward")
BED = coded(f"{HL7}location-physical-type", "bd", "Bed")
SITE = coded(f"{HL7}location-physical-type", "si", "Site")


def where(stay: Stay) -> list[dict]:
    """The locations of an Encounter; those of a stay that goes on are active and have no end."""
    period = {"start": moment(stay.day, stay.minute)}
    if stay.left is not None:
        period["end"] = moment(stay.left, max(stay.minute, 840) if stay.left == stay.day else 840)
    places = []
    if stay.ward:
        places.append((WARD, {"reference": f"Location/ward-{stay.ward}", "display": stay.ward_name}))
        places.append((BED, {"display": f"Bed {stay.bed}"}))
    else:
        places.append((WARD, {"display": stay.ward_name}))
    if stay.site:
        places.append((SITE, {"reference": f"Location/site-{stay.site}"}))
    state = "active" if stay.left is None else "completed"
    return [
        {"location": place, "status": state, "physicalType": kind, "period": period} for kind, place in places
    ]
