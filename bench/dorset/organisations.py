"""Practices, networks, trusts, hospitals and pharmacies."""

from collections.abc import Iterator
from pathlib import Path

from bench.dorset.areas import SOURCE as AREAS
from bench.dorset.tables import address, day, degrees, number, rows, spoken
from toldonce.directory.outlines import Outlines

ORGANISATION = (
    "code kind name parent area address postcode telephone lat lon list_size list_size_on opened closed"
    " note source"
)
MEMBERSHIP = "member group since until source"
SITE = "code kind organisation name address postcode telephone lat lon note source"
SERVICE = "code kind organisation site name postcode lat lon source"
BOARD = "QVV"
SUCCESSOR = {"RD3": "R0D", "RDZ": "R0D"}
SITE_KINDS = {
    "RBD01": "acute_hospital",
    "RD304": "acute_hospital",
    "RDZ20": "acute_hospital",
    "RDZ05": "community_hospital",
    "RDY10": "mental_health",
    "RDYFX": "mental_health",
    "RDY32": "mental_health",
    "RDY38": "mental_health",
    "RDYMR": "mental_health",
    "RDYCV": "mental_health",
    "RDYFT": "mental_health",
    "RDYYQ": "clinic",
    "NT202": "independent_hospital",
    "NT419": "independent_hospital",
    "NT443": "independent_hospital",
}
SITES_LEFT_OUT = {"NVC09", "RHM0O", "RDZ11"}
INDEPENDENT = {"NT2": "Nuffield Health", "NT4": "BMI Healthcare"}
EMERGENCY = {"UEC_S132302": "RBD01", "UEC_S132522": "RD304", "UEC_S132528": "RDZ20"}
# A pharmacy on the quay may lie off the generalised coast.
NEAR_THE_COAST_KM = 0.3


def allocations(data: Path) -> dict[str, dict[str, str]]:
    path = data / "finance_allocations/gp_weighted_populations_2024_25_dorset.csv"
    return {r["Practice_Code"]: r for r in rows(path)}


def memberships(data: Path, known: set[str]) -> Iterator[dict]:
    """Every membership, ended ones too, of the practices that are in the place."""
    for r in rows(data / "gp_practices/pcn_membership_11J.csv"):
        if r["Partner Organisation Code"] in known:
            yield {
                "member": r["Partner Organisation Code"],
                "group": r["PCN Code"],
                "since": day(r["Practice to PCN Relationship Start Date"]),
                "until": day(r["Practice to PCN Relationship End Date"]),
                "source": "networks",
            }


def practices(data: Path, outlines: Outlines) -> Iterator[dict]:
    """The active GP practices of the commissioner; a practice's place is that of its postcode."""
    points = {r["practice_code"]: r for r in rows(data / "gp_practices/practice_coordinates.csv")}
    lists = allocations(data)
    network = {m["member"]: m["group"] for m in memberships(data, set(points)) if not m["until"]}
    for r in rows(data / "gp_practices/epraccur_dorset_2025.csv"):
        if (r["commissioner"], r["prescribing_setting"], r["status"]) != ("11J", "4", "A"):
            continue
        point = points[r["org_code"]]
        yield {
            **_located("practice", r["org_code"], r["org_name"], point["lat"], point["lon"], outlines),
            "address": address(r, "addr1", "addr2", "addr3", "addr4", "addr5"),
            "postcode": r["postcode"],
            "telephone": r["telephone"],
            "parent": network[r["org_code"]],
            "list_size": number(lists[r["org_code"]]["pop 2022/23"]),
            "list_size_on": "mean of November 2021 to October 2022",
            "opened": day(r["open_date"]),
            "note": moved(point),
            "source": "practices",
        }


def moved(point: dict[str, str]) -> str:
    """Says where one of two published coordinates was set aside."""
    apart = max(abs(float(point[c]) - float(point[f"{c}_nhse_allocations"])) for c in ("lat", "lon"))
    if apart <= 0.01:
        return ""
    return "Two published positions differ by more than a kilometre: the one of the present postcode is used."


def _located(kind: str, code: str, name: str, lat: str, lon: str, outlines: Outlines) -> dict:
    return {
        "code": code,
        "kind": kind,
        "name": spoken(name) if name.isupper() else name,
        "lat": degrees(lat),
        "lon": degrees(lon),
        "area": outlines.area_of(float(lat), float(lon), within_km=NEAR_THE_COAST_KM),
    }


def networks(data: Path) -> Iterator[dict]:
    for r in rows(data / "gp_practices/pcn_details_11J.csv"):
        yield {
            "code": r["PCN Code"],
            "kind": "network",
            "name": spoken(r["PCN Name"]),
            "parent": BOARD,
            "address": address(r, *(f"Address Line {i}" for i in range(1, 6))),
            "postcode": r["Postcode"],
            "opened": day(r["Open Date"]),
            "source": "networks",
        }


def trusts(data: Path) -> Iterator[dict]:
    points = {r["nhs_trust22_code"]: r for r in rows(data / "trusts_sites/trust_hq_points_2022.csv")}
    kinds = {"RDY": "community_trust", "RYF": "ambulance_trust"}
    for r in rows(data / "trusts_sites/nhs_trusts_dorset_2026.csv"):
        point = points[r["org_code"]]
        yield {
            "code": r["org_code"],
            "kind": kinds.get(r["org_code"], "acute_trust"),
            "name": spoken(r["org_name"]).replace("Healthcare", "HealthCare"),
            "parent": BOARD if r["hl_health_geography"] == BOARD else "",
            "address": address(r, "addr1", "addr2", "addr3", "addr4", "addr5"),
            "postcode": r["postcode"],
            "lat": degrees(point["lat"]),
            "lon": degrees(point["lon"]),
            "opened": day(r["open_date"]),
            "closed": day(r["close_date"]),
            "source": "trusts",
        }


def board_and_councils(data: Path) -> Iterator[dict]:
    small = rows(data / "geography/lsoa21_dorset.csv")
    yield {"code": BOARD, "kind": "board", "name": small[0]["icb24_name"], "source": AREAS}
    for code, name in sorted({(r["ltla24_code"], r["ltla24_name"]) for r in small}):
        yield {"code": code, "kind": "council", "name": f"{name} Council", "area": code, "source": AREAS}
    for code, name in INDEPENDENT.items():
        yield {"code": code, "kind": "independent", "name": name, "source": "hospitals"}


def pharmacies(data: Path, outlines: Outlines) -> Iterator[dict]:
    """The community pharmacies that lie inside the two councils."""
    for r in rows(data / "pharmacies/pharmacies_dorset_2020.csv"):
        found = _located("pharmacy", r["ods_code"], r["name"], r["lat"], r["lon"], outlines)
        if found["area"]:
            yield {
                **found,
                "address": address(r, "addr1", "addr2", "addr3", "town"),
                "postcode": r["postcode"].strip().upper(),
                "telephone": r["telephone"].strip(),
                "source": "pharmacies",
            }


def hospitals(data: Path) -> Iterator[dict]:
    for r in rows(data / "trusts_sites/nhsuk_hospitals_2018-09_dorset.csv"):
        code, parent = r["OrganisationCode"], r["ParentODSCode"]
        if code in SITES_LEFT_OUT:
            continue
        yield {
            "code": code,
            "kind": SITE_KINDS.get(code, "community_hospital"),
            "organisation": SUCCESSOR.get(parent, parent),
            "name": r["OrganisationName"].replace(" (Dorset)", ""),
            "address": address(r, "Address1", "Address2", "Address3", "City"),
            "postcode": r["Postcode"],
            "telephone": r["Phone"],
            "lat": degrees(r["Latitude"]),
            "lon": degrees(r["Longitude"]),
            "note": "The site's code is from before the merger of its trust." if parent in SUCCESSOR else "",
            "source": "hospitals",
        }


def branches(data: Path, known: set[str]) -> Iterator[dict]:
    for r in rows(data / "gp_practices/branch_surgeries_2017_dorset.csv"):
        if r["parent_practice"] in known and not r["close_date"]:
            yield {
                "code": r["branch_code"],
                "kind": "surgery",
                "organisation": r["parent_practice"],
                "name": spoken(r["branch_name"]),
                "address": address(r, "addr1", "addr2", "addr3", "addr4", "addr5"),
                "postcode": r["postcode"],
                "telephone": r["telephone"],
                "note": "As listed in August 2017.",
                "source": "branches",
            }


def emergency_departments(data: Path, sites: dict[str, str]) -> Iterator[dict]:
    for r in rows(data / "trusts_sites/emergency_departments_dorset_and_neighbours.csv"):
        if r["code"] in EMERGENCY:
            site = EMERGENCY[r["code"]]
            yield {
                "code": r["code"],
                "kind": "emergency_department",
                "organisation": sites[site],
                "site": site,
                "name": r["name"].removeprefix("ED - "),
                "postcode": r["postcode"],
                "lat": degrees(r["latitude"]),
                "lon": degrees(r["longitude"]),
                "source": "emergency-departments",
            }
