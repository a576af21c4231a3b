"""Everything that must hold of a portfolio before anything is worked out from it."""

from __future__ import annotations

from toldonce.steering.sheets.declaring import Contents, Finding


def what_does_not_hold(contents: Contents) -> list[Finding]:
    """The errors and the doubts, each with its cell."""
    return []
