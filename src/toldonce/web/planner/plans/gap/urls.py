"""Addresses of the pages of a financial gap, all below /plans/gap/<key>/."""

from django.urls import path

from toldonce.web.planner.plans.gap import certainty, growth, implied, result, scenarios, whence

urlpatterns = [
    path("result/", result.the_gap, name="gap-result"),
    path("certainty/", certainty.how_sure, name="gap-certainty"),
    path("assumptions/", growth.assumptions, name="gap-assumptions"),
    path("scenarios/", scenarios.side_by_side, name="gap-scenarios"),
    path("implied/", implied.adds_up, name="gap-implied"),
    path("from/<path:output>/", whence.this_pound, name="gap-whence"),
]
