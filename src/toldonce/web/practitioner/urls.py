"""Addresses of the practitioner's pages."""

from django.urls import path

from toldonce.web.practitioner import views

urlpatterns = [
    path("person/<int:person>/", views.record, name="record"),
    path("find/", views.record, name="find"),
    path("list/", views.record, name="list"),
    path("person/<int:person>/search/", views.record, name="record-search"),
    path("person/<int:person>/print/", views.record, name="record-print"),
    path("person/<int:person>/note/", views.record, name="note"),
    path("person/<int:person>/timeline/", views.record, name="timeline"),
    path("person/<int:person>/emergency/", views.record, name="emergency"),
    path("person/<int:person>/break-glass/", views.record, name="break-glass"),
    path("person/<int:person>/relationship/", views.record, name="relationship"),
    path("person/<int:person>/from/<str:rtype>/<str:id>/", views.record, name="provenance"),
    path("person/<int:person>/<slug:slug>/", views.section, name="section"),
]
