"""The definitions that a place brings as YAML: indicators, places of figures, successions, standards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models

from toldonce.exchange.files.values import CONTROL
from toldonce.figures.derivations import derivation_of
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.models import FigurePlace, Indicator, Standard, Succession
from toldonce.figures.themes import KNOWN

EDITABLE = (
    "name", "definition", "owner", "unit", "good", "every", "numerator", "denominator", "source", "method", "caveat",
    "review", "checker", "themes", "derived", "at_a_moment",
)  # fmt: skip


def indicators(folder: Path) -> list[Indicator]:
    """The indicators that a place defines, not saved; raises FiguresRefused with the code and the field."""
    return [_indicator(told) for told in _listed(folder / "indicators.yaml")]


def figure_places(folder: Path) -> list[FigurePlace]:
    """The places of figures that the directory does not have."""
    return [checked(FigurePlace(**told), told["code"]) for told in _listed(folder / "places.yaml", "places")]


def successions(folder: Path) -> list[Succession]:
    """Which place of figures followed which, and when."""
    return [
        checked(Succession(**told), f"{told['before']} to {told['after']}")
        for told in _listed(folder / "places.yaml", "successions")
    ]


def standards(folder: Path, known: dict[str, Indicator]) -> Iterator[Standard]:
    """The dated standards, targets and trajectories of a place; raises FiguresRefused."""
    for told in _listed(folder / "standards.yaml"):
        code = told.pop("indicator")
        if code not in known:
            raise FiguresRefused(f"standards.yaml: there is no indicator {code}.")
        yield checked(Standard(indicator=known[code], **told), f"{code} from {told.get('since')}")


def check(indicator: Indicator) -> Indicator:
    """An indicator whose every field can stand; raises FiguresRefused."""
    unknown = sorted({theme.partition(":")[0] for theme in indicator.themes} - set(KNOWN))
    if unknown:
        raise FiguresRefused(
            f"{indicator.code}: {', '.join(unknown)} is no theme: there are {', '.join(KNOWN)}."
        )
    if indicator.derived:
        derivation_of(indicator)
    return checked(indicator, indicator.code)


def _indicator(told: dict[str, Any]) -> Indicator:
    unknown = sorted(told.keys() - {"code", *EDITABLE})
    if unknown:
        raise FiguresRefused(f"{told.get('code')}: an indicator has no {', '.join(unknown)}.")
    return check(Indicator(**told))


def checked(row: Any, name: str) -> Any:
    """A row whose every field can stand; raises FiguresRefused."""
    for field, words in vars(row).items():
        if isinstance(words, str) and CONTROL.search(words):
            raise FiguresRefused(f"{name} cannot stand: {field} holds a character that no text has.")
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as trouble:
        said = "; ".join(f"{field}: {' '.join(why)}" for field, why in trouble.message_dict.items())
        raise FiguresRefused(f"{name} cannot stand: {said}") from trouble
    return row


def _listed(path: Path, under: str = "") -> list[dict[str, Any]]:
    """The maps of a YAML file; a file that is not there says nothing."""
    if not path.exists():
        return []
    try:
        told = yaml.safe_load(path.read_text("utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as trouble:
        raise FiguresRefused(f"{path.name} is not YAML: {' '.join(str(trouble).split())[:200]}") from trouble
    told = told.get(under, []) if under and isinstance(told, dict) else told
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise FiguresRefused(f"{path.name} should hold a list of maps.")
    return [dict(each) for each in told]


def as_told(value: Any) -> Any:
    """A field of an indicator as its history keeps it."""
    return f"{value}" if isinstance(value, date | models.TextChoices) else value
