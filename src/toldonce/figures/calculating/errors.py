"""What can go wrong before anything is counted.

CalculatingTrouble
└── NotThisTable   a column is missing or a cell cannot be read; the message says which and what to do
"""

from __future__ import annotations


class CalculatingTrouble(Exception):
    """Nothing can be counted."""


class NotThisTable(CalculatingTrouble):
    """The table does not hold what the method needs."""
