"""The themes under which a resident finds indicators, in the order of the front page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toldonce.figures.publication.models import ReleasedIndicator


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme in plain words: what it is called, and what it is about."""

    slug: str
    name: str
    about: str


THEMES = (
    Theme("constitution", "How long people wait", "The waiting times that the NHS Constitution promises."),
    Theme("quality_safety", "Quality and safety", "Whether care is safe, and what it was like for people."),
    Theme("activity", "How busy services are", "People seen, beds used, referrals made."),
    Theme("better_care", "Health and social care together", "The measures of the Better Care Fund."),
    Theme("outcome", "Longer and better lives", "What the partnership set out to change for people."),
    Theme("population", "Health of the population", "Who lives here, and how healthy they are."),
    Theme("must_do", "National priorities", "What NHS England asks of every area."),
    Theme("quality_premium", "Quality premium", "What the national quality premium rewarded."),
    Theme("carbon", "Carbon", "What care costs the climate."),
    Theme("other", "Everything else", "Indicators that belong to no theme."),
)
BY_SLUG = {theme.slug: theme for theme in THEMES}


def of_theme(slug: str, indicators: Iterable[ReleasedIndicator]) -> list[ReleasedIndicator]:
    """Those indicators that belong to a theme; a theme such as `must_do:4` belongs to `must_do`."""
    return [each for each in indicators if slug in slugs(each)]


def slugs(indicator: ReleasedIndicator) -> set[str]:
    """The themes of an indicator; `other` where it has none that we know."""
    return {said.partition(":")[0] for said in indicator.themes} & BY_SLUG.keys() or {"other"}
