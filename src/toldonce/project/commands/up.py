"""Start everything: the database, the place, in the demonstration its people, then web and worker, until Ctrl-C.

What is there already is used again, so a second start takes seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import time
import urllib.request
from datetime import date

from toldonce.project import configuration, serving
from toldonce.project.embedded import Server, revive
from toldonce.project.errors import ServerTrouble

WARM = 4  # pages asked for before the address is announced


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=0, help="invent so many people if there is nobody yet")
    parser.add_argument("--seed", type=int, default=1, help="which invented people (1)")
    parser.add_argument(
        "--play",
        type=float,
        default=0.0,
        help="in the demonstration, let a whole day up to now happen again so many times as fast (not at all)",
    )
    parser.add_argument(
        "--until", type=date.fromisoformat, default=None, help="the last day of the calendar (today)"
    )


def run(arguments: argparse.Namespace) -> int:
    from toldonce.project import installing

    signal.signal(signal.SIGTERM, serving.as_interrupt)
    serving.check_port_is_free()
    if not installing.is_installed(configuration.place()):
        counts = installing.load_place(configuration.place())
        print(", ".join(f"{count:,} {what}" for what, count in counts.items()))
    _bring_in_figures()
    _bring_in_plans()
    if configuration.is_on("TOLDONCE_DEMO"):
        installing.load_personas(configuration.place())
        _publish_first()
    if arguments.people and not installing.has_people():
        installing.rehearse(
            people=arguments.people, seed=arguments.seed, until=arguments.until or date.today()
        )
    web = serving.web()
    receiver = serving.receiver()
    others = [*serving.workers(), *serving.live(), *receiver]
    _wait_until_it_answers(web)
    _greet()
    playing = [serving.player(arguments.play)] if receiver and _has_a_day_to_play(arguments) else []
    return serving.wait([web, *others], meanwhile=_keep_the_database_up, beside=playing)


def _publish_first() -> None:
    from toldonce.project.publishing import publish_first

    made = publish_first()
    if made:
        print(f"{made.cells:,} figures published as release {made.number}")


def _bring_in_figures() -> None:
    """Load the figures that the place ships and that are not here yet; what is wrong with them stops nothing else."""
    from toldonce.exchange.files.errors import FileTrouble
    from toldonce.figures.errors import FiguresError
    from toldonce.project import installing

    try:
        counts = installing.load_figures(configuration.place(), say=lambda line: print(line, flush=True))
    except (FiguresError, FileTrouble) as trouble:
        print(f"The figures of the place were not all loaded: {trouble}", flush=True)
        return
    if counts["files"]:
        print(f"{counts['figures']:,} figures from {counts['files']} files", flush=True)


def _bring_in_plans() -> None:
    """Open the plans that the place ships and that are not here yet; what is wrong with them stops nothing else."""
    from toldonce.project import installing
    from toldonce.steering.sheets.errors import SheetsError

    try:
        counts = installing.load_plans(configuration.place() / "plans")
    except SheetsError as trouble:
        print(f"The plans of the place were not loaded: {trouble}", flush=True)
        return
    if counts.get("opened"):
        print(f"{counts['opened']:,} plans opened", flush=True)


def _has_a_day_to_play(arguments: argparse.Namespace) -> bool:
    from toldonce.project.playing import settings_file

    return bool(arguments.play) and configuration.is_on("TOLDONCE_DEMO") and settings_file().exists()


def _keep_the_database_up() -> None:
    """Start the embedded server again if somebody killed it; a server of one's own is its operator's."""
    if configuration.value_of("DATABASE_URL"):
        return
    with contextlib.suppress(ServerTrouble):  # it may need a moment to let go: the next turn tries again
        if revive(Server(configuration.home())):
            print("The database had stopped; it is up again.", flush=True)


def _wait_until_it_answers(web) -> None:
    """Ask for pages until there are some; a few more let each worker read its templates before anybody waits."""
    answered = 0
    for _ in range(300):
        if web.poll() is not None or answered == WARM:
            return
        try:
            with urllib.request.urlopen(serving.address(), timeout=10):
                answered += 1
        except OSError:
            time.sleep(0.1)


def _greet() -> None:
    print(f"\nToldonce is at {serving.address()} (Ctrl-C stops it)")
    if not configuration.is_on("TOLDONCE_DEMO"):
        return
    from toldonce.directory.models import Post

    print("\nThe people are invented. Sign in as one of these personas:")
    for post in (
        Post.objects.filter(account__invented=True).select_related("account", "organisation").order_by("id")
    ):
        print(f"  {post.account.name}: {post.title or post.get_role_display()}, {post.organisation.name}")
    print(flush=True)
