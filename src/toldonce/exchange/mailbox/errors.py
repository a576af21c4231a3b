"""What goes wrong with a mailbox; the message of each is the sentence that operators read.

MailboxTrouble
├── TryAgain        the mailbox does not answer just now; the same envelope is tried again
├── Undeliverable   the mailbox will never take this envelope
├── Declined        what came in cannot be taken, and why
└── NotConfigured   the setting names no mailbox
"""


class MailboxTrouble(Exception):
    """Something goes wrong with a mailbox."""


class TryAgain(MailboxTrouble):
    """The mailbox does not answer just now."""


class Undeliverable(MailboxTrouble):
    """The mailbox will never take this envelope."""


class Declined(MailboxTrouble):
    """What came in cannot be taken."""


class NotConfigured(MailboxTrouble):
    """The setting names no mailbox."""
