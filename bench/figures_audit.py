"""How many consistent tables an audit has findings in, which should be none: `python -m bench.figures_audit [TABLES]`.

The tables (1,600) are those of `tests/figures/audit/invented.py`, consistent but for rounding, each kind as often.
"""

from __future__ import annotations

import sys
import time
from random import Random

from tests.figures.audit.invented import KINDS
from toldonce.figures.audit.auditing import audit_text

TABLES = 1_600


def main() -> None:
    each = int(sys.argv[1].replace(",", "")) // len(KINDS) if len(sys.argv) > 1 else TABLES // len(KINDS)
    began, alarms = time.perf_counter(), 0
    for kind in KINDS:
        wrong = [seed for seed in range(each) if audit_text(kind(Random(seed)).text).findings]
        alarms += len(wrong)
        print(
            f"{kind.__name__}: {each:,} consistent tables, findings in {len(wrong)} {wrong or ''}", flush=True
        )
    seconds = time.perf_counter() - began
    print(f"{each * len(KINDS):,} consistent tables in {seconds:.0f} s: {alarms} with a finding that is none")
    sys.exit(bool(alarms))


if __name__ == "__main__":
    main()
