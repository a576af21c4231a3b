"""Addresses of the public pages, all below /published/."""

from django.urls import path, re_path

from toldonce.web.public import download_views, views

FORM = r"\.(?P<form>definitions\.csv|csv|xlsx|json)$"
RELEASE = r"^published/releases/(?P<number>[0-9]{1,6})"

urlpatterns = [
    path("published/", views.front, name="published"),
    path("published/indicators/<slug:code>/", views.indicator, name="published-indicator"),
    path("published/themes/<slug:slug>/", views.theme, name="published-theme"),
    path("published/places/", views.places, name="published-places"),
    path("published/places/<str:code>/", views.place, name="published-place"),
    path("published/search/", views.search, name="published-search"),
    path("published/releases/", views.releases, name="published-releases"),
    path("published/releases/<int:number>/", views.release, name="published-release"),
    path("published/charts/", views.charts, name="published-charts"),
    path("published/dictionary/", views.dictionary, name="published-dictionary"),
    path("published/feed.atom", download_views.feed, name="published-feed"),
    path("published/schema.json", download_views.schema, name="published-schema"),
    re_path(
        RELEASE + r"/(?P<scope>release|everything)" + FORM, download_views.whole, name="published-download"
    ),
    re_path(
        RELEASE + r"/(?P<scope>indicators|themes)/(?P<slug>[-\w]{1,80})" + FORM,
        download_views.some,
        name="published-download-of",
    ),
    re_path(r"^published/.*/$", views.nothing),  # a draft and what was never there are the same to the public
]
