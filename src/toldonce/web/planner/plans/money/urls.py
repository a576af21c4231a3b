"""Addresses of the pages of budgets, fair shares and contracts, below /plans/."""

from django.urls import path

from toldonce.web.planner.plans.money import budgets, buying, contracts, fair_shares

urlpatterns = [
    path("budget/<slug:key>/position/", budgets.stands, name="budget-position"),
    path("budget/<slug:key>/position/<int:row>/", budgets.line, name="budget-line"),
    path("fair-shares/<slug:key>/shares/", fair_shares.every, name="fair-shares"),
    path("fair-shares/<slug:key>/shares/<path:code>/", fair_shares.network, name="fair-shares-network"),
    path("contracts/<slug:key>/contracts/", contracts.every, name="contracts"),
    path("contracts/<slug:key>/contracts/<int:row>/", contracts.contract, name="contract"),
    path("contracts/<slug:key>/contracts/<int:row>/provider/", contracts.provider, name="contract-provider"),
    path("contracts/<slug:key>/work-plan/", buying.work_plan, name="work-plan"),
]
