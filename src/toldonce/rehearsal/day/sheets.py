"""The files of a day: packages of care, equipment on loan and the red book, as systems write them out each night."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toldonce.rehearsal.day import childhood
from toldonce.rehearsal.day.cast import Player
from toldonce.rehearsal.day.slips import spoilt
from toldonce.rehearsal.days import DAY

EQUIPMENT = (
    ("Commode, height adjustable", "Bathing and toileting"),
    ("Profiling bed", "Bedroom"),
    ("Pressure relieving mattress", "Pressure care"),
    ("Perching stool", "Daily living"),
    ("Walking frame with wheels", "Mobility"),
)
PACKAGES = (40, 400, 360)  # minute at which the file is written; days of a cycle; days of it with a package
LOANS = (70, 180, 120)
FRAIL = 5  # on the Clinical Frailty Scale: from here on people are lent equipment
PERSON = ("NHS Number", "Surname", "Forename", "Date of Birth", "Postcode")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: when it is written, by whom, for which mapping, and what is in it."""

    minute: int
    source: str
    mapping: str
    name: str
    body: bytes


def sheets(players: Sequence[Player], day: int) -> list[Sheet]:
    """The files of every council on a day (an ordinal): each holds all that goes on, and nothing that has ended."""
    made = []
    for council in sorted({player.life.person.council for player in players}):
        ours = [player for player in players if player.life.person.council == council]
        for minute, mapping, rows in (
            (PACKAGES[0], "adult-social-care-packages", _with_one_spoilt(list(_packages(ours, day)), day)),
            (LOANS[0], "community-equipment", list(_loans(ours, day))),
        ):
            if rows:
                made.append(Sheet(minute, council, mapping, f"{mapping}-{DAY[day]}.csv", _csv(rows)))
    return [*made, *_of_children(players, day)]


def _of_children(players: Sequence[Player], day: int) -> Iterator[Sheet]:
    """The files of every service for children: all that was measured and found up to the day."""
    for service in sorted({player.life.services.community for player in players}):
        ours = [player for player in players if player.life.services.community == service]
        for minute, mapping, rows in (
            (95, "child-growth", list(childhood.growth(ours, day))),
            (100, "child-reviews", list(childhood.reviews(ours, day))),
        ):
            if rows:
                yield Sheet(minute, service, mapping, f"{mapping}-{DAY[day]}.csv", _csv(rows))


def _packages(players: Sequence[Player], day: int) -> Iterator[dict[str, str]]:
    for player in players:
        for count, package in enumerate(each for each in player.life.packages if each.end is None):
            begun = _begun(player, day, PACKAGES)
            if begun is not None:
                yield {
                    "LA Person Unique Identifier": _client(player),
                    **_person(player),
                    "Event Reference": f"P{player.life.person.number:06d}{count}-{begun}",
                    "Event Start Date": DAY[begun],
                    "Service Type": "Long Term Support: Community",
                    "Service Component": package.kind.capitalize(),
                    "Planned Units per Week": str(package.hours),
                    "Cost Frequency (Unit Type)": "Hourly",
                }


def _with_one_spoilt(rows: list[dict[str, str]], day: int) -> list[dict[str, str]]:
    """The last package stands there once more under another number, from a day that no calendar has."""
    if not rows:
        return []
    last = {**rows[-1], "Event Reference": f"{rows[-1]['Event Reference']}-b"}
    return [*rows, spoilt(last, "Event Start Date", day)]


def _loans(players: Sequence[Player], day: int) -> Iterator[dict[str, str]]:
    for player in players:
        begun = _begun(player, day, LOANS)
        if player.life.frailty >= FRAIL and begun is not None:
            item, group = EQUIPMENT[player.life.person.number % len(EQUIPMENT)]
            yield {
                "Service User ID": _client(player),
                **_person(player),
                "Loan ID": f"L{player.life.person.number:06d}-{begun}",
                "Item Description": item,
                "Category": group,
                "Delivered": DAY[begun],
            }


def _begun(player: Player, day: int, course: tuple[int, int, int]) -> int | None:
    """Since when it goes on: everybody has their own place in a cycle of days with it and days without."""
    _, cycle, lasts = course
    since = (day + player.life.person.number * 37) % cycle
    return day - since if since < lasts else None


def _client(player: Player) -> str:
    return f"C{player.life.person.number:06d}"


def _person(player: Player) -> dict[str, str]:
    person = player.life.person
    home = "" if person.sealed else person.address.postcode
    told = (person.nhs_number, person.family, person.given, DAY[person.birth], home)
    return dict(zip(PERSON, told, strict=True))


def _csv(rows: Sequence[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
