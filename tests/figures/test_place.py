"""The real figures that ship with the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from toldonce.directory import places
from toldonce.directory.actors import SYSTEM
from toldonce.figures.actions import define, load
from toldonce.figures.receiving.mapping_files import known, mapping_called

PLACE = Path(__file__).resolve().parents[2] / "places" / "dorset"
DATA = PLACE / "figures" / "data"


@pytest.fixture
def dorset(own_database) -> Path:
    places.load(PLACE)
    define(by=SYSTEM, folder=PLACE / "figures")
    return PLACE


def test_all(dorset):
    import yaml, time

    files = {
        e["key"]: e["files"][0]
        for e in yaml.safe_load((PLACE / "sources.yaml").read_text())
        if e.get("files")
    }
    t0 = time.time()
    for name in known(PLACE):
        mapping = mapping_called(name, PLACE)
        t = time.time()
        try:
            file = load(by=SYSTEM, path=PLACE / files[mapping.source], mapping=mapping)
        except Exception as e:
            print("!!", name, type(e).__name__, str(e)[:600])
            continue
        r = file.report
        print(
            name,
            file.rows,
            "new",
            file.new,
            "rev",
            file.revised,
            "same",
            file.same,
            f"{time.time() - t:.2f}s",
            r["known_faults"] and list(r["known_faults"].values()),
            "left",
            sum(r["left_out"].values()),
            len(r["left_out"]),
            "doubts",
            r["doubts_in_all"],
            r["doubts"][:4],
            [(x["indicator"], x["place"], x["period"], x["was"], x["now"]) for x in r["revisions"][:3]],
        )
    print(time.time() - t0)
