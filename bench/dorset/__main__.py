"""Make the tables of `places/dorset` from a folder of downloaded public files.

    PYTHONPATH=src python -m bench.dorset DATA places/dorset

`DATA` holds one folder per topic, as described in `places/dorset/sources.yaml`. Files written by hand
(place.yaml, sources.yaml, personas.yaml, everything invented) are left alone. The same input gives the same bytes.
"""

import sys
from collections import defaultdict
from pathlib import Path

from bench.dorset import areas, population
from bench.dorset import organisations as found_in
from bench.dorset.fair_shares import write_fair_shares
from bench.dorset.organisations import MEMBERSHIP, ORGANISATION, SERVICE, SITE
from bench.dorset.tables import number, rows, write
from toldonce.directory.outlines import Outlines


def convert(data: Path, out: Path) -> None:
    """Write every generated table of the place."""
    geojson = areas.outlines(data)
    census = rows(data / "population/census2021_ethnicity_lsoa21.csv")
    residents: dict[str, int] = defaultdict(int)
    for row in census:
        residents[row["lsoa21_code"]] += number(row["n"])
    ages = population.ages_by_small_area(data, residents)
    out.mkdir(parents=True, exist_ok=True)
    areas.write_outlines(out / "areas.geojson", geojson)
    write(out / "areas.csv", areas.COLUMNS, areas.areas(data, ages, residents))
    population.write_population(data, out, ages)
    known = write_organisations(data, out / "organisations", Outlines(geojson))
    write_members(data, out, known)
    write_sites(data, out, known)
    write_fair_shares(data, out / "plans/fair-shares/2024-25")


def write_organisations(data: Path, folder: Path, outlines: Outlines) -> set[str]:
    """Write who gives care; returns the codes of the practices."""
    practices = list(found_in.practices(data, outlines))
    for name, content in (
        ("practices", practices),
        ("networks", found_in.networks(data)),
        ("trusts", found_in.trusts(data)),
        ("board_and_councils", found_in.board_and_councils(data)),
        ("pharmacies", found_in.pharmacies(data, outlines)),
    ):
        write(folder / f"{name}.csv", ORGANISATION, content)
    return {row["code"] for row in practices}


def write_members(data: Path, out: Path, known: set[str]) -> None:
    write(out / "memberships.csv", MEMBERSHIP, found_in.memberships(data, known))


def write_sites(data: Path, out: Path, known: set[str]) -> None:
    sites = list(found_in.hospitals(data))
    owners = {row["code"]: row["organisation"] for row in sites}
    write(out / "sites/hospitals.csv", SITE, sites)
    write(out / "sites/branch_surgeries.csv", SITE, found_in.branches(data, known))
    departments = found_in.emergency_departments(data, owners)
    write(out / "services/emergency_departments.csv", SERVICE, departments)


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
