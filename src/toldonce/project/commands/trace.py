"""Ask the national demographics service about source patients without an NHS number.

Each answer is kept when it comes, so that a run that is stopped goes on where it was; nobody is asked about again
within `--again-after` days. Sources' own Patients stay as they are:
who is found joins the person who carries the number.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from datetime import timedelta
from itertools import islice

from toldonce.project import configuration
from toldonce.project.errors import BadInput, NotWhole


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=1000, help="how many to ask about (1000)")
    parser.add_argument("--rate", type=float, default=5.0, help="how many to ask about in a second (5)")
    parser.add_argument(
        "--again-after", type=int, default=90, metavar="DAYS", help="ask again after so long (90)"
    )
    parser.add_argument(
        "--unverified",
        action="store_true",
        help="check as well the numbers that their source has not verified",
    )


def run(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.traces.actions import ask_about_contradicted, join_traced, trace
    from toldonce.exchange.traces.due import due
    from toldonce.exchange.traces.errors import TraceTrouble

    if arguments.rate <= 0 or arguments.limit < 0:
        raise BadInput("--rate must be more than nought, and --limit not less.")
    service, answers = _service(), Counter()
    joined = join_traced(by=SYSTEM)
    ask_about_contradicted(by=SYSTEM)
    since = timezone.now() - timedelta(days=arguments.again_after)
    try:
        for patient in islice(due(since=since, unverified=arguments.unverified), arguments.limit):
            told = trace(by=SYSTEM, patient=patient, service=service)
            answers[told.get_answer_display()] += 1
            joined += told.joined is not None
            time.sleep(1 / arguments.rate)
    except TraceTrouble as trouble:
        _tell(answers, joined)
        raise NotWhole(str(trouble)) from trouble
    _tell(answers, joined)
    return 0


def _service():
    from toldonce.exchange.traces.entrance import Access
    from toldonce.exchange.traces.questions import Service

    names = ("", "_TOKENS", "_API_KEY", "_KID", "_KEY", "_ORGANISATION")
    values = {f"TOLDONCE_PDS{name}": configuration.value_of(f"TOLDONCE_PDS{name}") for name in names}
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise BadInput(
            f"{', '.join(missing)} must say how the demographics service is reached: "
            "see docs/how-to/trace-people.md."
        )
    address, *others = values.values()
    return Service(Access(address.rstrip("/"), *others))


def _tell(answers: Counter, joined: int) -> None:
    for words, count in answers.most_common():
        print(f"{count:>7,}  {words}")
    print(f"{sum(answers.values()):,} asked about, {joined:,} joined to the person who carries the number.")
