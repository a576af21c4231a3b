"""Practices with their weighted populations of two years, their networks and places, and the sums of every board."""

from collections.abc import Iterator
from pathlib import Path

from bench.dorset.tables import rows, spoken, write

BOARD = "QVV"
YEARS = {"2023/24": "2023_24", "2024/25": "2024_25"}
POPULATIONS = {
    "registered": "pop 2022/23",
    "overall": "Final WP",
    "general_acute": "G&A WP",
    "community": "CS WP",
    "mental_health": "MH WP",
    "maternity": "Mat WP",
    "inequalities": "Health Ineq WP",
    "prescribing": "Prescr WP",
    "primary_care": "Primary Medical Care WP",
    "primary_care_overall": "Final PMC WP",
}


def write_fair_shares(data: Path, folder: Path) -> None:
    """Write the sheets of the book; the amounts to be shared are written by hand."""
    lists = {year: _practices(data, part) for year, part in YEARS.items()}
    newest = lists[max(lists)]
    members = _members(data)
    write(folder / "weights.csv", ["year", "practice", *POPULATIONS], _weights(lists))
    write(folder / "practices.csv", "practice name network note", _named(newest, members))
    write(folder / "networks.csv", "network name place", _networks(newest, members))
    write(folder / "boards.csv", ["year", "board", "name", *POPULATIONS], _boards(data))


def _practices(data: Path, part: str) -> list[dict[str, str]]:
    path = data / f"finance_allocations/gp_weighted_populations_{part}_dorset.csv"
    return [row for row in rows(path) if row["ICS22"] == BOARD]


def _members(data: Path) -> dict[str, dict[str, str]]:
    """The membership of each practice: the one that goes on, or else the last."""
    found: dict[str, dict[str, str]] = {}
    for row in sorted(
        rows(data / "gp_practices/pcn_membership_11J.csv"),
        key=lambda row: (_ended(row) or "9", row["Practice to PCN Relationship Start Date"]),
    ):
        found[row["Partner Organisation Code"]] = row
    return found


def _ended(row: dict[str, str]) -> str:
    return row["Practice to PCN Relationship End Date"]


def _weights(lists: dict[str, list[dict[str, str]]]) -> Iterator[dict]:
    for year, practices in lists.items():
        for row in practices:
            people = {key: row[head] for key, head in POPULATIONS.items()}
            yield {"year": year, "practice": row["Practice_Code"], **people}


def _named(practices: list[dict[str, str]], members: dict[str, dict[str, str]]) -> Iterator[dict]:
    for row in practices:
        member = members[row["Practice_Code"]]
        ended = _ended(member)
        note = (
            f"Left its network on {ended[:4]}-{ended[4:6]}-{ended[6:]}: counted to its last." if ended else ""
        )
        yield {
            "practice": row["Practice_Code"],
            "name": row["GP_Practice_Name"],
            "network": member["PCN Code"],
            "note": note,
        }


def _networks(practices: list[dict[str, str]], members: dict[str, dict[str, str]]) -> Iterator[dict]:
    places = {members[row["Practice_Code"]]["PCN Code"]: row["UTLA21"] for row in practices}
    names = {row["PCN Code"]: row["PCN Name"] for row in members.values()}
    for code, place in places.items():
        yield {"network": code, "name": spoken(names[code]), "place": place}


def _boards(data: Path) -> Iterator[dict]:
    for row in rows(data / "finance_allocations/icb_weighted_population_totals_2024_25.csv"):
        people = {key: row[head] for key, head in POPULATIONS.items()}
        yield {"year": max(YEARS), "board": row["ICS22"], "name": row["ICS22name"], **people}
