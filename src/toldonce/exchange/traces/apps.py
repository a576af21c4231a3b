"""Traces as a Django app."""

from django.apps import AppConfig


class TracesConfig(AppConfig):
    """Owns the rows about what the demographics service answered."""

    name = "toldonce.exchange.traces"
    label = "exchange_traces"
    verbose_name = "Traces"
    default_auto_field = "django.db.models.BigAutoField"
