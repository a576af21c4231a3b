"""How words begin that a spreadsheet takes for a formula as it opens a CSV, and what keeps them words."""

from __future__ import annotations

from typing import Any

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """Words behind an apostrophe where a spreadsheet would run them; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RUNS) else value
