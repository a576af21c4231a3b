"""Playing a day of the rehearsal: its messages over MLLP and its files into the inbox, each at its minute."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from toldonce.directory.actors import SYSTEM
from toldonce.exchange.hl7v2.actions import move_feed, set_up_feed
from toldonce.exchange.hl7v2.models import Feed, FeedState
from toldonce.project import configuration
from toldonce.project.errors import BadInput, CommandTrouble
from toldonce.rehearsal.day import hl7v2
from toldonce.rehearsal.day.cast import Player, cast
from toldonce.rehearsal.day.doings import doings
from toldonce.rehearsal.day.sheets import Sheet, sheets
from toldonce.rehearsal.scene import Scene

HERE = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
PATIENCE = 60  # seconds to wait for a connection or an acknowledgement
START, END = b"\x0b", b"\x1c\r"
NAMES = {
    hl7v2.PATIENTS: "Patient administration",
    hl7v2.LABORATORY: "Laboratory",
    hl7v2.LETTERS: "Letters",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One message or one file, and when it is told; a file has the folders of the inbox in its name."""

    at: datetime
    body: bytes
    sender: str = ""
    file: str = ""


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


def told_on(scene: Scene, players: list[Player], day: date) -> Iterator[Told]:
    """Everything that is told on a day, in order."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=HERE)
    written = [_written(midnight, sheet) for sheet in sheets(players, day.toordinal())]
    for number, doing in enumerate(doings(scene, players, day.toordinal()), 1):
        at = midnight + timedelta(minutes=doing.minute)
        yield from (each for each in written if each.at <= at)
        written = [each for each in written if each.at > at]
        body = hl7v2.message(doing, day.toordinal(), number)
        yield Told(at, body, sender=f"{doing.player.trust} {hl7v2.application_of(doing)}")
    yield from written


def _written(midnight: datetime, sheet: Sheet) -> Told:
    where = f"{sheet.source}/{sheet.mapping}/{sheet.name}"
    return Told(midnight + timedelta(minutes=sheet.minute), sheet.body, file=where)


class Stage:
    """Where it is told: a connection for each system to the port of `toldonce listen`, and the inbox."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open: dict[str, socket.socket] = {}
        self.messages = self.files = 0

    def tell(self, told: Told) -> None:
        """Send a message and wait until it is acknowledged, or put a file into the inbox."""
        if told.file:
            self._put(told)
        else:
            self._send(told)

    def _send(self, told: Told) -> None:
        answer = self._answer(told)
        if b"|AA|" not in answer and b"|CA|" not in answer:
            raise CommandTrouble(f"a message was not accepted: {answer.decode(errors='replace')[:300]}")
        self.messages += 1

    def _answer(self, told: Told) -> bytes:
        line = self.open.get(told.sender) or self._connected(told.sender)
        line.sendall(START + told.body + END)
        answer = b""
        while not answer.endswith(END):
            piece = line.recv(65536)
            if not piece:
                raise CommandTrouble("the receiver closed the connection before it acknowledged a message.")
            answer += piece
        return answer

    def _connected(self, sender: str) -> socket.socket:
        for _ in range(PATIENCE):
            try:
                self.open[sender] = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
                return self.open[sender]
            except OSError:
                time.sleep(1)
        raise CommandTrouble(f"nobody listens on port {self.port}: start `toldonce listen` first.")

    def _put(self, told: Told) -> None:
        path = configuration.inbox() / told.file
        path.parent.mkdir(parents=True, exist_ok=True)
        hidden = path.with_name(f".{path.name}")
        hidden.write_bytes(told.body)
        hidden.replace(path)
        self.files += 1

    def close(self) -> None:
        for line in self.open.values():
            line.close()


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
    """Play one day whole, or the day that ends now and then on at the pace of life until it is interrupted."""
    scene, players = company()
    open_feeds(players)
    begins = datetime(day.year, day.month, day.day, tzinfo=HERE) if day else datetime.now(UTC)
    if day is None and speed > 1:
        begins -= DAY
    pace = Pace(speed, begins, never_ahead=day is None)
    for each in _from(scene, players, begins, only=day):
        pace.wait_for(each.at)
        stage.tell(each)
        progress(stage, each.at)


def _from(scene: Scene, players: list[Player], begins: datetime, only: date | None) -> Iterator[Told]:
    day = only or begins.astimezone(HERE).date()
    while True:
        yield from (each for each in told_on(scene, players, day) if each.at >= begins)
        if only:
            return
        day += DAY
