"""Putting a place into the directory, and the directory's organisations where the wire can read them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
from django.db import connection, transaction

from toldonce.directory import places
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Place
from toldonce.figures import actions as figures
from toldonce.figures.receiving import actions as receiving
from toldonce.figures.shipped import shipped
from toldonce.ledger import actions as ledger
from toldonce.project import configuration
from toldonce.project.playing import settings_file
from toldonce.project.progress import Progress
from toldonce.record.loading.files import Piece
from toldonce.record.loading.load import Group, Stream, Summary, grouped, load_groups
from toldonce.record.projection import publish
from toldonce.rehearsal.tell import tell
from toldonce.steering.books import KINDS
from toldonce.steering.sheets.opening import actions as plans


@transaction.atomic
def load_place(folder: Path) -> dict[str, int]:
    """Load a place and publish its organisations and sites; loading it again changes only what differs."""
    counts = dict(places.load(folder))
    ledger.write(by=SYSTEM, act="place.load", subject=folder.name, detail=counts)
    counts["published on the wire"] = publish()
    return counts


@transaction.atomic
def load_personas(folder: Path) -> int:
    """Open the accounts of the place's personas, who are invented, and return how many there are."""
    accounts = places.load_personas(folder)
    ledger.write(by=SYSTEM, act="account.personas", subject=folder.name, detail={"accounts": len(accounts)})
    return len(accounts)


def load_figures(folder: Path, say: Callable[[str], None] = lambda line: None) -> dict[str, int]:
    """Bring in the indicators that a place defines and the files of figures that it ships; new ones only."""
    counts = figures.define(by=SYSTEM, folder=folder / "figures")
    ready = list(shipped(folder))
    found = {"files": 0, "figures": 0, "revised": 0}
    for number, (mapping, path) in enumerate(ready, 1):
        file = receiving.load(by=SYSTEM, path=path, mapping=mapping, derived=False)
        if file.is_new:
            say(f"figures: file {number} of {len(ready)}, {path.name}: {file.new:,}")
            found = {"files": found["files"] + 1, "figures": found["figures"] + file.new,
                     "revised": found["revised"] + file.revised}  # fmt: skip
    if found["files"]:
        say("figures: those that are made of others")
        found["derived"] = figures.derive(by=SYSTEM).new
    return counts | found


def load_plans(folder: Path) -> dict[str, int]:
    """Bring in the plans that a place ships; those that somebody has edited stay as they are."""
    return plans.load_books(by=SYSTEM, kinds=KINDS, folder=folder)


def is_installed(folder: Path) -> bool:
    """Tell whether a place was loaded since its folder last changed."""
    changed = max(path.stat().st_mtime for path in folder.rglob("*") if path.is_file())
    return Place.objects.filter(code=folder.name, loaded__gte=datetime.fromtimestamp(changed, UTC)).exists()


def has_people() -> bool:
    """Tell whether anybody is in the record."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from patient)")
        return cursor.fetchone()[0]


def rehearse(*, people: int, seed: int, until: date) -> Summary:
    """Invent people and load what their sources tell; the truth about them stays beside, in TOLDONCE_HOME."""
    place, progress = configuration.place(), Progress("inventing and loading")
    few = itertools.chain.from_iterable(
        batch.lines for batch in tell(place, people=60, seed=seed, until=until)
    )
    truth = configuration.home() / "rehearsal" / "truth.ndjson"
    summary = load_groups(
        _told(place, truth, people=people, seed=seed, until=until),
        samples=few,
        by=SYSTEM,
        quarantine=configuration.home() / "rehearsal" / "quarantine.ndjson",
        progress=progress,
    )
    progress.finish(summary)
    settings_file().write_bytes(orjson.dumps({"people": people, "seed": seed, "until": until.isoformat()}))
    return summary


def _told(place: Path, truth: Path, **what) -> Iterator[Group]:
    """Yield what the sources tell in groups, and write the truth down."""
    streams: dict[tuple[str, str], Stream] = {}
    truth.parent.mkdir(parents=True, exist_ok=True)
    with truth.open("wb") as file:
        for batch in tell(place, **what):
            stream = streams.setdefault(
                (batch.source, batch.feed), Stream(f"rehearsal of {batch.source}", batch.source, batch.feed)
            )
            for pieces in grouped(Piece(truth, 0, line) for line in batch.lines):
                yield Group(stream, pieces)
            file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in batch.truth)
