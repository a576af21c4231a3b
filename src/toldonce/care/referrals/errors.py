"""What is refused about requests; the message of each is the sentence shown to the person who asked.

RequestRefused
    Incomplete      something is missing; `problems` says where
    NotYours        it is another organisation's to do
    NotNow          the request is not in a state in which this can be done
"""

from collections.abc import Mapping


class RequestRefused(Exception):
    """Something cannot be done with a request."""


class Incomplete(RequestRefused):
    """Something is missing."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class NotYours(RequestRefused):
    """It is another organisation's to do."""


class NotNow(RequestRefused):
    """The request is not in a state in which this can be done."""
