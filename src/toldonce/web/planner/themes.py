"""The themes by which indicators are shown, in the order of the board's page."""

from __future__ import annotations

from collections.abc import Iterable

from toldonce.figures.models import Indicator

THEMES = {
    "constitution": "NHS Constitution standards",
    "must_do": "The nine must-dos",
    "outcome": "Outcome ambitions",
    "quality_premium": "Quality premium",
    "better_care": "Better Care Fund",
    "quality_safety": "Quality and safety",
    "carbon": "Carbon",
    "activity": "Activity",
    "population": "Population",
}


def number_in(indicator: Indicator, theme: str) -> str:
    """The number of an indicator in the list of a theme, such as 4 for the fourth must-do; "" where it has none."""
    return next((said.partition(":")[2] for said in indicator.themes if _theme(said) == theme), "")


def by_theme(found: Iterable[Indicator]) -> list[tuple[str, str, list[Indicator]]]:
    """Theme, its title and its indicators, numbered ones first; one of several themes stands in each."""
    rows = list(found)
    told = [
        (theme, title, [each for each in rows if theme in map(_theme, each.themes)])
        for theme, title in THEMES.items()
    ]
    told.append(("other", "Other", [each for each in rows if not each.themes]))
    return [(theme, title, sorted(those, key=_order(theme))) for theme, title, those in told if those]


def _theme(said: str) -> str:
    return said.partition(":")[0]


def _order(theme: str):
    return lambda each: (number_in(each, theme) or "~", each.name)
