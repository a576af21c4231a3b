"""The directory as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Owns the rows about organisations, areas, accounts and tokens."""

    name = "toldonce.directory"
    label = "directory"
    verbose_name = "Directory"
    default_auto_field = "django.db.models.BigAutoField"
