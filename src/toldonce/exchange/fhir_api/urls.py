"""Where the FHIR API is: every address at and below /fhir goes to one view, so that each refusal is FHIR too."""

from django.urls import re_path

from toldonce.exchange.fhir_api.face import face

urlpatterns = [re_path(r"^fhir(?:/(?P<path>[\s\S]*))?\Z", face, name="fhir")]
