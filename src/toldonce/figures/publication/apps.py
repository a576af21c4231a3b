"""Publication as a Django app."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Owns the rows about proposals, and those that the public may read."""

    name = "toldonce.figures.publication"
    label = "publication"
    verbose_name = "Publication"
    default_auto_field = "django.db.models.BigAutoField"
