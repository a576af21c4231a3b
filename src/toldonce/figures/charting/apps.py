"""Charts of figures as a Django app."""

from django.apps import AppConfig


class ChartingConfig(AppConfig):
    name = "toldonce.figures.charting"
    label = "figures_charting"
