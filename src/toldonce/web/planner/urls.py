"""Addresses of the pages of planners and board members, all below /figures/."""

from django.urls import path

from toldonce.web.planner import indicators

urlpatterns = [
    path("indicators/", indicators.every, name="indicators"),
]
