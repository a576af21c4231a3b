"""The mailbox as a Django app."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """Owns the rows about envelopes."""

    name = "toldonce.exchange.mailbox"
    label = "exchange_mailbox"
    default_auto_field = "django.db.models.BigAutoField"
