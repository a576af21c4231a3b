"""The exports as a Django app."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "toldonce.exchange.bulk"
    label = "exchange_bulk"
