"""Work a workforce plan out, and ask for its pages over the wire: `python -m bench.steering_workforce [SECONDS]`.

The plan is the one that the place ships. The engine is measured alone (as expected; 1,000 and 10,000 draws; a scenario);
pages are asked for one after another as one reader does, first when nothing is worked out yet, then again and again.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.figures_pages import BUDGET, SECONDS, _free_port, _serving, _signed_in

PLAN = "/plans/workforce/looking-forwards/"
PAGES = (
    "outlook/",
    "scenarios/",
    "cost/",
    "what-if/?scenario=Fifty+more+nurse+apprentices+a+year",
    "sheets/staff/",
)
TIMES = 5


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    folder = Path(tempfile.mkdtemp(prefix="toldonce-bench-"))
    folder.chmod(0o755)
    os.environ |= {
        "TOLDONCE_HOME": str(folder / "home"),
        "TOLDONCE_DEMO": "1",
        "TOLDONCE_PORT": str(_free_port()),
        "TOLDONCE_MLLP_PORT": "0",
        "DJANGO_SETTINGS_MODULE": "toldonce.project.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    try:
        _measured(Path(os.environ["TOLDONCE_HOME"]), seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(home: Path, seconds: float) -> None:
    import django

    from toldonce.project.embedded import Server, running

    django.setup()
    with running(Server(home)):
        from django.core.management import call_command

        from toldonce.project import configuration, installing

        call_command("migrate", interactive=False, verbosity=0)
        installing.load_place(configuration.place())
        installing.load_personas(configuration.place())
        installing.load_plans(configuration.place() / "plans")
        _engine()
        with _serving():
            _ask(seconds)


def _engine() -> None:
    from toldonce.steering.plans.workforce.book import WORKFORCE
    from toldonce.steering.plans.workforce.chance import drawn
    from toldonce.steering.plans.workforce.merging import merged
    from toldonce.steering.plans.workforce.outcome import outcome
    from toldonce.steering.plans.workforce.projecting import fte_of
    from toldonce.steering.plans.workforce.reading import changes_of, plan_of
    from toldonce.steering.plans.workforce.scenarios import compared
    from toldonce.steering.sheets.queries import opened

    book = opened(WORKFORCE, "looking-forwards")
    plan, small = plan_of(book.contents), merged(plan_of(book.contents))
    print(f"{sum(map(len, book.contents.values()))} rows, {len(plan.roles)} roles, {len(plan.years)} years")
    _time("the book opened and checked", lambda: opened(WORKFORCE, "looking-forwards"))
    _time("its check alone", lambda: WORKFORCE.check(book.contents))
    _time(
        "read and worked out as expected",
        lambda: outcome(replace(plan_of(book.contents), seed=time.time_ns())),
    )
    _time("1,000 draws", lambda: fte_of(small, drawn(small, 1_000)))
    _time("10,000 draws", lambda: fte_of(small, drawn(small, 10_000)))
    changes = changes_of(book.contents, "Train 452 nursing associates")
    _time("a scenario compared", lambda: compared(replace(plan, seed=time.time_ns()), "", "", changes))


def _time(what: str, do: Callable[[], object]) -> None:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1000)
    print(f"{what:<36} median {sorted(took)[TIMES // 2]:7.1f} ms  worst {max(took):7.1f} ms")


def _ask(seconds: float) -> None:
    from bench.requests import get, measure

    cookie = _signed_in()
    for page in PAGES:
        asked, port = get(PLAN + page, cookie=cookie), int(os.environ["TOLDONCE_PORT"])
        first = measure(port, [asked], connections=1, seconds=0.01)
        took = measure(port, [asked], connections=1, seconds=seconds)
        verdict = "" if took.p95 <= BUDGET else "  over the budget"
        print(
            f"{page[:36]:<36} first {first.p50:5.0f} ms  p50 {took.p50:5.0f} ms  p95 {took.p95:5.0f} ms  "
            f"(budget {BUDGET:g}){verdict}{'  ' + took.first_error if took.errors else ''}"
        )


if __name__ == "__main__":
    main()
