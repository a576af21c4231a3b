"""What operators of feeds are refused; the message of each is the sentence that they read.

FeedTrouble
├── FeedRefused          a feed cannot be set up or changed like this
├── CorrectionRefused    a code cannot be corrected like this
├── NoSuchMessage        there is no message of this number
└── NothingToReplay      there is nothing to apply again, or no feed to apply it by
"""


class FeedTrouble(Exception):
    """Something about feeds or messages cannot be done."""

    def __init__(self, sentence: str = "", field: str = "") -> None:
        super().__init__(sentence or self.__doc__)
        self.field = field  # which box of the form it is about


class FeedRefused(FeedTrouble):
    """A feed cannot be set up or changed like this."""


class CorrectionRefused(FeedTrouble):
    """A code cannot be corrected like this."""


class NoSuchMessage(FeedTrouble):
    """There is no message of this number."""


class NothingToReplay(FeedTrouble):
    """There is nothing to apply again."""
