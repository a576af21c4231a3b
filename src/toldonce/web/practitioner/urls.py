"""Addresses of the practitioner's pages."""

from django.urls import path

from toldonce.web.practitioner import (
    across_views,
    alert_views,
    claims,
    document_views,
    finding_views,
    views,
    writing_views,
)

urlpatterns = [
    path("person/<int:person>/", views.record, name="record"),
    path("find/", finding_views.find_person, name="find"),
    path("list/", finding_views.my_list, name="list"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/<int:number>/seen/", alert_views.seen, name="alert-seen"),
    path("alerts/asking/", alert_views.asking, name="tell-me"),
    path("alerts/asking/<int:number>/<slug:act>/", alert_views.change, name="asking-change"),
    path("alerts/hours/", alert_views.hours, name="alert-hours"),
    path("alerts/address/", alert_views.address, name="alert-address"),
    path("alerts/cover/", alert_views.cover, name="alert-cover"),
    path("alerts/cover/<int:number>/end/", alert_views.uncover, name="cover-end"),
    path("person/<int:person>/tell-me/", alert_views.about_person, name="tell-me-about"),
    path("person/<int:person>/search/", across_views.within, name="record-search"),
    path("person/<int:person>/print/", across_views.print_view, name="record-print"),
    path("person/<int:person>/note/", writing_views.note, name="note"),
    path("person/<int:person>/timeline/", across_views.timeline, name="timeline"),
    path("person/<int:person>/emergency/", across_views.emergency, name="emergency"),
    path("person/<int:person>/break-glass/", claims.breaking, name="break-glass"),
    path("person/<int:person>/relationship/", claims.declaring, name="relationship"),
    path("person/<int:person>/from/<str:rtype>/<str:id>/", across_views.provenance, name="provenance"),
    path("person/<int:person>/document/<str:rtype>/<str:id>/", document_views.document, name="document"),
    path(
        "person/<int:person>/content/<str:rtype>/<str:id>/<int:number>/",
        document_views.bytes_of,
        name="content",
    ),
    path("person/<int:person>/error/<str:rtype>/<str:id>/", writing_views.error, name="report-error"),
    path("person/<int:person>/<slug:slug>/", views.section, name="section"),
]
