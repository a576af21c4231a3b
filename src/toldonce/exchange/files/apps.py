"""Files as a Django app: it owns the loads and the rows that each feed told last."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "toldonce.exchange.files"
    label = "exchange_files"
