"""What happens on a day: attendances, stays, tests, letters, appointments, and slips that are put right or are not."""

from collections.abc import Iterator, Sequence
from random import Random

from toldonce.rehearsal.day.cast import Player
from toldonce.rehearsal.day.doing import Doing, Visit, minute_of_day
from toldonce.rehearsal.day.slips import slips
from toldonce.rehearsal.events import ATTENDANCE_RATE, INJURIES, reason_for
from toldonce.rehearsal.life import rate
from toldonce.rehearsal.scene import Scene
from toldonce.rehearsal.showcase import practice_of

LIVELY = 25.0  # times the true rate, so that a small demonstration has something to show
TESTED, WRITTEN, BOOKED, MOVED = (
    9.0,
    1.2,
    2.0,
    0.12,
)  # a person and year at the true rate: results, letters, …
YEAR = 365.25
POSTED = 0.5  # of the letters of clinics, so many to the practice; the others stay where they were written
SUMMARISED = 0.6  # of those who go home from an emergency department, so many with a letter to their practice
LETTERS_SHOWN = 2  # letters of clinics that the practice of the showcase has at least, besides hers
LONGEST_STAY = 14  # days after which everybody of a play has gone home


def doings(scene: Scene, players: Sequence[Player], day: int) -> list[Doing]:
    """Everything that is told on a day (an ordinal), in the order of its minutes; stays begun before go on."""
    told: list[Doing] = []
    for begun in range(day - LONGEST_STAY, day + 1):
        shift = (begun - day) * 1440
        for doing in _begun(scene, players, begun):
            if 0 <= doing.minute + shift < 1440:
                doing.minute += shift
                doing.more["began"] = begun
                told.append(doing)
    told += _of_the_day(scene, players, day)
    told += slips(scene, players, day)
    return sorted(told, key=lambda doing: doing.minute)


def _begun(scene: Scene, players: Sequence[Player], day: int) -> Iterator[Doing]:
    """The attendances that begin on a day, with all that follows from them."""
    rng = Random(f"{scene.seed}/visits/{day}")
    number = 0
    for player in players:
        chance = rate(ATTENDANCE_RATE, player.life.age) * LIVELY / YEAR * (1 + 0.4 * player.life.serious)
        attends = day % 2 == 0 if player.life.is_showcase else rng.random() < chance
        if attends:
            number += 1
            yield from _attendance(
                scene, player, Random(f"{scene.seed}/{day}/{number}"), f"{day}{number:04d}"
            )


def _attendance(scene: Scene, player: Player, rng: Random, number: str) -> Iterator[Doing]:
    came = 9 * 60 if player.life.is_showcase else minute_of_day(rng)
    stays = (
        player.life.is_showcase or rng.random() < 0.2 + 0.1 * player.life.serious + player.life.frailty * 0.03
    )
    reason, specialty, nights = reason_for(player.life, rng) if stays else (rng.choice(INJURIES), "", 0.0)
    nights = (
        0.0 if player.life.is_showcase else nights
    )  # she goes home the next day, and comes again the day after
    there = Visit(f"E{number}", "emergency", reason, came, came + 60 + int(rng.expovariate(1 / 110)))
    yield Doing(came, "arrived", player, there)
    if rng.random() < 0.15:
        yield Doing(came + 20, "corrected", player, there)
    if stays or rng.random() < 0.4:
        yield Doing(
            came + 75,
            "tested",
            player,
            there,
            {"tests": ["fbc", "kidney", "crp"], "ill": 0.8 if stays else 0.2},
        )
    yield Doing(there.left, "left", player, there)
    if stays:
        yield from _stay(scene, player, rng, number, there, reason, specialty, nights)
    elif rng.random() < SUMMARISED:
        yield Doing(there.left + 35, "posted", player, there, {"letter": "emergency"})


def _stay(
    scene: Scene,
    player: Player,
    rng: Random,
    number: str,
    there: Visit,
    reason: str,
    specialty: str,
    nights: float,
) -> Iterator[Doing]:
    _, _, ward, name, bed = scene.ward(player.life.person, specialty, player.life.age, rng)
    nights = 1 + min(LONGEST_STAY - 3, int(rng.expovariate(1 / nights)) if nights else 0)
    home = nights * 1440 + 660 + int(rng.random() * 360)
    stay = Visit(f"I{number}", "stay", reason, there.left + 2, home, ward or name, bed, specialty)
    if rng.random() < 0.03 and not player.life.is_showcase:  # a bed clerk presses the wrong key
        yield Doing(stay.came, "admitted", player, stay)
        yield Doing(stay.came + 9, "not admitted", player, stay)
        return
    yield Doing(stay.came, "admitted", player, stay)
    yield Doing(stay.came + 900, "tested", player, stay, {"tests": ["kidney", "fbc"], "ill": 0.4})
    if rng.random() < 0.35:
        _, _, other, other_name, other_bed = scene.ward(player.life.person, specialty, player.life.age, rng)
        moved = {"ward": other or other_name, "bed": other_bed}
        yield Doing(stay.came + 1100, "moved", player, stay, moved)
        if rng.random() < 0.1:
            yield Doing(stay.came + 1130, "not moved", player, stay, moved)
    if player.life.person.care_home:
        stay.went_to = "85"
    yield Doing(stay.left, "left", player, stay)
    if rng.random() < 0.05:
        yield Doing(stay.left + 25, "not left", player, stay)
        stay.left += 95
        yield Doing(stay.left, "left", player, stay)
    yield Doing(stay.left + 40, "posted", player, stay, {"letter": "discharge"})


def _of_the_day(scene: Scene, players: Sequence[Player], day: int) -> Iterator[Doing]:
    """What happens to people who are not in hospital: blood tests, clinic letters, appointments, moves, doubles."""
    rng = Random(f"{scene.seed}/day/{day}")
    for player in players:
        if player.life.is_showcase:
            yield Doing(615, "tested", player, None, {"tests": ["kidney", "fbc"], "ill": 1.0, "n": 0})
            yield Doing(640, "posted", player, None, {"letter": "clinic"})
        if rng.random() < TESTED * LIVELY / 10 / YEAR * (0.3 + player.life.serious * 0.5):
            tests = ["kidney", "fbc"] if rng.random() < 0.6 else ["hba1c", "lipids"]
            yield Doing(
                minute_of_day(rng),
                "tested",
                player,
                None,
                {"tests": tests, "ill": 0.0, "n": rng.randrange(10**6)},
            )
        if rng.random() < WRITTEN * LIVELY / 10 / YEAR * (0.3 + player.life.serious * 0.3):
            what = "posted" if rng.random() < POSTED else "wrote"
            yield Doing(minute_of_day(rng), what, player, None, {"letter": "clinic"})
        if rng.random() < BOOKED * LIVELY / 10 / YEAR:
            yield from _appointment(player, rng, day)
        if rng.random() < MOVED * LIVELY / 10 / YEAR:
            yield Doing(minute_of_day(rng), "changed", player)
    for player in rng.sample(list(players), min(2, len(players))):
        yield from _double(player, rng)
    shown = practice_of(scene)
    neighbours = [
        each for each in players if each.life.person.practice == shown and not each.life.is_showcase
    ]
    for player in rng.sample(neighbours, min(LETTERS_SHOWN, len(neighbours))):
        yield Doing(minute_of_day(rng), "posted", player, None, {"letter": "clinic"})


def _appointment(player: Player, rng: Random, day: int) -> Iterator[Doing]:
    made = minute_of_day(rng)
    when = {
        "number": f"{day}{rng.randrange(10**5):05d}",
        "day": day + 7 + rng.randrange(60),
        "at": 540 + 10 * rng.randrange(42),
    }
    yield Doing(made, "booked", player, None, when)
    mark = rng.random()
    if mark < 0.12:
        yield Doing(min(made + 45, 1439), "rebooked", player, None, {**when, "at": when["at"] + 30})
    elif mark < 0.2:
        yield Doing(min(made + 60, 1439), "unbooked", player, None, when)


def _double(player: Player, rng: Random) -> Iterator[Doing]:
    """Somebody is registered a second time without an NHS number, and the two are found to be one."""
    made, second = 480 + rng.randrange(600), f"T{rng.randrange(10**6):06d}"
    yield Doing(made, "registered again", player, None, {"second": second})
    yield Doing(made + 90, "merged", player, None, {"second": second})
