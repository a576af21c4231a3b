"""Addresses of the pages of a portfolio, all below /plans/programmes/<key>/."""

from django.urls import path

from toldonce.web.planner.plans.programmes import (
    benefits,
    logic,
    portfolio,
    programme,
    reports,
    risks,
    timeline,
    writing,
)

urlpatterns = [
    path("portfolio/", portfolio.every, name="programmes-portfolio"),
    path("programmes/<int:row>/", programme.one, name="programmes-one"),
    path("timeline/", timeline.drawn, name="programmes-timeline"),
    path("logic/", logic.models, name="programmes-logic"),
    path("benefits/", benefits.every, name="programmes-benefits"),
    path("risks/", risks.every, name="programmes-risks"),
    path("reports/", reports.newest, name="programmes-reports"),
    path("reports/print/", reports.paper, name="programmes-paper"),
    path("programmes/<int:row>/reports/", reports.told, name="programmes-told"),
    path("programmes/<int:row>/reports/new/", writing.report, name="programmes-report"),
]
