"""Alerts as a Django app."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Owns the rows about askings, what happened, and who was told."""

    name = "toldonce.care.alerts"
    label = "care_alerts"
    verbose_name = "Alerts"
    default_auto_field = "django.db.models.BigAutoField"
