"""What alerts refuse; the message is the sentence for the one who asked.

AlertsRefused
├── NothingAsked     no kind of event was chosen
├── NobodyMeant      it is not said about whom, or nobody can be meant
├── NotReadable      the record of that person may not be read
├── NotYours         the asking is somebody else's
├── BadHours         the hours cannot be quiet hours
└── BadCover         nobody can cover so
"""


class AlertsRefused(Exception):
    """What was asked of alerts cannot be done."""


class NothingAsked(AlertsRefused):
    """No event was chosen, so there would be nothing to tell. Choose at least one."""


class NobodyMeant(AlertsRefused):
    """It is not said about whom you want to be told. Choose one of the lists, or a person."""


class NotReadable(AlertsRefused):
    """You may not read this person's record, so you cannot be told of what is in it. Open the record first."""


class NotYours(AlertsRefused):
    """Somebody else asked for this, so that only they, or an administrator, can change it."""


class BadHours(AlertsRefused):
    """Quiet hours need a beginning and an end that differ. Say both, or neither."""


class BadCover(AlertsRefused):
    """Nobody can cover so."""
