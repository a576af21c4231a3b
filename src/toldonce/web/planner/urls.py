"""Addresses of the pages of planners and board members, all below /figures/."""

from django.urls import path

from toldonce.web.planner import board, compared, counted, deciding, indicator, indicators, reading

urlpatterns = [
    path("", board.board, name="board"),
    path("compare/<slug:theme>/", compared.by_organisation, name="compare"),
    path("indicators/", indicators.every, name="indicators"),
    path("indicators/<slug:code>/", indicator.one, name="indicator"),
    path("indicators/<slug:code>/peers/", compared.with_peers, name="peers"),
    path("indicators/<slug:code>/limits/", deciding.limits, name="limits"),
    path(
        "indicators/<slug:code>/limits/<int:decision>/take-back/", deciding.take_back, name="take-back-limits"
    ),
    path("counted/<int:figure>/", counted.counted, name="counted"),
    path("reading-charts/", reading.charts, name="reading-charts"),
]
