"""Files of figures that wait for the worker as a Django app."""

from django.apps import AppConfig


class WaitingConfig(AppConfig):
    name = "toldonce.figures.waiting"
    label = "figures_waiting"
