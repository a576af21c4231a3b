"""A neighbour that did not answer several times is left alone for a while, so that nobody waits for it again."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

FAILURES = 3
REST = 30.0  # seconds


@dataclass(slots=True)
class Breaker:
    """Counts failures in a row by neighbour; after the rest one question is let through to see."""

    failures: dict[str, int] = field(default_factory=dict)
    rests_until: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def may_be_asked(self, code: str) -> bool:
        """Whether a neighbour is not resting; who is let through after a rest keeps the others waiting."""
        with self.lock:
            now = time.monotonic()
            if self.rests_until.get(code, 0.0) > now:
                return False
            if self.failures.get(code, 0) >= FAILURES:
                self.rests_until[code] = now + REST
            return True

    def answered(self, code: str) -> None:
        """It is there again."""
        with self.lock:
            self.failures.pop(code, None)
            self.rests_until.pop(code, None)

    def failed(self, code: str) -> None:
        """It did not answer, or not in time."""
        with self.lock:
            self.failures[code] = self.failures.get(code, 0) + 1
            if self.failures[code] >= FAILURES:
                self.rests_until[code] = time.monotonic() + REST


BREAKER = Breaker()
