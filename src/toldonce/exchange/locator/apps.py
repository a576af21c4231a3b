"""The National Record Locator as a Django app."""

from django.apps import AppConfig


class LocatorConfig(AppConfig):
    name = "toldonce.exchange.locator"
    label = "exchange_locator"
