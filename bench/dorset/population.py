"""The marginals from which an invented population is drawn."""

import csv
from collections import defaultdict
from pathlib import Path

from bench.dorset.organisations import allocations
from bench.dorset.tables import number, rows, write

LISTS = "practice list_january_2021 list_2022 male_share_2020 mean_age_2020 18_and_over_2020 65_and_over_2020"


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
