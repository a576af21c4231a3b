"""Run the benchmarks, keep what they found, and write docs/reference/benchmarks.md.

`python -m bench` runs every part; `python -m bench figures`, `steering` or `record 1000 10000` one of them, and the
page keeps what the others had found, with their day. `page` only writes the page; `--small` tries at a reduced size
what is not the record.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import orjson

from bench import kept, report

SIZES = [1_000, 10_000]  # people
BESIDE_BUDGETS = {  # part -> what is run of it -> how much, and how much where it is only tried
    "figures": {"loading": (1_000_000, 50_000), "spc": (1_000, 50), "rates": (3, 1), "pages": (6, 0.5)},
    "steering": {
        "sheets": (500, 50),
        "better_care": (500, 50),
        "gap": (50, 5),
        "money": (500, 50),
        "workforce": (10_000, 1_000),
        "programmes": (1_000, 100),
        "pages": (6, 0.5),
    },
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("words", nargs="*", help="parts or page, and for the record how many people")
    asked.add_argument("--small", action="store_true", help="at a reduced size")
    words = asked.parse_args()
    sizes = [int(word.replace(",", "")) for word in words.words if word[0].isdigit()] or SIZES
    parts = [word for word in words.words if not word[0].isdigit()] or list(kept.PARTS)
    if unknown := set(parts) - {*kept.PARTS, "page"}:
        asked.error(f"there is no part {', '.join(sorted(unknown))}")
    if "record" in parts:
        kept.keep("record", [_record(people) for people in sizes])
    for part in BESIDE_BUDGETS:
        if part in parts:
            kept.keep(part, _beside_budgets(part, small=words.small), reduced=words.small)
    print(f"written: {report.write()}")


def _beside_budgets(part: str, *, small: bool) -> list[dict]:
    """What each benchmark of a part found, each in a process of its own."""
    found: list[dict] = []
    with tempfile.TemporaryDirectory(prefix="toldonce-bench-") as folder:
        for name, sizes in BESIDE_BUDGETS[part].items():
            file = Path(folder) / f"{name}.json"
            words = [sys.executable, "-m", f"bench.{part}.{name}", f"{sizes[small]}", f"{file}"]
            subprocess.run(words, check=True)
            found += orjson.loads(file.read_bytes())
    return found


def _record(people: int) -> dict:
    """Measure one size in a process and a home of its own, so that the sizes do not help each other."""
    folder = Path(tempfile.mkdtemp(prefix="toldonce-bench-"))
    folder.chmod(0o755)
    environment = {**os.environ, "TOLDONCE_HOME": str(folder / "home"), "TOLDONCE_DEMO": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "toldonce.project.settings"
    environment.pop("DATABASE_URL", None)
    try:
        subprocess.run(
            [sys.executable, "-m", "bench.one", str(people), str(folder)], env=environment, check=True
        )
        return orjson.loads((folder / "result.json").read_bytes())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
