"""Addresses of the pages of workforce plans, all below /plans/workforce/."""

from django.urls import path

from toldonce.web.planner.plans.workforce import asking, cost, outlook, role, scenarios

urlpatterns = [
    path("<slug:key>/outlook/", outlook.outlook, name="workforce-outlook"),
    path("<slug:key>/roles/<int:row>/", role.one, name="workforce-role"),
    *(
        path(f"<slug:key>/roles/<int:row>/{what}/", role.traced, {"what": what}, name=f"workforce-{what}")
        for what in role.TRACED
    ),
    path("<slug:key>/scenarios/", scenarios.every, name="workforce-scenarios"),
    path("<slug:key>/what-if/", asking.what_if, name="workforce-what-if"),
    path("<slug:key>/cost/", cost.cost, name="workforce-bill"),
]
