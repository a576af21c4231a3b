"""The directory's organisations and sites as FHIR: projections that can be read on the wire and not written there."""

from __future__ import annotations

from collections.abc import Iterator

from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Organisation, Site, Ward
from toldonce.record.actions import Arrival, Incoming, put

SOURCE = "https://toldonce.example/source/directory"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


def publish() -> int:
    """Write the projections of everything in the directory and return how many changed."""
    resources = [*map(_organisation, Organisation.objects.all()), *_sites(), *_wards()]
    outcomes = put(
        by=SYSTEM,
        arrival=Arrival("directory", "directory"),
        incoming=[Incoming(resource) for resource in resources],
        why="the directory was loaded",
    )
    return sum(outcome.state != "unchanged" for outcome in outcomes)


def is_projection(resource: dict) -> bool:
    """Tell whether a stored resource is kept in the directory."""
    return (resource.get("meta") or {}).get("source") == SOURCE


def _organisation(organisation: Organisation) -> dict:
    return _pruned(
        {
            "resourceType": "Organization",
            "id": f"ods-{organisation.code}",
            "meta": {"source": SOURCE},
            "identifier": [{"system": ODS, "value": organisation.code}],
            "active": organisation.closed is None,
            "type": [{"text": organisation.get_kind_display()}],
            "name": organisation.name,
            "telecom": _telecom(organisation.telephone),
            "address": _address(organisation.address, organisation.postcode),
            "partOf": {"reference": f"Organization/ods-{organisation.parent_id}"}
            if organisation.parent_id
            else None,
        }
    )


def _sites() -> Iterator[dict]:
    for site in Site.objects.all():
        yield _location(
            f"site-{site.code}",
            site.name,
            site.organisation_id,
            telephone=site.telephone,
            address=(_address(site.address, site.postcode) or [None])[0],
            position={"longitude": site.lon, "latitude": site.lat} if site.lat is not None else None,
            physical=("si", "Site"),
        )


def _wards() -> Iterator[dict]:
    for ward in Ward.objects.select_related("site"):
        yield _location(
            f"ward-{ward.code}",
            ward.name,
            ward.site.organisation_id,
            part_of=f"Location/site-{ward.site_id}",
            physical=("wa", "Ward"),
        )


def _location(
    id: str,
    name: str,
    organisation: str,
    *,
    physical: tuple[str, str],
    telephone: str = "",
    address: dict | None = None,
    position: dict | None = None,
    part_of: str = "",
) -> dict:
    system = "http://terminology.hl7.org/CodeSystem/location-physical-type"
    return _pruned(
        {
            "resourceType": "Location",
            "id": id,
            "meta": {"source": SOURCE},
            "status": "active",
            "name": name,
            "mode": "instance",
            "telecom": _telecom(telephone),
            "address": address,
            "physicalType": {"coding": [{"system": system, "code": physical[0], "display": physical[1]}]},
            "position": position,
            "managingOrganization": {"reference": f"Organization/ods-{organisation}"},
            "partOf": {"reference": part_of} if part_of else None,
        }
    )


def _telecom(telephone: str) -> list[dict]:
    return [{"system": "phone", "value": telephone}] if telephone else []


def _address(lines: str, postcode: str) -> list[dict]:
    if not lines and not postcode:
        return []
    return [
        _pruned({"line": [line.strip() for line in lines.split(",") if line.strip()], "postalCode": postcode})
    ]


def _pruned(resource: dict) -> dict:
    return {name: value for name, value in resource.items() if value not in (None, "", [], {})}
