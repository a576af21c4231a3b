"""Make the tables of `places/dorset` from a folder of downloaded public files.

    python bench/convert_dorset.py DATA places/dorset

`DATA` holds one folder per topic, as described in `places/dorset/sources.yaml`. Files written by hand
(place.yaml, sources.yaml, personas.yaml, everything invented) are left alone. The same input gives the same bytes.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ORGANISATION = (
    "code kind name parent area address postcode telephone lat lon list_size list_size_on opened closed"
    " note source"
)
SITE = "code kind organisation name address postcode telephone lat lon note source"
SERVICE = "code kind organisation site name postcode lat lon source"
AREA = (
    "code kind name parent ward population population_estimate households imd_score imd_rank imd_decile"
    " rural_urban lat lon source"
)
LISTS = "practice list_january_2021 list_2022 male_share_2020 mean_age_2020 18_and_over_2020 65_and_over_2020"

BOARD = "QVV"
AREAS = "small-areas"
SUCCESSOR = {"RD3": "R0D", "RDZ": "R0D"}
EXPANDED = {"PRACT": "Practice", "MED": "Medical", "CTR": "Centre", "CTR.": "Centre", "RD": "Road"}
KEPT = {"PCN", "NHS", "GP", "HQ", "BCP"}
SMALL_WORDS = {"AND", "OF", "THE"}
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

Ring = list[tuple[float, float]]


def rows(path: Path) -> list[dict[str, str]]:
    """Every row of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: str | Iterable[str], content: Iterable[dict]) -> None:
    """Write rows in the order of their first columns."""
    columns = columns.split() if isinstance(columns, str) else list(columns)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(content, key=lambda row: tuple(str(row.get(c, "")) for c in columns[:3])))


def spoken(name: str) -> str:
    """`THE BRIDGES MEDICAL CTR.` as people write it: `The Bridges Medical Centre`."""
    words = [_word(word, first=not i) for i, word in enumerate(name.split())]
    return " ".join(words)


def _word(word: str, first: bool) -> str:
    if word in EXPANDED:
        return EXPANDED[word]
    if word in KEPT or word.strip("(),.") in KEPT:
        return word
    if word in SMALL_WORDS and not first:
        return word.lower()
    return word.capitalize() if word[0] != "(" else "(" + word[1:].capitalize()


def day(text: str) -> str:
    """`20191001` as `2019-10-01`."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text else ""


def number(text: str) -> int:
    return round(float(text))


def degrees(text: str | float) -> float:
    """Degrees to the metre: six decimals are more than a postcode knows."""
    return round(float(text), 6)


def address(row: dict[str, str], *columns: str) -> str:
    """The lines of an address, once each."""
    lines = dict.fromkeys(row[c].strip() for c in columns if row[c].strip())
    return ", ".join(line if any(ch.islower() for ch in line) else spoken(line) for line in lines)


class Outlines:
    """The small areas as polygons, to say in which one a point lies."""

    def __init__(self, geojson: dict):
        self.parts = [
            (feature["properties"]["code"], [[tuple(p) for p in ring] for ring in polygon])
            for feature in geojson["features"]
            for polygon in _polygons(feature["geometry"])
        ]

    def area_of(self, lat: float, lon: float, near: float = 0.003) -> str:
        """The small area of a point; one just off the generalised coast belongs to the nearest (300 m)."""
        for code, polygon in self.parts:
            if sum(_inside(lon, lat, ring) for ring in polygon) % 2:
                return code
        distance, code = min(
            (((x - lon) * 0.633) ** 2 + (y - lat) ** 2, code)
            for code, polygon in self.parts
            for x, y in polygon[0]
        )
        return code if distance < near**2 else ""


def _polygons(geometry: dict) -> list:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def _inside(x: float, y: float, ring: Ring) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def outlines(data: Path) -> dict:
    """The boundaries with nothing but code, name and outline."""
    source = json.loads((data / "geography/lsoa_boundaries_dorset.geojson").read_text("utf-8"))
    features = [
        {
            "type": "Feature",
            "properties": {"code": f["properties"]["LSOA21CD"], "name": f["properties"]["LSOA21NM"]},
            "geometry": f["geometry"],
        }
        for f in source["features"]
    ]
    return {"type": "FeatureCollection", "features": sorted(features, key=lambda f: f["properties"]["code"])}


def write_outlines(path: Path, geojson: dict) -> None:
    """One feature a line, so that a change of one area reads as a change of one line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in geojson["features"])
    path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", "utf-8")


def wide(path: Path, category: str) -> tuple[list[str], dict[str, dict[str, int]]]:
    """A long census table (area, category, n) as one row an area."""
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows(path):
        table[row["lsoa21_code"]][row[category]] = number(row["n"])
    names = sorted({name for counts in table.values() for name in counts})
    return names, table


def ages_by_small_area(data: Path, residents: dict[str, int]) -> dict[str, dict[str, int]]:
    """Mid-2020 people by single year of age, carried from the areas of 2011 to those of 2021.

    Unchanged and merged areas are added up; a split area is shared by the Census 2021 residents of its parts.
    """
    children: dict[str, list[str]] = defaultdict(list)
    for row in rows(data / "geography/lsoa11_to_lsoa21_dorset.csv"):
        children[row["lsoa11_code"]].append(row["lsoa21_code"])
    result: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows(data / "population/population_mid2020_by_single_year_lsoa11.csv"):
        parts = sorted(children[row["lsoa11_code"]])
        weights = [residents[part] for part in parts]
        carry = [0.0] * len(parts)
        for age in [*map(str, range(90)), "90+"]:
            for part, share in zip(parts, shared(number(row[age]), weights, carry), strict=True):
                result[part][age] += share
    return result


def shared(count: int, weights: list[int], carry: list[float]) -> list[int]:
    """Whole people by weight; what rounding took from a part it gets back at the next age."""
    wanted = [count * w / sum(weights) + c for w, c in zip(weights, carry, strict=True)]
    given = [int(w // 1) for w in wanted]
    for i in sorted(range(len(wanted)), key=lambda i: given[i] - wanted[i])[: count - sum(given)]:
        given[i] += 1
    carry[:] = [w - g for w, g in zip(wanted, given, strict=True)]
    return given


def write_population(data: Path, out: Path, ages: dict[str, dict[str, int]]) -> None:
    """The marginals an invented population is drawn from."""
    folder = out / "population"
    columns = [*map(str, range(90)), "90+"]
    write(folder / "age_by_small_area.csv", ["area", *columns], ({"area": a, **n} for a, n in ages.items()))
    for name, file, category in (
        ("ethnicity", "ethnicity", "ethnic_group"),
        ("tenure", "household_tenure", "tenure"),
        ("accommodation", "household_accommodation_type", "type"),
        ("disability", "disability", "disability"),
        ("religion", "religion", "religion"),
    ):
        names, table = wide(data / f"population/census2021_{file}_lsoa21.csv", category)
        target = folder / f"{name}_by_small_area.csv"
        write(target, ["area", *names], ({"area": area, **counts} for area, counts in table.items()))
    write_sex(data, folder)
    write_registers(data, folder)
    write_lists(data, folder)
    write_deprivation(data, folder)


def write_sex(data: Path, folder: Path) -> None:
    by_age: dict[str, dict] = defaultdict(dict)
    for row in rows(data / "population/ons_uk_population_2023_age_sex.csv"):
        if row["Name"] == "ENGLAND":
            by_age[row["age"]][row["sex"]] = number(row["count"])
    content = [{"age": age, **counts} for age, counts in by_age.items()]
    path = folder / "sex_by_age_england_2023.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["age", "females", "males"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(content, key=lambda row: int(row["age"].rstrip("+"))))
    practices = rows(data / "gp_practices/list_size_by_age_sex_2016Q1_11J.csv")
    bands = [c for c in practices[0] if c.startswith(("Male", "Female"))]
    content = [{"practice": r["Practice Code"], **{b: r[b] for b in bands}} for r in practices]
    write(folder / "age_and_sex_by_practice_2016.csv", ["practice", *bands], content)


def write_registers(data: Path, folder: Path) -> None:
    renamed = {
        "PRACTICE_CODE": "practice",
        "GROUP_CODE": "group",
        "PATIENT_LIST_TYPE": "list_type",
        "REGISTER": "register",
        "PRACTICE_LIST_SIZE": "list_size",
    }
    counted = ("register", "list_size")
    content = [
        {new: str(number(r[old])) if new in counted else r[old] for old, new in renamed.items()}
        for r in rows(data / "qof/qof_prevalence_2021_22_11J.csv")
    ]
    write(folder / "registers_by_practice_2021_22.csv", renamed.values(), content)
    england = rows(data / "qof/qof_prevalence_2020_21_england_total.csv")
    del renamed["PRACTICE_CODE"]
    content = [{new: r[old] for old, new in renamed.items()} for r in england]
    write(folder / "registers_england_2020_21.csv", renamed.values(), content)
    groups = {r["GROUP_CODE"]: r for r in rows(data / "qof/qof_indicator_mapping_2020_21.csv")}
    content = [{"group": code, "name": r["GROUP_DESCRIPTION"]} for code, r in groups.items()]
    write(folder / "register_names.csv", ["group", "name"], content)


def write_lists(data: Path, folder: Path) -> None:
    """List sizes over time and the ages of each practice's people."""
    table: dict[str, dict] = defaultdict(dict)
    for r in rows(data / "gp_practices/list_size_jan2021_11J.csv"):
        table[r["CODE"]]["list_january_2021"] = r["NUMBER_OF_PATIENTS"]
    for r in allocations(data).values():
        table[r["Practice_Code"]]["list_2022"] = number(r["pop 2022/23"])
    for r in rows(data / "qof/practice_demographics_2020.csv"):
        found = table[r["PRACTICE_CODE"]]
        found |= {"male_share_2020": round(float(r["Percent_male"]), 4)}
        found |= {"mean_age_2020": round(float(r["AgeAll"]), 2)}
        found |= {name: r[old] for name, old in (("18_and_over_2020", "18+"), ("65_and_over_2020", "65+"))}
    write(folder / "lists_by_practice.csv", LISTS, ({"practice": p, **found} for p, found in table.items()))


def write_deprivation(data: Path, folder: Path) -> None:
    source = rows(data / "deprivation/imd2025_lsoa21.csv")
    kept = [c for c in source[0] if c.endswith(("_decile", "_rank"))]
    content = [{"area": r["lsoa21_code"], **{c: number(r[c]) for c in kept}} for r in source]
    write(folder / "deprivation_2025_by_small_area.csv", ["area", *kept], content)


def areas(data: Path, ages: dict[str, dict[str, int]], residents: dict[str, int]) -> Iterator[dict]:
    """Councils, wards, middle areas and small areas, larger ones added up from the small."""
    homes = {r["lsoa21_code"]: r for r in rows(data / "population/census2021_household_tenure_lsoa21.csv")}
    deprived = {r["lsoa21_code"]: r for r in rows(data / "deprivation/imd2025_lsoa21.csv")}
    groups: dict[tuple, list[dict]] = defaultdict(list)
    for r in rows(data / "geography/lsoa21_dorset.csv"):
        code, council = r["lsoa21_code"], r["ltla24_code"]
        small = {
            "code": code,
            "kind": "small",
            "name": r["lsoa21_name"],
            "parent": r["msoa21_code"],
            "ward": r["ward24_code"],
            "population": residents[code],
            "population_estimate": sum(ages[code].values()),
            "households": number(homes[code]["total_households"]),
            "imd_score": round(float(deprived[code]["IMD_score"]), 3),
            "imd_rank": number(deprived[code]["IMD_rank"]),
            "imd_decile": number(deprived[code]["IMD_decile"]),
            "rural_urban": r["ruc21_classification"],
            "lat": degrees(r["lat"]),
            "lon": degrees(r["lon"]),
            "source": AREAS,
        }
        yield small
        groups["council", council, r["ltla24_name"], ""].append(small)
        groups["ward", r["ward24_code"], r["ward24_name"], council].append(small)
        groups["middle", r["msoa21_code"], r["msoa21_name"], council].append(small)
    for (kind, code, name, parent), parts in groups.items():
        yield {"kind": kind, "code": code, "name": name, "parent": parent, **_together(parts)}


def _together(parts: list[dict]) -> dict:
    people = sum(part["population"] for part in parts)
    return {
        **{c: sum(part[c] for part in parts) for c in ("population", "population_estimate", "households")},
        **{c: degrees(sum(part[c] * part["population"] for part in parts) / people) for c in ("lat", "lon")},
        "source": AREAS,
    }


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


def practices(data: Path, map_: Outlines) -> Iterator[dict]:
    """The active GP practices of the commissioner; a practice's place is that of its postcode."""
    points = {r["practice_code"]: r for r in rows(data / "gp_practices/practice_coordinates.csv")}
    lists = allocations(data)
    for r in rows(data / "gp_practices/epraccur_dorset_2025.csv"):
        if (r["commissioner"], r["prescribing_setting"], r["status"]) != ("11J", "4", "A"):
            continue
        point = points[r["org_code"]]
        yield {
            **_located("practice", r["org_code"], r["org_name"], point["lat"], point["lon"], map_),
            "address": address(r, "addr1", "addr2", "addr3", "addr4", "addr5"),
            "postcode": r["postcode"],
            "telephone": r["telephone"],
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


def _located(kind: str, code: str, name: str, lat: str, lon: str, map_: Outlines) -> dict:
    return {
        "code": code,
        "kind": kind,
        "name": spoken(name) if name.isupper() else name,
        "lat": degrees(lat),
        "lon": degrees(lon),
        "area": map_.area_of(float(lat), float(lon)),
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


def pharmacies(data: Path, map_: Outlines) -> Iterator[dict]:
    """The community pharmacies that lie inside the two councils."""
    for r in rows(data / "pharmacies/pharmacies_dorset_2020.csv"):
        found = _located("pharmacy", r["ods_code"], r["name"], r["lat"], r["lon"], map_)
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


def convert(data: Path, out: Path) -> None:
    """Write every generated table of the place."""
    geojson = outlines(data)
    map_ = Outlines(geojson)
    census = rows(data / "population/census2021_ethnicity_lsoa21.csv")
    residents = {r["lsoa21_code"]: number(r["total_residents"]) for r in census}
    ages = ages_by_small_area(data, residents)
    out.mkdir(parents=True, exist_ok=True)
    write_outlines(out / "areas.geojson", geojson)
    write(out / "areas.csv", AREA, areas(data, ages, residents))
    write_population(data, out, ages)

    found = list(practices(data, map_))
    known = {row["code"] for row in found}
    joined = list(memberships(data, known))
    current = {row["member"]: row["group"] for row in joined if not row["until"]}
    for row in found:
        row["parent"] = current[row["code"]]
    write(out / "organisations/practices.csv", ORGANISATION, found)
    write(out / "organisations/networks.csv", ORGANISATION, networks(data))
    write(out / "organisations/trusts.csv", ORGANISATION, trusts(data))
    write(out / "organisations/board_and_councils.csv", ORGANISATION, board_and_councils(data))
    write(out / "organisations/pharmacies.csv", ORGANISATION, pharmacies(data, map_))
    write(out / "memberships.csv", ["member", "group", "since", "until", "source"], joined)

    sites = list(hospitals(data))
    owners = {row["code"]: row["organisation"] for row in sites}
    write(out / "sites/hospitals.csv", SITE, sites)
    write(out / "sites/branch_surgeries.csv", SITE, branches(data, known))
    write(out / "services/emergency_departments.csv", SERVICE, emergency_departments(data, owners))


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
