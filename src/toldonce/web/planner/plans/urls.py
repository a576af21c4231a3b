"""Addresses of the pages of plans, all below /plans/."""

from django.urls import include, path

from toldonce.web.planner.plans import book, cell, changes, describing, files, index, row, sheet
from toldonce.web.planner.plans.better_care import money, quarters, rules, submission, telling

urlpatterns = [
    path("better-care/<slug:key>/money/", money.together, name="better-care-money"),
    path("better-care/<slug:key>/whence/", money.whence, name="better-care-whence"),
    path("better-care/<slug:key>/rules/", rules.met, name="better-care-rules"),
    path("better-care/<slug:key>/narrative/", telling.narrative, name="better-care-narrative"),
    path("better-care/<slug:key>/quarter-ends/", quarters.monitored, name="better-care-quarters"),
    path("better-care/<slug:key>/submission/", submission.whole, name="better-care-submission"),
    path("", index.every, name="books"),
    path("workforce/", include("toldonce.web.planner.plans.workforce.urls")),
    path("programmes/<slug:key>/", include("toldonce.web.planner.plans.programmes.urls")),
    path("new/", index.opening, name="plan-open"),
    path("gap/<slug:key>/", include("toldonce.web.planner.plans.gap.urls")),
    path("", include("toldonce.web.planner.plans.money.urls")),
    path("<slug:kind>/<slug:key>/", book.one, name="book"),
    path("<slug:kind>/<slug:key>/act/", book.act, name="plan-act"),
    path("<slug:kind>/<slug:key>/describe/", describing.one, name="plan-describe"),
    path("<slug:kind>/<slug:key>/copy/", index.copying, name="plan-copy"),
    path("<slug:kind>/<slug:key>/changes/", changes.every, name="plan-changes"),
    path("<slug:kind>/<slug:key>/changes/<int:version>/undo/", changes.undone, name="plan-undo"),
    path("<slug:kind>/<slug:key>/compare/", changes.compared, name="plan-compare"),
    path("<slug:kind>/<slug:key>/file/", files.taking, name="plan-file"),
    path("<slug:kind>/<slug:key>/file/workbook/", files.workbook, name="plan-workbook"),
    path("<slug:kind>/<slug:key>/sheets/<slug:sheet>/", sheet.grid, name="plan-sheet"),
    path("<slug:kind>/<slug:key>/sheets/<slug:sheet>/csv/", files.table, name="plan-csv"),
    path("<slug:kind>/<slug:key>/sheets/<slug:sheet>/keep/", sheet.keep, name="plan-keep"),
    path("<slug:kind>/<slug:key>/sheets/<slug:sheet>/paste/", row.pasting, name="plan-paste"),
    path("<slug:kind>/<slug:key>/sheets/<slug:sheet>/rows/new/", row.adding, name="plan-add-row"),
    path("<slug:kind>/<slug:key>/sheets/<slug:sheet>/rows/<int:row>/", row.one, name="plan-row"),
    path(
        "<slug:kind>/<slug:key>/sheets/<slug:sheet>/rows/<int:row>/<slug:column>/", cell.one, name="plan-cell"
    ),
]
