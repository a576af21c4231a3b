"""The themes of indicators: what each is called before a board and before a resident, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar


class Themed(Protocol):
    """An indicator as it is kept or as it was released: its themes, such as `must_do:4` for the fourth must-do."""

    @property
    def name(self) -> Any: ...

    @property
    def themes(self) -> Any: ...


AnIndicator = TypeVar("AnIndicator", bound=Themed)


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its title for a board, its name in plain words for a resident, and what it is about."""

    slug: str
    title: str
    name: str
    about: str


THEMES = (
    Theme(
        "constitution", "NHS Constitution standards", "How long people wait",
        "The waiting times that the NHS Constitution promises.",
    ),
    Theme("must_do", "The nine must-dos", "National priorities", "What NHS England asks of every area."),
    Theme(
        "outcome", "Outcome ambitions", "Longer and better lives",
        "What the partnership set out to change for people.",
    ),
    Theme(
        "quality_premium", "Quality premium", "Quality premium", "What the national quality premium rewarded."
    ),
    Theme(
        "better_care", "Better Care Fund", "Health and social care together",
        "The measures of the Better Care Fund.",
    ),
    Theme(
        "quality_safety", "Quality and safety", "Quality and safety",
        "Whether care is safe, and what it was like for people.",
    ),
    Theme("carbon", "Carbon", "Carbon", "What care costs the climate."),
    Theme("activity", "Activity", "How busy services are", "People seen, beds used, referrals made."),
    Theme(
        "population", "Population", "Health of the population", "Who lives here, and how healthy they are."
    ),
)  # fmt: skip
OTHER = Theme("other", "Other", "Everything else", "Indicators that belong to no theme.")
BY_SLUG = {theme.slug: theme for theme in (*THEMES, OTHER)}
KNOWN = tuple(theme.slug for theme in THEMES)
FOR_RESIDENTS = tuple(
    BY_SLUG[slug]
    for slug in (
        "constitution", "quality_safety", "activity", "better_care", "outcome", "population", "must_do",
        "quality_premium", "carbon", "other",
    )
)  # fmt: skip


def slugs(indicator: Themed) -> set[str]:
    """The themes of an indicator; `other` where it has none that we know."""
    return {_theme(said) for said in indicator.themes} & set(KNOWN) or {OTHER.slug}


def of_theme(slug: str, indicators: Iterable[AnIndicator]) -> list[AnIndicator]:
    """Those indicators that belong to a theme; one of `must_do:4` belongs to `must_do`."""
    return [each for each in indicators if slug in slugs(each)]


def number_in(indicator: Themed, slug: str) -> str:
    """The number of an indicator in the list of a theme, such as 4 for the fourth must-do; "" where it has none."""
    return next((said.partition(":")[2] for said in indicator.themes if _theme(said) == slug), "")


def by_theme(indicators: Sequence[AnIndicator]) -> list[tuple[Theme, list[AnIndicator]]]:
    """Each theme that has any with its indicators, numbered ones first; one of several themes stands in each."""
    told = ((theme, of_theme(theme.slug, indicators)) for theme in (*THEMES, OTHER))
    return [(theme, sorted(those, key=_order(theme.slug))) for theme, those in told if those]


def _order(slug: str) -> Callable[[Themed], tuple[str, str]]:
    return lambda each: (number_in(each, slug) or "~", each.name)


def _theme(said: str) -> str:
    return said.partition(":")[0]
