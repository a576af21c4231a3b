"""What the worklist refuses; the message is the sentence for the one who asked.

WorklistRefused
├── NotOurs        the item is another organisation's
├── OutOfTurn      the item does not stand where that could be done
└── NotSaid        something is missing that the next reader needs
"""


class WorklistRefused(Exception):
    """What was asked of the worklist cannot be done."""


class NotOurs(WorklistRefused):
    """The item belongs to another organisation, so that only it can decide. Ask somebody who works there."""


class OutOfTurn(WorklistRefused):
    """The item does not stand where that could be done."""


class NotSaid(WorklistRefused):
    """Something is missing that the next reader needs."""
