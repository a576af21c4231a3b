"""What the pages of figures show and refuse: a sentence for everything that cannot be."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.web.planner.conftest import say
from toldonce.directory.models import Account
from toldonce.figures.models import Figure, FigurePlace, Indicator, ReceivedFile, Standard, Succession
from toldonce.web.planner.reports import ATTENTION

PAGES = (
    "/figures/",
    "/figures/compare/constitution/",
    "/figures/indicators/",
    "/figures/indicators/waits/",
    "/figures/indicators/waits/peers/",
    "/figures/indicators/waits/history/",
    "/figures/changes/",
    "/figures/reports/",
    "/figures/reports/quarterly/2025-01/",
    "/figures/reports/bi-monthly/2025-02/",
    "/figures/received/",
    "/figures/audit/",
    "/figures/reading-charts/",
)
FOR_PLANNERS = (
    "/figures/indicators/waits/words/",
    "/figures/indicators/waits/values/",
    "/figures/indicators/waits/standards/",
    "/figures/indicators/waits/limits/",
    "/figures/received/try/",
)
NOT_THERE = (
    "/figures/?place=XXX",
    "/figures/compare/luck/",
    "/figures/indicators/none/",
    "/figures/indicators/waits/?place=QQQ",
    "/figures/indicators/waits/?place=AAA&part=none",
    "/figures/counted/0/",
    "/figures/reports/quarterly/2025-02/",
    "/figures/reports/yearly/2025-04/",
    "/figures/reports/quarterly/soon/",
    "/figures/received/0/",
)


COUNTS = ("rows", "figures", "new", "revised", "same", "refused")


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("page", PAGES)
def test_a_board_member_reads_every_page(board_member, waits, page):
    assert board_member.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_before_the_first_figure_has_come(board_member, here, page):
    assert board_member.get(page).status_code == (404 if "/waits/" in page else 200)


@pytest.mark.parametrize("page", FOR_PLANNERS)
def test_a_board_member_changes_nothing(board_member, planner, waits, page):
    assert (board_member.get(page).status_code, board_member.post(page).status_code) == (403, 403)
    assert planner.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/figures/received/load/", "/figures/received/1/check/",
                                  "/figures/indicators/waits/limits/1/take-back/"])  # fmt: skip
def test_what_only_changes_something_is_refused_to_a_board_member_and_to_a_reader(
    board_member, planner, waits, page
):
    assert board_member.post(page).status_code == 403
    assert planner.get(page).status_code == 405


@pytest.mark.parametrize("page", NOT_THERE)
def test_what_is_not_there_is_said_and_sends_nobody_to_look_for_a_person(planner, waits, page):
    answer = planner.get(page)
    assert answer.status_code == 404
    assert "Find the person" not in text(answer)


@pytest.mark.parametrize("since", ["soon", "2025-02-31", "9999-99-99", ""])
def test_a_day_that_is_none_is_as_if_it_had_not_been_said(board_member, waits, since):
    assert "a month before it was chosen for you" in text(
        board_member.get(f"/figures/changes/?place=AAA&since={since}")
    )


def test_a_colour_stands_beside_its_chart_and_never_alone(board_member, waits):
    with_a_chart = text(board_member.get("/figures/?place=AAA"))
    assert "Red: missed" in with_a_chart and "Missed as a rule" in with_a_chart
    without = text(board_member.get("/figures/?place=BBB"))
    assert "88.0%" in without and "95.0%" in without
    assert "Red: missed" not in without and "Cannot be told" in without


def test_where_the_colour_and_the_chart_disagree_it_is_said(board_member, waits):
    say(waits, "AAA", [90], first=24)
    assert "The target is missed, and yet the chart shows an improvement." in text(
        board_member.get("/figures/?place=AAA")
    )


@pytest.mark.parametrize("page", ["/figures/?place=AAA", "/figures/indicators/waits/?place=AAA"])
def test_a_target_that_is_met_does_not_hide_the_standard_that_is_missed(board_member, waits, page):
    assert "Standard 95.0%" not in text(board_member.get(page))
    Standard.objects.create(
        indicator=waits, kind="target", value=60, since=date(2024, 4, 1), source="The plan"
    )
    told = text(board_member.get(page))
    assert "Green: met" in told and "Standard 95.0%, missed" in told


def test_what_an_indicator_is_held_against_has_its_unit_and_the_name_of_the_place(board_member, waits):
    FigurePlace.objects.create(
        code="CCC", name="The hospital of Aston (until 2022)", kind="trust", source="The law"
    )
    Succession.objects.create(before="CCC", after="AAA", on=date(2022, 4, 1), note="A merger.")
    Standard.objects.create(
        indicator=waits, place="AAA", kind="target", value=60, since=date(2024, 4, 1), source="The plan"
    )
    told = text(board_member.get("/figures/indicators/waits/?place=AAA"))
    assert '<td class="number" data-label="Value">60.0%</td>' in told
    assert '<td data-label="For">The hospital of Aston</td>' in told
    assert "The hospital of Aston (until 2022) became The hospital of Aston on 1 Apr 2022." in told


def test_the_place_is_kept_by_every_way_onwards(board_member, waits):
    page = text(board_member.get("/figures/?place=BBB"))
    assert "/figures/indicators/waits/?place=BBB" in page
    assert "/figures/compare/constitution/?place=BBB" in page


def test_an_indicator_that_nobody_counts_tells_what_it_is_held_against_and_for_whom(board_member, waits):
    Figure.objects.all().delete()
    Standard.objects.create(indicator=waits, place="AAA", kind="target", value=80, since=date(2014, 4, 1),
                            until=date(2015, 3, 31), source="The plan")  # fmt: skip
    page = text(board_member.get("/figures/"))
    assert "Standard since 1 Jan 2010: 95.0%" in page
    assert "Target from 1 Apr 2014 to 31 Mar 2015: 80.0%, for The hospital of Aston" in page


def test_every_number_of_the_chart_leads_to_how_it_was_counted(board_member, waits):
    page = text(board_member.get("/figures/indicators/waits/?place=AAA"))
    for figure in Figure.objects.filter(place="AAA"):
        assert f'href="/figures/counted/{figure.pk}/"' in page
    newest = Figure.objects.filter(place="AAA").latest("period")
    told = text(board_member.get(f"/figures/counted/{newest.pk}/"))
    assert "72.0%" in told and "March 2025" in told and "The hospital of Aston (AAA)" in told
    assert "A publisher" in told and "OGL v3.0" in told and "People seen in time" in told


def test_a_revised_figure_shows_what_was_said_before(board_member, waits):
    say(waits, "AAA", [75], first=23, as_at=date(2025, 6, 1), revision=2)
    newest = Figure.objects.get(place="AAA", revision=2)
    told = text(board_member.get(f"/figures/counted/{newest.pk}/"))
    assert "What was said before" in told and "72.0%" in told and "75.0%" in told
    changes = text(board_member.get("/figures/changes/?place=AAA&since=2025-05-15"))
    assert "1 of 1 revised figure" in changes


def test_a_period_without_a_value_says_why(board_member, waits):
    say(waits, "AAA", ["Nobody reported"], first=24)
    page = text(board_member.get("/figures/indicators/waits/?place=AAA"))
    assert "Periods without a value" in page and "Nobody reported" in page


def test_the_report_ends_with_its_last_day_and_says_what_is_not_there(board_member, waits):
    early = text(board_member.get("/figures/reports/quarterly/2024-01/?place=AAA"))
    assert "72.0%" in early and "March 2024" in early and "March 2025" not in early
    late = text(board_member.get("/figures/reports/quarterly/2025-04/?place=AAA"))
    themes, _, not_there = late.partition('<section aria-labelledby="not-there"')
    assert "72.0%" not in themes and "No figure for April to June 2025: what was known last" in not_there
    assert (
        "72.0%" in not_there
        and "March 2025" in not_there
        and "None has come for April to June 2025." in not_there
    )


def test_the_report_gives_the_reason_that_was_said_for_its_period(board_member, waits):
    say(waits, "AAA", ["Nobody reported"], first=24)
    told = text(board_member.get("/figures/reports/quarterly/2025-04/?place=AAA"))
    _, _, not_there = told.partition('<section aria-labelledby="not-there"')
    assert "72.0%" in not_there and "Nobody reported" in not_there


def test_organisations_side_by_side_say_what_was_counted_and_why_there_is_no_value(board_member, waits):
    Figure.objects.filter(place="BBB").update(numerator=88, denominator=100)
    say(waits, "AAA", ["Nobody reported"], first=24)
    page = text(board_member.get("/figures/compare/constitution/?place=AAA"))
    assert '<span class="quiet">88 of 100</span>' in page
    assert "No value for April 2025: Nobody reported" in page


def test_who_brought_a_file_in_is_called_by_name(board_member, waits):
    Account.objects.create(username="b.writer", name="Bea Writer")
    ReceivedFile.objects.update(by="b.writer", report=dict.fromkeys(COUNTS, 0))
    Figure.objects.update(checked_by="b.writer", status="published")
    file, figure = ReceivedFile.objects.first(), Figure.objects.first()
    assert file and figure
    pages = ("/figures/received/", f"/figures/received/{file.pk}/", f"/figures/counted/{figure.pk}/")
    told = [text(board_member.get(page)) for page in pages]
    assert ["Bea Writer" in each and "b.writer" not in each for each in told] == [True, True, True]
    assert "Published, by Bea Writer" in told[2] and "Checked by Bea Writer." in told[1]


def test_words_of_others_are_never_markup(planner, waits):
    waits.name, waits.definition = "<script>alert(1)</script>", "<b>bold</b>"
    waits.save()
    for page in ("/figures/?place=AAA", "/figures/indicators/", "/figures/indicators/waits/?place=AAA"):
        assert b"<script>alert(1)" not in planner.get(page).content
        assert b"<b>bold" not in planner.get(page).content


def choice(board_member, asked: str) -> str:
    """What the page of the indicator at Aston says with these words in its address."""
    return text(board_member.get(f"/figures/indicators/waits/?place=AAA{asked}"))


def test_a_reader_chooses_among_the_charts_that_fit_and_the_address_keeps_it(board_member, waits):
    usual = choice(board_member, "")
    assert "XmR chart</title>" in usual and '<option value="xmr" selected>' in usual
    run = choice(board_member, "&chart=run")
    assert "run chart</title>" in run and '<option value="run" selected>' in run
    assert "about a median of 71.0%" in run and '<input type="hidden" name="chart" value="run">' in run
    assert "Red: missed" in run and "Missed as a rule" in run  # the headline stays what the board's page says


@pytest.mark.parametrize("asked", ["p", "t"])
def test_a_chart_that_does_not_fit_is_not_offered_and_the_reason_is_said(board_member, waits, asked):
    page = choice(board_member, f"&chart={asked}")
    assert f'<option value="{asked}"' not in page and "XmR chart</title>" in page
    assert "The usual chart is shown instead." in page
    assert "24 of 24 figures came without numerator and denominator." in page


@pytest.mark.parametrize("asked", ["&chart=none", "&chart=", "&window=all", "&chart=%00"])
def test_a_choice_that_there_is_not_is_as_if_it_had_not_been_made(board_member, waits, asked):
    answer = board_member.get(f"/figures/indicators/waits/?place=AAA{asked}")
    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 200:
        assert "XmR chart</title>" in text(answer) and 'name="window"' not in text(answer)


def test_days_have_windows_and_the_limits_rest_on_the_one_that_was_chosen(board_member, waits):
    Figure.objects.filter(place="AAA").delete()
    Indicator.objects.update(every="day")
    first, said = date(2024, 1, 1), date(2025, 5, 1)
    Figure.objects.bulk_create(
        Figure(indicator=waits, place="AAA", period=first + timedelta(at), revision=1, value=70 + at % 2,
               as_at=said, confirmed=said)
        for at in range(400)
    )  # fmt: skip
    assert "The chart shows the last 366 of 400 days, and its limits rest on these alone." in choice(
        board_member, ""
    )
    short = choice(board_member, "&window=3-months")
    assert "The chart shows the last 91 of 400 days, and its limits rest on these alone." in short
    assert '<option value="3-months" selected>' in short
    whole = choice(board_member, "&window=all&chart=run")
    assert "The chart shows all 400 days, and its limits rest on them." in whole


def test_a_gap_has_a_number_on_the_chart_with_its_note_below_and_in_the_table(board_member, waits):
    say(waits, "AAA", ["Nobody reported", 70], first=24)
    page = choice(board_member, "")
    assert '<li value="1">Nobody reported <span class="when">(April 2025)</span></li>' in page
    assert ">(1)<title>Nobody reported</title></text>" in page
    assert '<td class="number" data-label="Note">1</td>' in page


def test_the_recent_trend_is_told_where_it_can_be_tested(board_member, waits):
    assert "Recent trend" not in choice(board_member, "")
    Figure.objects.filter(place="AAA").update(numerator=70, denominator=100)
    assert "cannot be tested: of the 5 years up to 2024/25" in choice(board_member, "")


NO_CHART = [
    (
        [(date(2024, 4, 1), 70), (date(2024, 5, 1), 4e15)],
        "4000000000000000.0: no figure of health care is that",
    ),
    ([(date(2024, 4, 2), 70), (date(2024, 5, 1), 71)], "give the first day of each month"),
]


@pytest.mark.parametrize(("said", "why"), NO_CHART)
def test_figures_of_which_no_chart_can_be_made_stand_in_their_table_with_the_reason(
    board_member, waits, said, why
):
    Figure.objects.filter(place="AAA").delete()
    day = date(2025, 5, 1)
    rows = [
        Figure(indicator=waits, place="AAA", period=on, revision=1, value=value, as_at=day, confirmed=day)
        for on, value in said
    ]
    rows.append(Figure(indicator=waits, place="AAA", period=date(2024, 6, 1), revision=1, missing="Nobody counted",
                       as_at=day, confirmed=day))  # fmt: skip
    Figure.objects.bulk_create(rows)
    page = choice(board_member, "")
    _, _, card = page.partition("<strong>No chart.</strong>")
    assert why in card and '<h2 id="all-head">All figures</h2>' in card and "Nobody counted" in card
    assert [f'href="/figures/counted/{each.pk}/"' in card for each in rows] == [True] * 3


def test_the_window_of_figures_without_a_chart_is_told_and_can_be_chosen(board_member, waits):
    Figure.objects.filter(place="AAA").delete()
    Indicator.objects.update(every="day")
    first, said = date(2024, 1, 1), date(2025, 5, 1)
    Figure.objects.bulk_create(
        Figure(indicator=waits, place="AAA", period=first + timedelta(at), revision=1, value=70 if at else 4e15,
               as_at=said, confirmed=said)
        for at in range(400)
    )  # fmt: skip
    assert "XmR chart</title>" in choice(board_member, "")
    whole = choice(board_member, "&window=all")
    assert "<strong>No chart.</strong>" in whole and '<option value="all" selected>' in whole
    assert whole.count("how was this counted?") >= 400
    Figure.objects.filter(place="AAA").update(value=4e15)
    assert '<h2 id="all-head">The last 366 of 400 figures</h2>' in choice(board_member, "")


def test_the_board_sees_at_a_glance_what_asks_for_attention(board_member, waits):
    say(waits, "AAA", [40, 40, 40], first=24)
    page = text(board_member.get("/figures/?place=AAA"))
    glance = page[page.index('id="glance"') : page.index('id="constitution"')]
    assert re.findall(r"<dt>(.*?)</dt>", glance) == ["Concern: 1", "Target missed: 1"]
    assert glance.count("Seen in time") == 2  # once under each, although it stands in two themes


def test_before_the_first_figure_there_is_nothing_at_a_glance(board_member, here):
    assert 'id="glance"' not in text(board_member.get("/figures/"))


def test_indicators_without_a_figure_stand_together_under_their_reason(board_member, waits):
    for code in ("one", "two"):
        Indicator.objects.create(
            code=code, name=f"Number {code}", unit="count", every="month", owner="x", source="y"
        )
    told = text(board_member.get("/figures/reports/quarterly/2025-01/?place=AAA"))
    _, _, not_there = told.partition("No figure at all")
    assert '<td data-label="2 indicators">Number one; Number two</td>' in not_there


def test_a_report_says_how_many_more_ask_for_attention_than_it_draws(board_member, waits):
    for at in range(ATTENTION):
        more = Indicator.objects.create(
            code=f"more-{at}", name=f"Other {at}", unit="percent", good="higher", every="month", owner="x", source="y",
        )  # fmt: skip
        say(more, "AAA", [70, 72] * 12)
        Standard.objects.create(indicator=more, kind="target", value=95, since=date(2010, 1, 1), source="z")
    told = text(board_member.get("/figures/reports/quarterly/2025-01/?place=AAA"))
    assert "1 more indicator shows a concern or misses its target" in told


def test_a_page_that_refuses_says_so_in_its_title(planner, waits):
    refused = planner.post("/figures/indicators/waits/words/", {"version": "1", "name": ""})
    assert "<title>Error: " in text(refused)
    assert "<title>Error: " not in text(planner.get("/figures/indicators/waits/words/"))


def test_what_figures_are_held_against_has_their_unit_where_it_is_set(planner, waits):
    page = text(planner.get("/figures/indicators/waits/standards/?place=AAA"))
    assert '<td class="number" data-label="Value">95.0%</td>' in page and "Value (%)</label>" in page
