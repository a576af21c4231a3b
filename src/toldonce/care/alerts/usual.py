"""What organisations of a kind are told unless they say otherwise: data, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from toldonce.care.alerts.kinds import KIND

TABLE = Path(__file__).parent / "usual.yaml"


@dataclass(frozen=True, slots=True)
class Usual:
    """One asking that every organisation of a kind has from the start."""

    slug: str
    whom: str
    role: str
    kinds: tuple[str, ...]
    from_others: bool


@cache
def usual_askings() -> dict[str, tuple[Usual, ...]]:
    """The usual askings by kind of organisation."""
    told = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {kind: tuple(map(_usual, rows)) for kind, rows in told.items()}


def _usual(row: dict) -> Usual:
    unknown = set(row["kinds"]) - set(KIND)
    if unknown:
        raise ValueError(f"usual.yaml names unknown kinds: {', '.join(sorted(unknown))}")
    return Usual(row["usual"], row["whom"], row["role"], tuple(row["kinds"]), row["from_others"])
