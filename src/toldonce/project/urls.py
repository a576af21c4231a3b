"""Every address that Toldonce answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from toldonce.project import watching

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", watching.health, name="health"),
    path("metrics", watching.metrics, name="metrics"),
    path("", include("toldonce.exchange.fhir_api.urls")),
]
