"""What rates refuse: a call that cannot be meant. Data that are wrong are not refused, they make a value missing.

RateError
    ConfidenceRefused   a confidence that is no confidence
    ShapeRefused        numbers that do not belong together: other lengths, other bands
    BandsRefused        age bands that cannot be read, overlap or leave ages out
    OptionRefused       an option that the method does not have
"""


class RateError(ValueError):
    """A rate was asked for in a way that cannot be meant."""


class ConfidenceRefused(RateError):
    """The confidence is not between 50% and 100%."""


class ShapeRefused(RateError):
    """The numbers do not belong together."""


class BandsRefused(RateError):
    """Age bands cannot be read, overlap or leave ages out."""


class OptionRefused(RateError):
    """The method has no such option."""
