"""The subscriptions as a Django app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "toldonce.exchange.notify"
    label = "exchange_notify"
