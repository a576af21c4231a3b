"""The documents as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Owns the rows about letters on their way."""

    name = "toldonce.care.documents"
    label = "care_documents"
    default_auto_field = "django.db.models.BigAutoField"
