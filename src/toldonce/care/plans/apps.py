"""Care plans as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "toldonce.care.plans"
    label = "care_plans"
