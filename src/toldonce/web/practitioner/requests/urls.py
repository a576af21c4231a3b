"""Addresses of the pages of requests."""

from django.urls import path

from toldonce.web.practitioner.requests import views

urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("person/<int:person>/request/", views.asking, name="request-begin"),
    path("person/<int:person>/request/<int:number>/", views.thread, name="request"),
    path("person/<int:person>/request/<str:rtype>/<str:id>/", views.behind, name="request-behind"),
]
