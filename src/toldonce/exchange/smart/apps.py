"""The clients as a Django app."""

from django.apps import AppConfig


class SmartConfig(AppConfig):
    name = "toldonce.exchange.smart"
    label = "exchange_smart"
