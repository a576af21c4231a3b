"""The worklist as a Django app."""

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    """Owns the items of every worklist, their steps, and who is on duty."""

    name = "toldonce.care.worklist"
    label = "care_worklist"
    verbose_name = "Worklist"
    default_auto_field = "django.db.models.BigAutoField"
