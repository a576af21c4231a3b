"""Addresses of the pages, one folder for each audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("toldonce.web.entrance.urls")),
    path("", include("toldonce.web.practitioner.urls")),
    path("", include("toldonce.web.operator.urls")),
    path("", include("toldonce.web.public.urls")),
    path("figures/publication/", include("toldonce.web.planner.publication_urls")),
    path("plans/", include("toldonce.web.planner.plans.urls")),
    path("figures/", include("toldonce.web.planner.urls")),
]
