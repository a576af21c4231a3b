"""Invented names, streets and postcodes."""

from functools import cache
from pathlib import Path
from random import Random

import yaml

# NHS data dictionary ethnic categories within the five published groups; the split inside a group is inferred.
DETAIL = {
    "white": (("A", "White - British", 0.885), ("B", "White - Irish", 0.012),
              ("C", "Any other White background", 0.103)),
    "asian": (("H", "Asian or Asian British - Indian", 0.34), ("J", "Asian or Asian British - Pakistani", 0.08),
              ("K", "Asian or Asian British - Bangladeshi", 0.13), ("R", "Other Ethnic Groups - Chinese", 0.17),
              ("L", "Any other Asian background", 0.28)),
    "black": (("M", "Black or Black British - Caribbean", 0.22), ("N", "Black or Black British - African", 0.65),
              ("P", "Any other Black background", 0.13)),
    "mixed": (("D", "Mixed - White and Black Caribbean", 0.27), ("E", "Mixed - White and Black African", 0.15),
              ("F", "Mixed - White and Asian", 0.31), ("G", "Any other mixed background", 0.27)),
    "other": (("S", "Any other ethnic group", 1.0),),
}  # fmt: skip
ETHNICITY = {code: (display, group) for group, kinds in DETAIL.items() for code, display, _ in kinds}
NEVER_INWARD = "CIKMOV"  # Royal Mail gives none of these letters to the second half of a postcode
MOBILE, LANDLINE = "07700 900{:03d}", "01632 960{:03d}"  # set aside by Ofcom for drama


@cache
def _lists() -> dict:
    path = Path(__file__).parent / "invented" / "names.yaml"
    book = yaml.safe_load(path.read_text(encoding="utf-8"))
    book["given"] = {
        group: {
            int(year): {sex: text.split() for sex, text in sexes.items()} for year, sexes in cohorts.items()
        }
        for group, cohorts in book["given"].items()
    }
    book["family"] = {group: text.split() for group, text in book["family"].items()}
    book["streets"] = {part: text.split() for part, text in book["streets"].items()}
    return book


def _pick(rng: Random, things: list[str]) -> str:
    return things[int(rng.random() * len(things))]


def ethnicity(rng: Random, group: str) -> str:
    """A category of the NHS data dictionary within a published group."""
    mark = rng.random()
    for code, _, share in DETAIL[group]:
        mark -= share
        if mark < 0:
            return code
    return DETAIL[group][0][0]


def _origin(code: str, group: str) -> str:
    return "european" if code == "C" else group


def family(rng: Random, code: str, group: str) -> str:
    """A surname; one in thirty is double."""
    names = _lists()["family"][_origin(code, group)]
    first = _pick(rng, names)
    return f"{first}-{_pick(rng, names)}" if rng.random() < 0.03 else first


def given(rng: Random, code: str, group: str, sex: str, age: int) -> str:
    """A given name that was common when the person was born."""
    cohorts = _lists()["given"][_origin(code, group)]
    cohort = 2015 if age < 18 else 1995 if age < 36 else 1975 if age < 55 else 1955 if age < 73 else 1935
    return _pick(rng, cohorts[cohort][sex])


def street(rng: Random, town: str, postcode: str) -> tuple[str, str, str]:
    """Line, town and postcode: the surgery's outward half, an inward half that nobody can have."""
    words = _lists()["streets"]
    number = 1 + int(rng.random() * rng.random() * 120)
    line = f"{number} {_pick(rng, words['first'])} {_pick(rng, words['last'])}"
    if rng.random() < 0.08:
        line = f"{_pick(rng, _lists()['houses'].split())}, {line}"
    inward = f"{int(rng.random() * 10)}{'ABDEFGHJLNPQRSTUWXYZ'[int(rng.random() * 20)]}{_pick(rng, list(NEVER_INWARD))}"
    return line, town, f"{postcode.split()[0]} {inward}"


def mobile(number: int) -> str:
    """A mobile number that rings nobody."""
    return MOBILE.format(number * 7919 % 1000)


def landline(number: int) -> str:
    """A landline number that rings nobody."""
    return LANDLINE.format(number * 104729 % 1000)
