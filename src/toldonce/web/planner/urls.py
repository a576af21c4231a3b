"""Addresses of the pages of planners and board members, all below /figures/."""

from django.urls import path

from toldonce.web.planner import (
    auditing,
    board,
    calculating,
    changed,
    compared,
    counted,
    deciding,
    deprivation,
    editing,
    entering,
    indicator,
    indicators,
    reading,
    received,
    reports,
    standards,
    trying,
    waiting,
)

urlpatterns = [
    path("", board.board, name="board"),
    path("compare/<slug:theme>/", compared.by_organisation, name="compare"),
    path("indicators/", indicators.every, name="indicators"),
    path("indicators/<slug:code>/", indicator.one, name="indicator"),
    path("indicators/<slug:code>/peers/", compared.with_peers, name="peers"),
    path("indicators/<slug:code>/deprivation/", deprivation.by_groups, name="by-deprivation"),
    path("indicators/<slug:code>/limits/", deciding.limits, name="limits"),
    path(
        "indicators/<slug:code>/limits/<int:decision>/take-back/", deciding.take_back, name="take-back-limits"
    ),
    path("indicators/<slug:code>/words/", editing.words, name="edit-indicator"),
    path("indicators/<slug:code>/history/", editing.history, name="indicator-history"),
    path("indicators/<slug:code>/standards/", standards.held_against, name="standards"),
    path("indicators/<slug:code>/values/", entering.values, name="enter-figures"),
    path("counted/<int:figure>/", counted.counted, name="counted"),
    path("audit/", auditing.table, name="audit-table"),
    path("calculate/", calculating.table, name="calculate"),
    path("changes/", changed.since, name="changes"),
    path("reports/", reports.every, name="reports"),
    path("reports/<slug:kind>/<slug:begins>/", reports.one, name="report"),
    path("received/", received.every, name="received"),
    path("received/try/", trying.trying, name="try-figures"),
    path("received/load/", trying.loading, name="load-figures"),
    path("received/waiting/<int:number>/", waiting.one, name="waiting-file"),
    path("received/waiting/<int:number>/load/", waiting.loading, name="load-waiting"),
    path("received/<int:number>/", received.one, name="received-file"),
    path("received/<int:number>/check/", received.check, name="check-figures"),
    path("reading-charts/", reading.charts, name="reading-charts"),
]
