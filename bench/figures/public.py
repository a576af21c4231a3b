"""How long the public pages take, asked for once and again: the last part of `bench.figures.pages`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from bench.measured import Measured

ABOUT = "Pages of the public"
BUDGET = 200.0  # milliseconds, the 95th of a hundred
PAGES = ("", "places/", "releases/", "releases/1/", "charts/", "dictionary/", "feed.atom", "search/?q=beds")


def measured() -> Iterator[Measured]:
    """Release what came by public files, then the 95th percentile of all pages, drawn anew and drawn before."""
    from django.conf import settings
    from django.test import Client

    _release()
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.get("/published/")
    addresses = list(_addresses())
    for words in ("drawn anew", "drawn before"):
        taken = {address: _taken(client, address) for address in addresses}
        slowest = max(taken, key=lambda address: taken[address])
        ordered = sorted(taken.values())
        more = f"p50 {statistics.median(ordered):.0f} ms; slowest {taken[slowest]:.0f} ms, {slowest}"
        p95 = ordered[int(len(ordered) * 0.95)]
        yield Measured(ABOUT, f"{len(taken)} pages {words}, p95", p95, "ms", BUDGET, more)


def _release() -> None:
    """Release what the demonstration releases: each indicator whose figures all came by public files."""
    from toldonce.figures.publication import reader
    from toldonce.project.publishing import publish_first

    reader.ensure()
    if publish_first() is None:
        raise SystemExit(
            "nothing was released: there are no two planners, or no figure came by a public file"
        )


def _addresses() -> Iterator[str]:
    from toldonce.figures.publication import reading
    from toldonce.figures.themes import FOR_RESIDENTS, of_theme

    standing = reading.standing()
    yield from PAGES
    yield from (f"themes/{theme.slug}/" for theme in FOR_RESIDENTS if of_theme(theme.slug, standing))
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
