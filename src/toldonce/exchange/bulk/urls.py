"""Where exports are asked for and fetched."""

from django.urls import path, re_path

from toldonce.exchange.bulk import views

urlpatterns = [
    re_path(r"^fhir/(?:(?P<path>Patient|Group/[^/]+)/)?\$export\Z", views.begin, name="export_begin"),
    path("fhir/$export/<uuid:key>", views.export, name="export"),
    path("fhir/$export/<uuid:key>/<str:name>", views.file, name="export_file"),
]
