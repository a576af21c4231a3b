"""HL7 v2 as a Django app."""

from django.apps import AppConfig


class Hl7v2Config(AppConfig):
    """Owns the raw messages, the feeds they come by, and what operators did to them."""

    name = "toldonce.exchange.hl7v2"
    label = "hl7v2"
    verbose_name = "HL7 v2"
    default_auto_field = "django.db.models.BigAutoField"
