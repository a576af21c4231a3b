"""Reading and writing of tables, and the small changes that make a public file readable."""

import csv
from collections.abc import Iterable
from pathlib import Path

EXPANDED = {"PRACT": "Practice", "MED": "Medical", "CTR": "Centre", "CTR.": "Centre", "RD": "Road"}
KEPT = {"PCN", "NHS", "GP", "HQ", "BCP"}
SMALL_WORDS = {"AND", "OF", "THE"}


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
