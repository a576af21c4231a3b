"""Run the benchmarks and write docs/reference/benchmarks.md: `python -m bench [PEOPLE ...]` (1,000 and 10,000)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = [1_000, 10_000]


def main() -> None:
    sizes = [int(word.replace(",", "")) for word in sys.argv[1:]] or SIZES
    from bench.report import write

    found = [_measured(people) for people in sizes]
    print(f"written: {write([part for part in found if part])}")


def _measured(people: int) -> dict:
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
        import orjson

        return orjson.loads((folder / "result.json").read_bytes())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
