"""Invented names for those who write: the same for one organisation in every run."""

from functools import cache
from random import Random

from toldonce.rehearsal import names

GROUP = ("white", "white", "white", "white", "asian", "asian", "black", "other")
TITLE = {"GP": "Dr", "consultant": "Dr", "surgeon": "Miss"}


@cache
def staff(organisation: str, kind: str, how_many: int = 5) -> tuple[dict, ...]:
    """References by words alone: these people are not in the directory."""
    rng = Random(f"{organisation}/{kind}")
    made = []
    for _ in range(how_many):
        group = GROUP[int(rng.random() * len(GROUP))]
        sex = "female" if rng.random() < 0.55 else "male"
        name = f"{names.given(rng, '', group, sex, 45)} {names.family(rng, '', group)}"
        title = TITLE.get(kind, "")
        made.append({"display": f"{title} {name} ({kind})".strip()})
    return tuple(made)
