"""The requests as a Django app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Owns the rows about referrals, questions for advice and tasks."""

    name = "toldonce.care.referrals"
    label = "care_referrals"
    default_auto_field = "django.db.models.BigAutoField"
