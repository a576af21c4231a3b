"""Where computers sign in."""

from django.urls import path

from toldonce.exchange.smart import views

urlpatterns = [
    path("fhir/.well-known/smart-configuration", views.configuration, name="smart_configuration"),
    path(views.TOKEN_PATH.lstrip("/"), views.token, name="smart_token"),
]
