"""Ask for the pages of figures over the wire, and tell how long they took: `python -m bench.figures.pages [SECONDS]`.

The place's ten years of published figures are loaded, and ten years of months are invented for every indicator that
has no figure yet, so that each of its pages is full. The server runs as `toldonce up` runs it; one reader asks for page
after page. Then everything that came by a public file is released, and the public pages are asked for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from bench.measured import Measured, home_of_its_own, size, tell
from bench.served import SECONDS, asked, of_a_demonstration, serving

ABOUT = "Pages of planners"
YEARS = 10
PAGES = {
    "the board's page": "/figures/?place={place}",
    "the board's page of a trust": "/figures/?place={trust}",
    "by organisation, the fullest theme": "/figures/compare/activity/?place={place}",
    "an indicator by month": "/figures/indicators/ae-within-four-hours/?place={trust}",
    "an indicator by day": "/figures/indicators/criteria-to-reside-not-met/?place={place}",
    "every day of an indicator": "/figures/indicators/criteria-to-reside-not-met/?place={place}&window=all",
    "an indicator as a P chart": "/figures/indicators/ae-within-four-hours/?place={trust}&chart=p",
    "peers with funnel": "/figures/indicators/ae-within-four-hours/peers/?place={place}",
    "by deprivation": "/figures/indicators/on-register/deprivation/?part=DM&groups=10",
    "what changed": "/figures/changes/?place={trust}",
    "the quarterly report": "/figures/reports/quarterly/2025-04/?place={trust}",
    "every indicator": "/figures/indicators/",
    "received files": "/figures/received/",
    "entering figures": "/figures/indicators/ae-within-four-hours/values/?place={trust}",
}


def main() -> None:
    tell(measured(size(SECONDS)))


def measured(seconds: float) -> Iterator[Measured]:
    """Ask for each page so many seconds, in a home of its own; then for the public pages."""
    from bench.figures import public

    with home_of_its_own(**of_a_demonstration()):
        print(f"{_prepare():,} figures", flush=True)
        place, trust = _places()
        pages = {what: address.format(place=place, trust=trust) for what, address in PAGES.items()}
        with serving():
            yield from asked(ABOUT, pages, seconds)
        yield from public.measured()


def _prepare() -> int:
    from toldonce.figures.models import Figure, Indicator
    from toldonce.project import configuration, installing

    installing.load_place(configuration.place())
    installing.load_personas(configuration.place())
    installing.load_figures(configuration.place())
    numbers = random.Random(1)
    for indicator in Indicator.objects.filter(figures=None):
        for place in _places():
            Figure.objects.bulk_create(
                Figure(
                    indicator=indicator, place=place, period=date(2015 + month // 12, month % 12 + 1, 1), revision=1,
                    value=round(numbers.gauss(80, 4), 2), as_at=date(2025, 1, 1), confirmed=date(2025, 1, 1),
                )
                for month in range(0, 12 * YEARS, 12 if indicator.every.endswith("year") else 1)
            )  # fmt: skip
    return Figure.objects.count()


def _places() -> tuple[str, str]:
    """The board of the place and its trust with most figures."""
    from django.db.models import Count

    from toldonce.directory.models import Organisation
    from toldonce.figures.models import Figure

    board = Organisation.objects.filter(kind="board").values_list("code", flat=True)[0]
    trusts = Organisation.objects.filter(kind="acute_trust").values_list("code", flat=True)
    counted = (
        Figure.objects.filter(place__in=trusts)
        .values("place")
        .annotate(indicators=Count("indicator", distinct=True))
    )
    return board, max(counted, key=lambda each: each["indicators"])["place"]


if __name__ == "__main__":
    main()
