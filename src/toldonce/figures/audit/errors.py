"""What can go wrong before a table is audited.

AuditTrouble
└── Unreadable   the file is no table that can be read; the message says what to do next
"""

from __future__ import annotations


class AuditTrouble(Exception):
    """The audit could not begin."""


class Unreadable(AuditTrouble):
    """The file is no table that can be read."""
