"""Playing a day of the rehearsal: its messages, files, letters and requests, each at its minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
from django.db import transaction

from toldonce.directory import actions as directory
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Token
from toldonce.directory.queries import organisation
from toldonce.exchange.hl7v2.actions import move_feed, set_up_feed
from toldonce.exchange.hl7v2.models import Feed, FeedState
from toldonce.ledger import actions as ledger
from toldonce.project import configuration
from toldonce.project.errors import BadInput
from toldonce.project.stage import Door, Stage, Told
from toldonce.rehearsal.day import asked, hl7v2
from toldonce.rehearsal.day.cast import Player, cast
from toldonce.rehearsal.day.doing import Doing
from toldonce.rehearsal.day.doings import doings
from toldonce.rehearsal.day.posted import envelope
from toldonce.rehearsal.day.sheets import Sheet, sheets
from toldonce.rehearsal.scene import Scene

HERE = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
DAWN = 5  # the hour before which nobody asks anything, so that no answer is told without its question
POSTED = "posted"  # the doing that is a letter and no message
SCOPES = ("system/ServiceRequest.write", "system/Task.write")
DAYS_OF_A_TOKEN = 365  # a demonstration may stand for long
NAMES = {
    hl7v2.PATIENTS: "Patient administration",
    hl7v2.LABORATORY: "Laboratory",
    hl7v2.LETTERS: "Letters",
}


def rehearsed() -> dict:
    """What was rehearsed here: people, seed and last day; refused where nothing was."""
    path = settings_file()
    if not path.exists():
        raise BadInput("nobody was invented here, so nothing can happen to them: `toldonce rehearse` first.")
    return orjson.loads(path.read_bytes())


def settings_file() -> Path:
    """Where the arguments of the rehearsal are kept, so that the same people can be played."""
    return configuration.home() / "rehearsal" / "settings.json"


def company() -> tuple[Scene, list[Player]]:
    """The people who were rehearsed here, as the systems know them."""
    asked = rehearsed()
    until = date.fromisoformat(asked["until"]).toordinal()
    return cast(configuration.place(), people=asked["people"], seed=asked["seed"], until=until)


def open_feeds(players: list[Player]) -> int:
    """Set up and make live the feeds by which the systems of the rehearsal tell; returns how many were new."""
    made = 0
    for application, trust in hl7v2.systems(players):
        code = f"{trust}-{application}".lower()
        if not Feed.objects.filter(code=code).exists():
            name = f"{NAMES[application]} of {trust} (rehearsal: everybody in it is invented)"
            said = {"name": name, "application": application, "facility": trust}
            move_feed(
                by=SYSTEM,
                feed=set_up_feed(by=SYSTEM, code=code, source=trust, said=said),
                state=FeedState.LIVE,
            )
            made += 1
    return made


@transaction.atomic
def open_clients(codes: Sequence[str]) -> dict[str, str]:
    """A fresh token for the system of each organisation that asks by the FHIR API, the earlier ones revoked."""
    return {code: _token(f"Rehearsal of {code} (invented)", code) for code in codes}


def _token(name: str, code: str) -> str:
    for earlier in Token.objects.filter(name=name, revoked=None):
        directory.revoke_token(by=SYSTEM, token=earlier)
    _, secret = directory.create_token(
        by=SYSTEM, name=name, scopes=SCOPES, organisation=organisation(code), days=DAYS_OF_A_TOKEN
    )
    ledger.write(by=SYSTEM, act="token.create", subject=name, detail={"scopes": list(SCOPES)})
    return secret


def told_on(scene: Scene, players: list[Player], day: date) -> list[Told]:
    """Everything that is told on a day, in order."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=HERE)
    ordinal = day.toordinal()
    told = [_written(midnight, sheet) for sheet in sheets(players, ordinal)]
    for number, doing in enumerate(doings(scene, players, ordinal), 1):
        at = midnight + timedelta(minutes=doing.minute)
        told.append(
            _posted(at, doing, ordinal) if doing.what == POSTED else _sent(at, doing, ordinal, number)
        )
    told += [_asked(midnight, each) for each in asked.asked(scene, players, ordinal)]
    return sorted(told, key=lambda each: each.at)


def _written(midnight: datetime, sheet: Sheet) -> Told:
    where = f"{sheet.source}/{sheet.mapping}/{sheet.name}"
    return Told(midnight + timedelta(minutes=sheet.minute), Door.INBOX, where, sheet.body)


def _sent(at: datetime, doing: Doing, day: int, number: int) -> Told:
    sender = f"{doing.player.trust} {hl7v2.application_of(doing)}"
    return Told(at, Door.WIRE, sender, hl7v2.message(doing, day, number))


def _posted(at: datetime, doing: Doing, day: int) -> Told:
    made = envelope(doing, day)
    return Told(at, Door.MAILBOX, made.name, made.body, control=made.control)


def _asked(midnight: datetime, each: asked.Asked) -> Told:
    name = f"{each.resource['resourceType']}/{each.resource['id']}"
    at = midnight + timedelta(minutes=each.minute)
    return Told(at, Door.API, name, orjson.dumps(each.resource), by=each.organisation, after=each.after)


@dataclass(slots=True)
class Pace:
    """How time goes on the stage: so many times as fast as outside."""

    speed: float
    begins: datetime
    never_ahead: bool
    started: float = field(default_factory=time.monotonic)

    def wait_for(self, at: datetime) -> None:
        """Wait until the time of the stage has come, and, where it is not to run ahead, the time outside as well."""
        due = self.started + (at - self.begins).total_seconds() / self.speed
        ahead = (at - datetime.now(UTC)).total_seconds() if self.never_ahead else 0.0
        time.sleep(max(0.0, due - time.monotonic(), ahead))


def play(
    *, speed: float, day: date | None, stage: Stage, progress: Callable[[Stage, datetime], None]
) -> None:
    """Play one day whole, or a day and more up to now and then on at the pace of life until it is interrupted."""
    scene, players = company()
    open_feeds(players)
    stage.tokens = open_clients(asked.clients(scene, players))
    begins = datetime(day.year, day.month, day.day, tzinfo=HERE) if day else datetime.now(HERE)
    if day is None and speed > 1:
        begins = dawn_before(begins)
    pace = Pace(speed, begins, never_ahead=day is None)
    for each in _from(scene, players, begins, only=day):
        pace.wait_for(each.at)
        stage.tell(each)
        progress(stage, each.at)


def dawn_before(now: datetime) -> datetime:
    """The dawn from which a whole day is over by now, so that what happens once a day is told whenever one looks."""
    begins = (now - DAY).replace(hour=DAWN, minute=0, second=0, microsecond=0)
    return begins if begins <= now - DAY else begins - DAY


def _from(scene: Scene, players: list[Player], begins: datetime, only: date | None) -> Iterator[Told]:
    day = only or begins.astimezone(HERE).date()
    while True:
        yield from (each for each in told_on(scene, players, day) if each.at >= begins)
        if only:
            return
        day += DAY
