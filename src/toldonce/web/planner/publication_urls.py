"""Addresses of the pages about publication, below /figures/publication/."""

from django.urls import path

from toldonce.web.planner import publication, publication_form

urlpatterns = [
    path("", publication.every, name="publication"),
    path("propose/", publication_form.propose, name="publication-propose"),
    path("<int:number>/", publication.one, name="publication-proposal"),
    path("<int:number>/decide/", publication.decide, name="publication-decide"),
]
