"""What can go wrong in a command, and the exit code that says so.

CommandTrouble            1
├── UsageTrouble          2
├── ServerTrouble         3   the database cannot be had
├── BadInput              4   something that was given is refused
└── NotWhole              5   a check found something wrong
"""

from __future__ import annotations


class CommandTrouble(Exception):
    """The command could not do what it was asked; the message is one sentence with the next step."""

    exit_code = 1


class UsageTrouble(CommandTrouble):
    """The words of the command are not understood."""

    exit_code = 2


class ServerTrouble(CommandTrouble):
    """The database cannot be had."""

    exit_code = 3


class BadInput(CommandTrouble):
    """What was given is refused, with its place and reason."""

    exit_code = 4


class NotWhole(CommandTrouble):
    """A check found something that is not as it should be."""

    exit_code = 5
