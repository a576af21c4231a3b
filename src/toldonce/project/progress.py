"""Progress of long work on standard error: one line written over on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time

from toldonce.record.loading.load import Summary


class Progress:
    """Shows how far a load has come, its rate, and how long it will take."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.started = time.monotonic()
        self.shown = 0.0

    def __call__(self, summary: Summary) -> None:
        now = time.monotonic()
        if now - self.shown < (0.2 if sys.stderr.isatty() else 5):
            return
        self.shown = now
        self._write(self._line(summary))

    def _line(self, summary: Summary) -> str:
        elapsed = max(time.monotonic() - self.started, 0.001)
        line = f"{self.what}: {summary.resources:,} resources, {summary.resources / elapsed:,.0f}/s"
        if summary.bytes_all and summary.bytes_read:
            share = summary.bytes_read / summary.bytes_all
            line += f", {share:.0%}, {elapsed / share - elapsed:,.0f} s left"
        return f"{line}, {summary.file}"

    def _write(self, line: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{line}")
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def finish(self, summary: Summary) -> None:
        """Say what became of everything."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
        elapsed = max(time.monotonic() - self.started, 0.001)
        states = (
            ", ".join(f"{count:,} {state}" for state, count in sorted(summary.states.items())) or "nothing"
        )
        print(f"{states} in {elapsed:,.1f} s ({summary.resources / elapsed:,.0f} resources/s)")
        if summary.doubts:
            print(f"{summary.doubts:,} doubts were noted: `toldonce check` lists them.")
