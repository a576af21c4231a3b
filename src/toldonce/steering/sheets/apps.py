"""Books of sheets as a Django app."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "toldonce.steering.sheets"
    label = "steering_sheets"
