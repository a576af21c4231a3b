"""What the child health service writes out each night: how small children grow, and their developmental reviews."""

from collections.abc import Iterator, Sequence
from random import Random

from toldonce.rehearsal.day.cast import Player
from toldonce.rehearsal.days import DAY

# Age in days; weight, length and head as many children have them (rounded medians of the WHO's standards, both sexes).
GROWTH = (
    (0, 3.3, 49.5, 34.2),
    (44, 4.9, 56.0, 38.0),
    (86, 6.2, 60.5, 40.1),
    (114, 6.8, 63.0, 41.1),
    (370, 9.4, 75.0, 45.5),
    (822, 12.4, 88.5, 48.0),
)
REVIEWS = (
    (12, "New birth visit"),
    (44, "6-8 week review"),
    (370, "1 year review"),
    (822, "2-2.5 year review"),
)
AREAS = ("Communication", "Gross Motor", "Fine Motor", "Problem Solving", "Personal Social")
SCORED = ("1 year review", "2-2.5 year review")
LOW = 30  # of 60 in an area, at which the rehearsal refers
OLDEST = 3 * 366  # days


def growth(players: Sequence[Player], day: int) -> Iterator[dict[str, str]]:
    """A row for each time that a child under three was measured, up to a day."""
    for player in _small(players, day):
        own = Random(f"{player.life.person.nhs_number}/growth")
        size = own.gauss(1.0, 0.07)
        for age, weight, length, head in GROWTH:
            if player.life.person.birth + age <= day:
                yield {
                    **_child(player),
                    "Date Measured": DAY[player.life.person.birth + age],
                    "Weight (kg)": f"{weight * size * own.gauss(1, 0.01):.2f}",
                    "Length (cm)": f"{length * (1 + (size - 1) / 3):.1f}",
                    "Head Circumference (cm)": f"{head * (1 + (size - 1) / 4):.1f}",
                }


def reviews(players: Sequence[Player], day: int) -> Iterator[dict[str, str]]:
    """A row for each review that a child under three has had, up to a day."""
    for player in _small(players, day):
        own = Random(f"{player.life.person.nhs_number}/reviews")
        for age, review in REVIEWS:
            scores = dict(zip(AREAS, (_score(own) for _ in AREAS), strict=True)) if review in SCORED else {}
            if player.life.person.birth + age <= day:
                yield {
                    **_child(player),
                    "Review Date": DAY[player.life.person.birth + age],
                    "Review Type": review,
                    "Tool": "ASQ-3" if scores else "",
                    **{f"ASQ {area}": str(scores.get(area, "")) for area in AREAS},
                    "Outcome": "Referred" if any(score <= LOW for score in scores.values()) else "Universal",
                }


def _score(own: Random) -> int:
    return min(60, max(10, round(own.gauss(50, 9) / 5) * 5))


def _small(players: Sequence[Player], day: int) -> Iterator[Player]:
    for player in players:
        if 0 <= day - player.life.person.birth < OLDEST and not player.life.person.sealed:
            yield player


def _child(player: Player) -> dict[str, str]:
    person = player.life.person
    return {
        "Child ID": f"K{person.number:06d}",
        "NHS Number": person.nhs_number,
        "Surname": person.family,
        "Forename": person.given,
        "Sex": person.sex.capitalize(),
        "Date of Birth": DAY[person.birth],
    }
