"""Status reports carry forward: what was promised, what was done and slipped since, which rating the sheets suggest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.steering.programmes.small import JUNE, PROGRESS, contents, network, portfolio
from toldonce.steering.plans.programmes import overview
from toldonce.steering.plans.programmes.benefits import followed_all
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.rating import RULES, suggested
from toldonce.steering.plans.programmes.reading import portfolio_of
from toldonce.steering.plans.programmes.reporting import Draft, drafted, rows_of
from toldonce.steering.plans.programmes.words import RATED
from toldonce.steering.sheets.typed import understood

REPORTS = "programme | as_at | time | money | benefits | risks | done | next | asked | by"
APRIL = f"""{REPORTS}
    home | 2018-01-31 | green | green | green | green | | Agree the money | | Lead
    home | 2018-04-30 | amber | green | green | green | | Hand out phones | | Lead
    beds | 2018-05-31 | green | green | green | green | | Close the ward  | | Lead
    home | 2018-09-30 | red   | green | green | green | | Later           | | Lead"""
REPORTED = """
    milestone | as_at      | expected
    hired     | 2018-01-31 | 2018-06-01
    hired     | 2018-04-30 | 2018-06-10
    begun     | 2018-04-30 | 2018-07-10"""
LATE = f"""{PROGRESS}
    money  |            | 2018-03-01 | | x
    phones |            | 2018-05-20 | | x
    hired  | 2018-06-20 |            | | x"""


def draft(on: date = JUNE, **tables: str) -> Draft:
    """What the next report of Help at home starts with on a day."""
    made = {"reports": APRIL, "reported": REPORTED, "progress": LATE, **tables}
    return drafted(portfolio(**made), network(on, **made), "home", on)


def test_what_the_last_report_promised_is_carried_forward():
    assert draft().carried == ("Hand out phones",)


def test_a_promise_of_several_lines_is_carried_line_by_line():
    plan = portfolio(reports=f"{REPORTS}\nhome | 2018-04-30 | green | green | green | green | | One | | Lead")
    told = replace(plan, reports=tuple(replace(each, next="- One\n\n• Two") for each in plan.reports))
    assert drafted(told, network(), "home", JUNE).carried == ("One", "Two")


def test_only_what_was_done_since_the_last_report_is_told_as_done():
    assert [each.milestone.key for each in draft().done] == ["phones"]
    assert [each.milestone.key for each in draft(reports=REPORTS).done] == ["money", "phones"]


def test_a_milestone_slipped_when_it_is_later_than_the_last_report_told():
    assert [(each.expected.milestone.key, f"{each.was}", each.days) for each in draft().slipped] == [
        ("hired", "2018-06-10", 10),
        ("begun", "2018-07-10", 10),
    ]


def test_what_is_overdue_and_what_is_due_before_the_next_report():
    told = draft(date(2018, 7, 1))
    assert [each.milestone.key for each in told.overdue] == ["hired"]
    assert [each.milestone.key for each in told.due] == ["hired", "begun"]
    assert told.next_report == date(2018, 7, 31)


def test_where_no_next_report_is_set_it_is_a_month_on():
    assert draft(portfolio="as_at | scale\n2018-06-01 | three").next_report == date(2018, 7, 2)


def test_risks_past_their_review_are_told():
    assert [each.key for each in draft().reviews] == ["theft"]


def test_the_first_report_of_a_programme_carries_nothing():
    told = draft(reports=REPORTS, reported="milestone | as_at | expected")
    assert (told.last, told.carried, told.slipped) == (None, (), ())


GREEN = dict.fromkeys(RATED, "green")


def test_a_report_is_written_as_rows_that_the_sheets_understand_and_the_next_one_carries_it_on():
    told = draft()
    reports, reported = rows_of(
        told, network(progress=LATE), ratings=GREEN, done="Phones", next="Hire\nTrain", asked="", by="Lead"
    )
    made, wrong = understood(PROGRAMMES, {"reports": reports, "reported": reported})
    assert wrong == []
    after = portfolio_of({**contents(progress=LATE), **{key: made[key] for key in ("reports", "reported")}})
    later = drafted(after, network(progress=LATE), "home", date(2018, 6, 30))
    assert (later.last.as_at if later.last else None, later.carried) == (JUNE, ("Hire", "Train"))
    assert later.slipped == ()
    assert sorted(after.reported) == ["begun", "hired", "phones"]


def test_what_was_done_is_told_in_lines():
    assert draft().done_in_words(portfolio(progress=LATE)) == (
        "“Phones handed out” was done on 20 May 2018, 19 days later than planned (1 May 2018). "
        "By itself it moves nothing else."
    )


OVERDUE = date(2018, 6, 10)
RISKS = "key | programme | name | kind | likelihood | impact | owner | review | state | source"
RATINGS = [
    ("time", {}, JUNE, "green", "Nothing is overdue, and nothing is expected later than planned."),
    ("time", {}, OVERDUE, "amber", "1 milestone is overdue."),
    ("time", {"progress": LATE}, JUNE, "amber", "2 milestones are expected later than planned."),
    (
        "time",
        {"progress": f"{PROGRESS}\nbegun | 2019-01-10 | | | x"},
        JUNE,
        "red",
        "“First visits” is expected 10 days after the programme ends (31 December 2018).",
    ),
    (
        "time",
        {
            "programmes": "key | name | source\nhome | Help | x\nbeds | Beds | x",
            "progress": f"{PROGRESS}\nbegun | 2018-09-30 | | | x",
        },
        JUNE,
        "red",
        "The end is expected 91 days later than planned.",
    ),
    (
        "time",
        {"milestones": "key | project | name | planned | source"},
        JUNE,
        None,
        "The programme has no milestones.",
    ),
    ("money", {}, JUNE, "green", "What is left is forecast as planned, or better."),
    (
        "money",
        {"outturn": "line | forecast | source\npay18 | 120,000 | x"},
        JUNE,
        "amber",
        "What is left is forecast £20,000 worse than planned, of £200,000 planned costs.",
    ),
    (
        "money",
        {"outturn": "line | forecast | source\npay18 | 120,001 | x"},
        JUNE,
        "red",
        "What is left is forecast £20,001 worse than planned, of £200,000 planned costs.",
    ),
    (
        "money",
        {"money": "key | programme | name | kind | year | planned | source"},
        JUNE,
        None,
        "No money is planned.",
    ),
    ("benefits", {}, JUNE, None, "No planned value of a benefit is due yet."),
    (
        "benefits",
        {"measured": "benefit | on | value | source\ndays | 2018-12-31 | 14 | x"},
        date(2019, 1, 1),
        "green",
        "No benefit is behind its trajectory.",
    ),
    ("benefits", {}, date(2019, 1, 1), "amber", "1 benefit is not counted since a planned value was due."),
    (
        "benefits",
        {"measured": "benefit | on | value | source\ndays | 2018-12-31 | 15 | x"},
        date(2019, 1, 1),
        "amber",
        "1 benefit is behind the trajectory.",
    ),
    (
        "benefits",
        {"measured": "benefit | on | value | source\ndays | 2019-12-31 | 15 | x"},
        date(2020, 1, 1),
        "red",
        "“Days in hospital” has missed its target.",
    ),
    (
        "benefits",
        {"progress": f"{PROGRESS}\nbegun | 2019-02-01 | | | x"},
        JUNE,
        "amber",
        "“Days in hospital” depends on a milestone that is expected too late for it.",
    ),
    ("risks", {}, JUNE, "red", "“Nobody applies” lies in the highest cell."),
    (
        "risks",
        {"risks": f"{RISKS}\na | home | A flood | issue | low | high | | | open | x"},
        JUNE,
        "red",
        "“A flood” has happened, with the highest impact.",
    ),
    (
        "risks",
        {"risks": f"{RISKS}\na | home | A flood | risk | low | high | | | open | x"},
        JUNE,
        "amber",
        "“A flood” has the highest likelihood or impact.",
    ),
    (
        "risks",
        {"risks": f"{RISKS}\na | home | A | risk | low | low | | 2018-05-31 | open | x"},
        JUNE,
        "amber",
        "1 risk is past the day of review.",
    ),
    (
        "risks",
        {"risks": f"{RISKS}\na | home | A | risk | high | high | | | closed | x"},
        JUNE,
        "green",
        "No open risk has the highest likelihood or impact, and none is past its review.",
    ),
    ("risks", {"risks": RISKS}, JUNE, None, "The programme has no risks on the register."),
]


@pytest.mark.parametrize(("kind", "tables", "on", "rating", "because"), RATINGS)
def test_a_rating_is_suggested_with_its_reason(
    kind: str, tables: dict[str, str], on: date, rating: str | None, because: str
):
    plan = portfolio(**tables)
    told = suggested(plan, network(on, **tables), "home", followed_all(plan, on))[kind]
    assert (told.rating, told.because) == (rating, because)


def test_every_rating_has_its_rule_in_words():
    assert list(RULES) == list(RATED)


def test_the_overview_says_of_each_programme_how_it_goes():
    tables = {"reports": APRIL, "progress": LATE}
    home, beds = overview.of(portfolio(**tables), network(**tables), JUNE)
    assert (home.report.as_at if home.report else None, home.age_days) == (date(2018, 4, 30), 32)
    assert (home.done, home.milestones, home.overdue) == (2, 4, 0)
    assert [each.milestone.key for each in (home.upcoming, home.worst, home.last) if each] == [
        "hired",
        "hired",  # by 19 days, as the first visits are, but before them
        "begun",
    ]
    assert (home.risk.key if home.risk else None, home.planned.net, beds.risk.key if beds.risk else None) == (
        "staff",
        50_000,
        "bed",
    )


def test_the_overview_counts_benefits_that_are_behind():
    tables = {"measured": "benefit | on | value | source\ndays | 2018-12-31 | 15 | x"}
    day = date(2019, 1, 31)
    home, beds = overview.of(portfolio(**tables), network(day, **tables), day)
    assert ([each.benefit.key for each in home.behind], home.benefits, beds.benefits) == (["days"], 1, 0)
