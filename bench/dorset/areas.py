"""The map: outlines, and the areas with their people and their deprivation."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.dorset.tables import degrees, number, rows

COLUMNS = (
    "code kind name parent ward population population_estimate households imd_score imd_rank imd_decile"
    " rural_urban lat lon source"
)
SOURCE = "small-areas"


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
            "source": SOURCE,
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
        "source": SOURCE,
    }
