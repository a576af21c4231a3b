"""The pages that a resident reads: what was released, found by theme, by place, by word."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from toldonce.figures.publication import reading
from toldonce.figures.publication.models import ReleasedIndicator
from toldonce.figures.themes import BY_SLUG, FOR_RESIDENTS, of_theme
from toldonce.web.public import shown
from toldonce.web.public.answers import for_everybody, not_found, page


@for_everybody
def front(request: HttpRequest) -> HttpResponse:
    """What is here, for somebody who comes for the first time."""
    standing = reading.standing()
    themes = [(theme, len(of_theme(theme.slug, standing))) for theme in FOR_RESIDENTS]
    found = reading.releases()
    return page(
        "front.html",
        themes=[(theme, count) for theme, count in themes if count],
        indicators=len(standing),
        places=len(shown.places_of(standing)),
        releases=found[:3],
    )


@for_everybody
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The indicators of one theme."""
    found = of_theme(slug, reading.standing()) if slug in BY_SLUG else []
    if not found:
        return not_found()
    return page("theme.html", theme=BY_SLUG[slug], rows=shown.rows_of(found))


@for_everybody
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator for one place: its chart, its words, and how it was counted."""
    found = reading.indicator(code)
    if found is None:
        return not_found()
    view = shown.series(found, request.GET.get("place", ""), request.GET.get("part", ""))
    return page("indicator.html", view=view) if view else not_found()


@for_everybody
def places(request: HttpRequest) -> HttpResponse:
    """Every place for which figures were released."""
    return page("places.html", kinds=shown.places_by_kind(reading.standing()))


@for_everybody
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that was released for one place, with its last figures."""
    standing = reading.standing()
    found = shown.places_of(standing).get(code)
    if found is None:
        return not_found()
    return page("place.html", place=found, themes=shown.themes_at(found, standing))


@for_everybody
def search(request: HttpRequest) -> HttpResponse:
    """Indicators and places whose words hold what was asked for."""
    words = request.GET.get("q", "")[:100].strip()
    standing = reading.standing()
    found = reading.holding(words, standing) if words else []
    places = shown.places_holding(words, standing) if words else []
    return page("search.html", words=words, rows=shown.rows_of(found), places=places)


@for_everybody
def releases(request: HttpRequest) -> HttpResponse:
    """Every release, newest first."""
    return page("releases.html", releases=reading.releases())


@for_everybody
def release(request: HttpRequest, number: int) -> HttpResponse:
    """One release: why it was made, what it holds, and what became of it."""
    found = reading.release(number)
    if found is None:
        return not_found()
    held: list[ReleasedIndicator] = reading.released(number)
    return page("release.html", release=found, indicators=held, sources=reading.sources(number).values())


@for_everybody
def charts(request: HttpRequest) -> HttpResponse:
    """How to read a chart."""
    return page("charts.html", samples=shown.samples())


@for_everybody
def dictionary(request: HttpRequest) -> HttpResponse:
    """What each column of the downloads means, and each indicator's definition."""
    return page("dictionary.html", columns=shown.columns(), indicators=reading.standing())


@for_everybody
def nothing(request: HttpRequest) -> HttpResponse:
    """Any other address."""
    return not_found()
