"""Every address that Toldonce answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from toldonce.project import watching

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", watching.health, name="health"),
    path("metrics", watching.metrics, name="metrics"),
    # below /fhir too, so before the view that takes all of it
    path("", include("toldonce.exchange.smart.urls")),
    path("", include("toldonce.exchange.bulk.urls")),
    path("", include("toldonce.exchange.fhir_api.urls")),
    path("", include("toldonce.web.urls")),
]
handler400 = "toldonce.web.design.troubles.bad_request"
handler403 = "toldonce.web.design.troubles.refused"
handler404 = "toldonce.web.design.troubles.not_found"
handler500 = "toldonce.web.design.troubles.server_error"
