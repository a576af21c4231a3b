"""What the file book.yaml says about a book, each word of it checked: title, year, source, who must sign."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.kinds import FinancialYear, NotUnderstood

SAYS = {"title": "", "year": None, "source": "", "about": "", "invented": False, "parties": []}
TEXTS = ("title", "source", "about")
PARTY = {"party": 24, "capacity": 200, "post": 200}  # how many letters each may have


def about(folder: Path) -> dict[str, Any]:
    """What is said about the book of a folder. Raises BookRefused."""
    file = f"{folder.name}/book.yaml"
    told = _read(folder / "book.yaml", file)
    if unknown := sorted(f"{name}" for name in told.keys() - SAYS.keys() - {"kind"}):
        raise BookRefused(f"{file}: {', '.join(unknown)} says nothing: it may say {', '.join(SAYS)}.")
    if told.get("kind", folder.parent.name) != folder.parent.name:
        raise BookRefused(f"{file}: says that it is a {told['kind']}, and lies among {folder.parent.name}.")
    said = {name: default if told.get(name) is None else told[name] for name, default in SAYS.items()}
    for name in TEXTS:
        if not isinstance(said[name], str):
            raise BookRefused(f"{file}: {name}: “{said[name]}” is no text: write it in quotation marks.")
    if not said["title"]:
        raise BookRefused(f"{file}: give the plan a title by which people find it.")
    if not said["source"]:
        raise BookRefused(f"{file}: say its source: a plan without one cannot be answered for.")
    if not isinstance(said["invented"], bool):
        raise BookRefused(f"{file}: invented: “{said['invented']}” is neither true nor false.")
    return {**said, "year": _year(file, said["year"]), "parties": _parties(file, said["parties"])}


def _read(path: Path, file: str) -> Mapping[str, Any]:
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (UnicodeDecodeError, yaml.YAMLError) as trouble:
        raise BookRefused(f"{file}: cannot be read as YAML in UTF-8: {_in_one_line(trouble)}") from trouble
    if not isinstance(told, dict):
        raise BookRefused(f"{file}: says no names with their values, such as “title: The plan”.")
    return told


def _in_one_line(trouble: Exception) -> str:
    return " ".join(f"{trouble}".split())


def _year(file: str, said: Any) -> int | None:
    """The year in which the financial year begins, told as 2019 or as 2019/20."""
    is_number = isinstance(said, int) and not isinstance(said, bool)
    words = f"{said}/{(said + 1) % 100:02}" if is_number else f"{'' if said is None else said}"
    try:
        year = FinancialYear().read(words)
    except NotUnderstood as trouble:
        raise BookRefused(f"{file}: year: {trouble}") from trouble
    return year if isinstance(year, int) else None


def _parties(file: str, said: Any) -> list[dict[str, str]]:
    """Who must sign: each with the code of an organisation, a capacity, and the title of a post where it is another."""
    for each in said if isinstance(said, list) else [said]:
        if not isinstance(each, dict) or not _is_party(each):
            raise BookRefused(
                f"{file}: parties: “{each}” is nobody who signs: say of each the party (the code of an organisation) "
                "and the capacity, each as text, and the post where its title is another."
            )
    return list(said)


def _is_party(each: Mapping[str, Any]) -> bool:
    texts = all(
        name in PARTY and isinstance(words, str) and 0 < len(words.strip()) <= PARTY[name]
        for name, words in each.items()
    )
    return texts and {"party", "capacity"} <= each.keys()
