"""Progress through named steps on standard error: one line written over on a terminal, now and then one elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType


class Steps:
    """Shows which step is under way, how far the whole has come, and how long the rest will take."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.started = time.monotonic()
        self.shown = self.started

    def __enter__(self) -> Steps:
        return self

    def __exit__(self, kind: type | None, trouble: BaseException | None, where: TracebackType | None) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")

    def __call__(self, step: str, done: int, whole: int) -> None:
        now = time.monotonic()
        if now - self.shown < (0.2 if sys.stderr.isatty() else 5):
            return
        self.shown = now
        line = f"{self.what}: {step}{self._share(done, whole, now - self.started)}"
        sys.stderr.write(f"\r\033[K{line}" if sys.stderr.isatty() else f"{line}\n")
        sys.stderr.flush()

    def _share(self, done: int, whole: int, elapsed: float) -> str:
        if not done or not whole:
            return ""
        return f", {done / whole:.0%}, {elapsed * (whole / done - 1):,.0f} s left"
