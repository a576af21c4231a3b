"""Figures as a Django app: it owns indicators, figures, and the files in which they came."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Owns indicators, figures, received files, and dated standards."""

    name = "toldonce.figures"
    label = "figures"
