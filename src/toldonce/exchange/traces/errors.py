"""What goes wrong when the demographics service is asked.

TraceTrouble
├── NotSetUp      an address or a key is missing
├── NotAllowed    the service does not let this application in
├── NotUnderstood the service answers in a way that nobody expected
└── NotAnswering  the service is away, too slow, or wants fewer questions
"""


class TraceTrouble(Exception):
    """The demographics service could not be asked; the message is a sentence for the one who asked."""


class NotSetUp(TraceTrouble):
    """An address or a key is missing."""


class NotAllowed(TraceTrouble):
    """The service does not let this application in."""


class NotUnderstood(TraceTrouble):
    """The service answered in a way that nobody expected."""


class NotAnswering(TraceTrouble):
    """The service is away, too slow, or wants fewer questions; what was answered until now is kept."""
