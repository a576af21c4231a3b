"""What is not right is said with its cell, and never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.steering.anything import with_a_cell_emptied
from tests.steering.programmes.small import (
    DEPENDENCIES,
    JUNE,
    MILESTONES,
    PROGRESS,
    TABLES,
    contents,
    findings,
)
from toldonce.steering.plans.programmes import overview
from toldonce.steering.plans.programmes.benefits import followed_all
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.checking import what_does_not_hold
from toldonce.steering.plans.programmes.money import by_year, payback
from toldonce.steering.plans.programmes.network import expected
from toldonce.steering.plans.programmes.pictures.logic import logic
from toldonce.steering.plans.programmes.pictures.timeline import timeline
from toldonce.steering.plans.programmes.pictures.trajectory import trajectory
from toldonce.steering.plans.programmes.reading import portfolio_of
from toldonce.steering.plans.programmes.reporting import drafted
from toldonce.steering.plans.programmes.saying import of_benefit, of_money, of_network, of_slip
from toldonce.steering.sheets.declaring import Column, Contents, Grade, Row, Sheet, checked
from toldonce.steering.sheets.kinds import (
    Day,
    FinancialYear,
    Flag,
    Pick,
    Pounds,
    Reference,
    Value,
    Whole,
    Words,
)

BENEFITS = "key | programme | name | kind | owner | unit | better | after | source"
TRAJECTORY = "benefit | by | value | baseline | source"
RISKS = "key | programme | name | kind | likelihood | impact | state | source"
LOGIC = "key | programme | stage | says | source"
MONEY = "key | programme | name | kind | year | recurrent | planned | source"
WAITS = TABLES["dependencies"]

BAD = {
    "no row of the portfolio": (
        {"portfolio": "as_at | scale"},
        "The portfolio: has 0 rows, and a portfolio has one.",
    ),
    "a key given twice": (
        {"milestones": f"{MILESTONES}\na | team | A | 2018-03-01 | | x\na | team | B | 2018-04-01 | | x"},
        "Milestones, row 2, Key: is the same as in row 1: each stands here once",
    ),
    "a milestone that waits for itself": (
        {"dependencies": f"{DEPENDENCIES}\nhired | hired | 0"},
        (
            "Dependencies, row 1, Waits for: “Team in post” waits for itself: Team in post → Team in "
            "post. Take one of these rows away."
        ),
    ),
    "milestones that wait for each other": (
        {"dependencies": f"{WAITS}\nmoney | begun | 0"},
        (
            "Dependencies, row 5, Waits for: “Money agreed” waits for itself: Money agreed → First "
            "visits → Team in post → Money agreed. Take one of these rows away."
        ),
    ),
    "two rows of progress of one milestone": (
        {"progress": f"{PROGRESS}\nmoney | | 2018-03-01 | | x\nmoney | | 2018-03-02 | | x"},
        "Progress, row 2, Milestone: is the same as in row 1: each stands here once",
    ),
    "planned before what it waits for": (
        {"dependencies": f"{DEPENDENCIES}\nhired | money | 100"},
        (
            "Milestones, row 2, Planned: is before 9 June 2018, which “Money agreed” allows: that is "
            "planned for 1 March 2018, and it takes 100 days more."
        ),
    ),
    "done before what it waits for was done": (
        {"progress": f"{PROGRESS}\nmoney | | 2018-03-01 | | x\nhired | | 2018-02-01 | | x"},
        "Progress, row 2, Done on: is before “Money agreed” was done (1 March 2018), which it waits for.",
    ),
    "done while what it waits for is not": (
        {"progress": f"{PROGRESS}\nhired | | 2018-05-01 | | x"},
        (
            "Progress, row 1, Done on: says that it was done, while “Money agreed”, which it waits "
            "for, is not done."
        ),
    ),
    "done in the future": (
        {"progress": f"{PROGRESS}\nmoney | | 2018-06-02 | | x"},
        "Progress, row 1, Done on: is after 1 June 2018, of which the portfolio is judged.",
    ),
    "expected before what it waits for": (
        {"progress": f"{PROGRESS}\nhired | 2018-08-01 | | | x\nbegun | 2018-08-02 | | | x"},
        (
            "Progress, row 2, Expected: is before 31 August 2018, the earliest day that “Team in "
            "post” allows, which it waits for."
        ),
    ),
    "planned before its programme starts": (
        {"milestones": f"{MILESTONES}\na | team | A | 2017-12-31 | | x"},
        "Milestones, row 1, Planned: is before “Help at home” starts (1 January 2018).",
    ),
    "planned after its programme ends": (
        {"milestones": f"{MILESTONES}\na | team | A | 2019-01-01 | | x"},
        "Milestones, row 1, Planned: is after “Help at home” ends (31 December 2018).",
    ),
    "a programme that ends before it starts": (
        {"programmes": "key | name | starts | ends | source\nhome | Help | 2018-01-01 | 2017-01-01 | x"},
        "Programmes, row 1, Ends: is before “Help” starts (1 January 2018).",
    ),
    "a benefit without an owner": (
        {"benefits": f"{BENEFITS}\ndays | home | Days | capacity | | days | lower | | x"},
        "Benefits, row 1, Owner: is empty: a benefit for which nobody answers is not followed.",
    ),
    "a benefit without a target": (
        {"trajectory": f"{TRAJECTORY}\ndays | 2017-12-31 | 20 | yes | x"},
        "Benefits, row 1, Key: has no target: add its planned values to the sheet “Trajectory”.",
    ),
    "a trajectory that goes the wrong way": (
        {"trajectory": f"{TRAJECTORY}\ndays | 2018-12-31 | 20 | | x\ndays | 2019-12-31 | 21.5 | | x"},
        (
            "Trajectory, row 2, Planned value: is worse than 20 days planned by 31 December 2018, "
            "where lower is better."
        ),
    ),
    "a baseline after a target": (
        {"trajectory": f"{TRAJECTORY}\ndays | 2018-12-31 | 20 | | x\ndays | 2019-12-31 | 20 | yes | x"},
        (
            "Trajectory, row 2, Baseline: is a baseline after a planned value: a baseline is what "
            "was counted before the programme."
        ),
    ),
    "two planned values of one day": (
        {"trajectory": f"{TRAJECTORY}\ndays | 2018-12-31 | 20 | | x\ndays | 2018-12-31 | 19 | | x"},
        "Trajectory, row 2, By: is the day of row 1 too: “Days in hospital” has one value on a day.",
    ),
    "a benefit before the milestone that it depends on": (
        {"trajectory": f"{TRAJECTORY}\ndays | 2018-06-30 | 20 | | x"},
        (
            "Benefits, row 1, Depends on: is planned for 1 July 2018, after 30 June 2018, by which "
            "the benefit is to be 20 days already."
        ),
    ),
    "a risk on another scale": (
        {"risks": f"{RISKS}\na | home | A | risk | 4 | high | open | x"},
        (
            "Risks and issues, row 1, Likelihood: is not on the scale of this portfolio: say one of "
            "Low, Medium, High."
        ),
    ),
    "logic that leads to another programme": (
        {
            "logic": f"{LOGIC}\na | home | input | Money | x\nb | beds | outcome | Health | x",
            "links": "step | leads_to\na | b",
        },
        (
            "Leads to, row 1, Leads to: “Health” is of another programme than “Money”: a logic model "
            "is of one programme."
        ),
    ),
    "logic that leads backwards": (
        {
            "logic": f"{LOGIC}\na | home | outcome | Health | x\nb | home | input | Money | x",
            "links": "step | leads_to\na | b",
        },
        "Leads to, row 1, Leads to: “Money” is one of the inputs, which come before the outcomes.",
    ),
    "logic that leads to itself": (
        {
            "logic": f"{LOGIC}\na | home | output | Beds | x\nb | home | output | Wards | x",
            "links": "step | leads_to\na | b\nb | a",
        },
        (
            "Leads to, row 2, Leads to: “Wards” leads to itself: Wards → Beds → Wards. Take one of "
            "these rows away."
        ),
    ),
    "an outcome that nothing leads to": (
        {"links": "step | leads_to\npounds | visits\nvisits | seen"},
        (
            "Logic model, row 4, What it is: has nothing that leads to it: say under “Leads to” how "
            "it comes about."
        ),
    ),
    "an input that leads nowhere": (
        {"links": "step | leads_to\nvisits | seen\nseen | stays"},
        "Logic model, row 1, What it is: leads to nothing: say under “Leads to” what comes of it.",
    ),
    "money that comes again and has no next year": (
        {
            "money": f"{MONEY}\na | home | Pay | cost | 2017/18 | yes | 5 | x\n"
            "b | home | Beds | saving | 2018/19 | | 5 | x"
        },
        (
            "Money, row 1, Recurrent: comes again every year, and has no row in 2018/19: each year "
            "needs its own."
        ),
    ),
    "two rows of one line of money": (
        {"outturn": "line | forecast | source\npay18 | 5 | x\npay18 | 6 | x"},
        "Money as it goes, row 2, Line: is the same as in row 1: each stands here once",
    ),
    "an amount below nothing": (
        {"money": f"{MONEY}\na | home | Pay | cost | 2017/18 | | -5 | x"},
        "Money, row 1, Planned: is below nothing, which this amount cannot be",
    ),
    "a day that is none": (
        {"milestones": f"{MILESTONES}\na | team | A | spring | | x"},
        "Milestones, row 1, Planned: “spring” is no day: write 31/03/2020 or 2020-03-31",
    ),
}


@pytest.mark.parametrize(("tables", "expected"), BAD.values(), ids=BAD)
def test_bad_input_is_said_with_its_cell(tables: dict[str, str], expected: str):
    assert expected in findings(**tables)


def test_the_small_portfolio_has_nothing_wrong():
    assert findings() == []
    assert checked(PROGRAMMES, contents()) == []


def test_a_doubt_about_an_expected_day_says_the_earliest_day_that_is_possible():
    late = f"{PROGRESS}\nhired | 2018-08-01 | | | x\nbegun | 2018-08-02 | | | x"
    found = [each for each in what_does_not_hold(contents(progress=late)) if each.at.column == "forecast"]
    assert [(f"{each.should}", each.grade) for each in found] == [("2018-08-31", Grade.DOUBT)]


def test_a_ring_of_many_is_named_by_its_ends():
    many = [f"m{at} | team | M{at} | 2018-03-01 | | x" for at in range(30)]
    ring = [f"m{at} | m{(at + 1) % 30} | 0" for at in range(30)]
    told = findings(
        milestones="\n".join([MILESTONES, *many]),
        dependencies="\n".join([DEPENDENCIES, *ring]),
        progress=PROGRESS,
    )
    assert "M29 → M0 → M1 → M2 → M3 → M4 → M5 → M6 → M7 → M8 → 20 more → M29" in next(
        each for each in told if "waits for itself" in each
    )


def test_a_reference_to_a_row_that_is_not_there_is_said():
    found = checked(PROGRAMMES, contents(dependencies=f"{DEPENDENCIES}\nhired | nothing | 0"))
    assert [str(each) for each in found] == [
        "Dependencies, row 1, Waits for: “nothing” is no row of the sheet “Milestones”"
    ]


FILLED = {
    "measured": "benefit | on | value | source\ndays | 2018-05-31 | 18 | x",
    "outturn": "line | to_date | forecast | source\npay18 | 10 | 20 | x",
    "reports": "programme | as_at | time | money | benefits | risks\nhome | 2018-05-01 | red | green | green | amber",
    "reported": "milestone | as_at | expected\nhired | 2018-05-01 | 2018-06-01",
}  # so that with the small portfolio every sheet has a row


@pytest.mark.parametrize("sheet", PROGRAMMES.by_key)
def test_any_cell_may_be_empty_and_the_check_still_answers(sheet: str):
    for each in with_a_cell_emptied(contents(**FILLED), sheet):
        assert isinstance(what_does_not_hold(each), list)


def test_an_empty_book_asks_for_its_row_and_is_read_as_a_portfolio_of_nothing():
    assert [str(each) for each in what_does_not_hold({})] == [
        "The portfolio: has 0 rows, and a portfolio has one."
    ]
    assert portfolio_of({}).milestones == ()


KEYS = st.sampled_from(["a", "b", "c"])


def anything_for(column: Column) -> st.SearchStrategy[Value]:
    """Any value that a cell of this column can hold."""
    kind = column.kind
    if isinstance(kind, Reference) or column.key == "key":
        return KEYS
    if isinstance(kind, Day):
        return st.dates(Day().read("1900-01-01"), Day().read("2199-12-31"))  # type: ignore[arg-type]
    if isinstance(kind, FinancialYear):
        return st.integers(1900, 2199)
    if isinstance(kind, Flag):
        return st.booleans()
    if isinstance(kind, Pick):
        return st.sampled_from(list(kind.options))
    if isinstance(kind, Pounds):
        return st.integers(0, 10**14)
    if isinstance(kind, Whole):
        return st.integers(0, 3660)
    if isinstance(kind, Words):
        return st.text(max_size=5)
    return st.decimals(-(10**14), 10**14, allow_nan=False, places=3)


def rows_of(sheet: Sheet, *, whole: bool) -> st.SearchStrategy[list[Row]]:
    """Any rows of a sheet; `whole` ones have what every row needs, and a key of their own."""
    row = st.fixed_dictionaries({
        each.key: anything_for(each) if whole and each.needed else st.none() | anything_for(each)
        for each in sheet.columns
    })  # fmt: skip
    rows = st.lists(row, min_size=3 if whole else 0, max_size=6)
    return rows.map(lambda made: list(_numbered(made, whole=whole)))


def _numbered(made: list[dict[str, Value]], *, whole: bool) -> Iterator[Row]:
    for at, values in enumerate(made, 1):
        own = {"key": "abcdef"[at - 1]} if whole and "key" in values else {}
        yield Row(at, at, {**values, **own})


def anything(*, whole: bool) -> st.SearchStrategy[Contents]:
    """Any contents of a book."""
    return st.fixed_dictionaries({sheet.key: rows_of(sheet, whole=whole) for sheet in PROGRAMMES.sheets})


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(anything(whole=False) | anything(whole=True))
def test_the_check_answers_whatever_the_sheets_hold(made: Contents):
    assert all(str(each) for each in what_does_not_hold(made))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(anything(whole=True))
def test_everything_is_worked_out_and_drawn_whatever_the_sheets_hold_where_nothing_waits_for_itself(
    made: Contents,
):
    plan = portfolio_of({**made, "dependencies": _leading_on(made["dependencies"])})
    told = expected(plan, JUNE)
    lines = overview.of(plan, told, JUNE)
    drafts = [drafted(plan, told, each.programme.key, JUNE) for each in lines]
    assert [each.programme.key for each in lines] == [each.programme for each in drafts]
    words = [of_network(plan, told), of_money(by_year(plan), payback(plan))]
    words += [of_slip(plan, each) for each in told.at.values()]
    words += [of_benefit(each) for each in followed_all(plan, JUNE).values()]
    assert all(words)
    drawn = [timeline(plan, told), *(trajectory(each) for each in followed_all(plan, JUNE).values())]
    drawn += [
        picture
        for each in drafts
        for picture in (timeline(plan, told, each.programme), logic(plan, each.programme))
    ]
    assert all(ElementTree.fromstring(picture).get("role") == "img" for picture in drawn)


def _leading_on(rows: Sequence[Row]) -> list[Row]:
    """The dependencies whose key comes after that of what it waits for, so that none leads back."""
    return [row for row in rows if f"{row['milestone']}" > f"{row['waits_for']}"]
