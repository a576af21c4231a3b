"""Rich resources, at least one for each section, as our sources and the wire tell them."""

import json
from functools import cache
from pathlib import Path

SAMPLES: list[dict] = json.loads((Path(__file__).parent / "samples.json").read_text(encoding="utf-8"))


@cache
def synthea(folder: Path) -> list[dict]:
    """The resources of one Synthea person."""
    bundle = json.loads(sorted(folder.glob("*.json"))[7].read_text(encoding="utf-8"))
    return [entry["resource"] for entry in bundle["entry"]]
