"""Addresses of the practitioner's pages."""

from django.urls import include, path

from toldonce.web.practitioner import (
    across_views,
    alert_views,
    claims,
    document_views,
    finding_views,
    plan_views,
    views,
    worklist_views,
    writing_views,
)

urlpatterns = [
    path("", include("toldonce.web.practitioner.documents.urls")),
    path("", include("toldonce.web.practitioner.requests.urls")),
    path("person/<int:person>/", views.record, name="record"),
    path("find/", finding_views.find_person, name="find"),
    path("list/", finding_views.my_list, name="list"),
    path("alerts/", alert_views.alerts, name="alerts"),
    path("alerts/<int:number>/", alert_views.alert, name="alert"),
    path("alerts/<int:number>/seen/", alert_views.seen, name="alert-seen"),
    path("alerts/asking/", alert_views.asking, name="tell-me"),
    path("alerts/asking/<int:number>/<slug:act>/", alert_views.change, name="asking-change"),
    path("alerts/hours/", alert_views.hours, name="alert-hours"),
    path("alerts/address/", alert_views.address, name="alert-address"),
    path("alerts/cover/", alert_views.cover, name="alert-cover"),
    path("alerts/cover/<int:number>/end/", alert_views.uncover, name="cover-end"),
    path("person/<int:person>/tell-me/", alert_views.about_person, name="tell-me-about"),
    path("worklist/", worklist_views.worklist, name="worklist"),
    path("worklist/news/", worklist_views.news, name="worklist-news"),
    path("worklist/duty/", worklist_views.duty, name="duty"),
    path("worklist/<int:number>/", worklist_views.item, name="item"),
    path("worklist/<int:number>/act/", worklist_views.act, name="item-act"),
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
    path("person/<int:person>/plans/", plan_views.plans, name="plans"),
    path("person/<int:person>/plans/new/<slug:slug>/", plan_views.begin_plan, name="plan-new"),
    path("person/<int:person>/plans/draft/<int:number>/", plan_views.draft, name="plan-draft"),
    path("person/<int:person>/plans/draft/<int:number>/sign/", plan_views.sign_draft, name="plan-sign"),
    path(
        "person/<int:person>/plans/draft/<int:number>/discard/", plan_views.discard_draft, name="plan-discard"
    ),
    path("person/<int:person>/plan/<str:id>/", plan_views.plan, name="plan"),
    path("person/<int:person>/plan/<str:id>/review/", plan_views.review_plan, name="plan-review"),
    path("person/<int:person>/plan/<str:id>/end/", plan_views.end_plan, name="plan-end"),
    path("person/<int:person>/<slug:slug>/", views.section, name="section"),
]
