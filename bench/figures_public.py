"""How long the public pages take: `python -m bench.figures_public` in the environment of a home with a release."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

BUDGET = 200  # milliseconds, the 95th of a hundred
PAGES = ("", "places/", "releases/", "releases/1/", "charts/", "dictionary/", "feed.atom", "search/?q=beds")


def main() -> None:
    """Print the median, the 95th percentile and the slowest of all pages, drawn anew and drawn before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
    from toldonce.project import cli, configuration
    from toldonce.project.embedded import Server, running

    with running(Server(Path(configuration.home()))):
        cli._prepare()
        _measure()


def _measure() -> None:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.get("/published/")
    addresses = list(_addresses())
    for words in ("drawn anew", "drawn before"):
        taken = {address: _taken(client, address) for address in addresses}
        slowest = max(taken, key=lambda address: taken[address])
        ordered = sorted(taken.values())
        p95 = ordered[int(len(ordered) * 0.95)]
        print(
            f"{len(taken)} pages {words}: p50 {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms (budget {BUDGET}), "
            f"slowest {taken[slowest]:.0f} ms {slowest}"
        )


def _addresses() -> Iterator[str]:
    from toldonce.figures.publication import reading
    from toldonce.web.public.themes import THEMES, of_theme

    standing = reading.standing()
    yield from PAGES
    yield from (f"themes/{theme.slug}/" for theme in THEMES if of_theme(theme.slug, standing))
    yield from (
        f"places/{code}/" for code in list(reading.places([each.release_id for each in standing]))[:40]
    )
    for each in standing:
        for series in reading.series_of(each)[:4]:
            yield f"indicators/{each.code}/?{urlencode({'place': series.place, 'part': series.part})}"


def _taken(client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(f"/published/{address}")
    assert answer.status_code == 200, (address, answer.status_code)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
