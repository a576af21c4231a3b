"""Ask for the pages of figures over the wire, and tell how long they took: `python -m bench.figures.pages [SECONDS]`.

The place's ten years of published figures are loaded, and ten years of months are invented for every indicator that
has no figure yet, so that each of its pages is full. The server runs as `toldonce up` runs it; one reader asks for page
after page. Then everything that came by a public file is released, and the public pages are asked for.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from bench.figures.measured import Measured, home_of_its_own, size, tell

ABOUT = "Pages of planners"
BUDGET = 200.0  # milliseconds, of 95 answers in 100
SECONDS, READERS, YEARS = 6.0, 1, 10
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

    more = {"TOLDONCE_DEMO": "1", "TOLDONCE_PORT": str(free_port()), "TOLDONCE_MLLP_PORT": "0"}
    with home_of_its_own(**more):
        print(f"{_prepare():,} figures", flush=True)
        with serving():
            yield from _ask(seconds)
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


def _ask(seconds: float) -> Iterator[Measured]:
    from bench.requests import get, measure

    place, trust = _places()
    cookie = signed_in()
    for what, address in PAGES.items():
        asked = get(address.format(place=place, trust=trust), cookie=cookie)
        took = measure(int(os.environ["TOLDONCE_PORT"]), [asked], connections=READERS, seconds=seconds)
        more = f"p50 {took.p50:.0f} ms; {took.rate:.1f} a second; " + (took.first_error or "no errors")
        yield Measured(ABOUT, f"{what}, p95", took.p95, "ms", BUDGET, more)


def signed_in() -> str:
    """The cookie of a session of a planner, who opens all of these pages."""
    from django.test import Client

    from toldonce.directory.models import Post

    held = Post.objects.filter(role="planner").select_related("account")[0]
    browser = Client(SERVER_NAME="localhost")
    browser.post("/sign-in/", {"account": held.account.username})
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


@contextmanager
def serving() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "toldonce.project.cli", "web"], env=dict(os.environ))
    try:
        _wait()
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait() -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://localhost:{os.environ['TOLDONCE_PORT']}/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not come up")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
