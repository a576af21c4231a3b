"""What is worked out, in sentences that its numbers make true, and in pictures that say what they show."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.programmes.small import (
    DEPENDENCIES,
    JUNE,
    MILESTONES,
    PROGRESS,
    TABLES,
    network,
    portfolio,
)
from toldonce.steering.plans.programmes.benefits import followed_all
from toldonce.steering.plans.programmes.models import model_of, paths
from toldonce.steering.plans.programmes.network import critical_path
from toldonce.steering.plans.programmes.pictures.calendar import calendar
from toldonce.steering.plans.programmes.pictures.logic import BOX, logic, passing, placed
from toldonce.steering.plans.programmes.pictures.timeline import timeline
from toldonce.steering.plans.programmes.pictures.trajectory import trajectory
from toldonce.steering.plans.programmes.saying import of_network, of_path, of_slip

LATE = f"""{PROGRESS}
    money  |            | 2018-03-21 | The board met late | x
    phones | 2018-09-10 |            | A shortage         | x"""


def test_the_network_in_words():
    assert of_network(portfolio(), network()) == (
        "On 1 June 2018, 2 of 5 milestones are done. Of the others none is expected later than "
        "planned, and none is overdue."
    )
    assert of_network(portfolio(progress=LATE), network(progress=LATE)) == (
        "On 1 June 2018, 1 of 5 milestones is done. Of the others 4 are expected later than "
        "planned, and none is overdue. “Phones handed out” is expected on 10 September 2018, 132 "
        "days later than planned (1 May 2018). Why: A shortage. It moves “First visits” by 53 "
        "days and “Ward closed” by 53 days."
    )


SLIPS = {
    "hired": (
        "“Team in post” is expected on 19 June 2018, 18 days later than planned (1 June 2018), "
        "because it waits for “Money agreed”."
    ),
    "money": (
        "“Money agreed” was done on 21 March 2018, 20 days later than planned (1 March 2018). "
        "Why: The board met late. It moves “Team in post” by 18 days."
    ),
}


@pytest.mark.parametrize(("key", "says"), SLIPS.items(), ids=SLIPS)
def test_a_slip_in_words(key: str, says: str):
    assert of_slip(portfolio(progress=LATE), network(progress=LATE).at[key]) == says


def test_what_is_overdue_asks_for_a_new_day():
    assert of_slip(portfolio(), network(date(2018, 6, 11)).at["hired"]) == (
        "“Team in post” is expected on 11 June 2018, 10 days later than planned (1 June 2018): "
        "it is overdue, and nobody has said when it will be done. It moves “First visits” by 10 "
        "days and “Ward closed” by 8 days."
    )


def test_what_goes_as_planned_in_words():
    assert (
        of_slip(portfolio(), network().at["money"]) == "“Money agreed” was done as planned, on 1 March 2018."
    )


def test_what_slips_by_itself_and_by_others_in_words():
    both = f"{LATE}\nhired | 2018-06-29 | | Few applied | x"
    assert of_slip(portfolio(progress=both), network(progress=both).at["hired"]) == (
        "“Team in post” is expected on 29 June 2018, 28 days later than planned (1 June 2018), "
        "10 of them by itself. Why: Few applied. By itself it moves nothing else."
    )


def test_the_critical_path_in_words():
    told = network(progress=LATE)
    assert of_path(critical_path(told, "home"), "Help at home") == (
        "“Help at home” is expected to end on 10 September 2018 with “First visits”, which waits "
        "for “Phones handed out”."
    )
    assert of_path(critical_path(told, "beds"), "Fewer beds") == (
        "“Fewer beds” is expected to end on 9 November 2018 with “Ward closed”, which waits for "
        "“First visits” and “Phones handed out”, each of which waits for the next."
    )
    assert of_path(critical_path(network(), "beds"), "Fewer beds") == (
        "“Fewer beds” is expected to end on 1 September 2018 with “Ward closed”, which waits for "
        "nothing until then."
    )
    assert of_path((), "Fewer beds") == "“Fewer beds” has no milestones yet."


def test_what_leads_to_what_in_words():
    told = [(path.start.says, path.end.says, path.because) for path in paths(portfolio(), "home")]
    assert told == [
        ("Money for nurses", "Visits at home", "a budget"),
        ("Visits at home", "1,000 people are seen", ""),
        ("1,000 people are seen", "Shorter stays", "a trial"),
    ]


def pictures(on: date = JUNE, **tables: str) -> list[str]:
    """Every picture of the small portfolio."""
    plan, told = portfolio(**tables), network(on, **tables)
    return [
        timeline(plan, told),
        *(
            timeline(plan, told, each.key, narrow=narrow)
            for each in plan.programmes
            for narrow in (True, False)
        ),
        *(logic(plan, each.key) for each in plan.programmes),
        *(trajectory(each) for each in followed_all(plan, on).values()),
    ]


NOTHING = {
    "milestones": MILESTONES,
    "dependencies": DEPENDENCIES,
    "progress": PROGRESS,
    "trajectory": "benefit | by | value | source",
    "logic": "key | programme | stage | says | source",
    "links": "step | leads_to",
}


@pytest.mark.parametrize("tables", [{}, {"progress": LATE}, NOTHING], ids=["as planned", "late", "nothing"])
def test_pictures_say_what_they_show_and_need_no_style_sheet(tables: dict[str, str]):
    for drawn in pictures(**tables):
        root = ElementTree.fromstring(drawn)
        assert root.get("role") == "img"
        assert [bool(each.text) for each in root if each.tag.endswith(("title", "desc"))] == [True, True]
        assert "style=" not in drawn and "nan" not in drawn


def test_the_timeline_has_a_mark_for_every_milestone_with_its_words():
    drawn = timeline(portfolio(progress=LATE), network(progress=LATE), "home")
    tips = [each.findtext("{*}title") for each in ElementTree.fromstring(drawn).iterfind("{*}g")]
    assert sorted(f"{tip}".split("”")[0] for tip in tips) == [
        "“First visits",
        "“Money agreed",
        "“Phones handed out",
        "“Team in post",
    ]


def test_the_timeline_of_all_programmes_has_a_row_for_each_project():
    words = [
        f"{each.text}"
        for each in ElementTree.fromstring(timeline(portfolio(), network())).iterfind("{*}text")
    ]
    assert [
        each for each in words if each in ("Help at home", "The team", "Tools", "Fewer beds", "A ward")
    ] == [
        "Help at home",
        "The team",
        "Tools",
        "Fewer beds",
        "A ward",
    ]


def test_the_logic_model_has_a_box_for_each_step_and_an_arrow_for_each_link():
    root = ElementTree.fromstring(logic(portfolio(), "home"))
    classes = [each.get("class") for each in root.iterfind("{*}g")]
    assert (classes.count("logic-step"), classes.count("logic-link")) == (4, 3)


def test_logic_that_stays_within_a_stage_is_drawn():
    more = f"{TABLES['logic']}\nlonger | home | outcome | Longer lives | | x"
    within = f"{TABLES['links']}\nstays | longer | a study"
    assert logic(portfolio(logic=more, links=within), "home").count("logic-link") == 4


@settings(deadline=None)
@given(st.lists(st.dates(date(1900, 1, 1)), min_size=1), st.integers(200, 2000))
def test_a_calendar_has_room_for_all_its_days_and_for_the_words_of_its_marks(days: list[date], width: int):
    along = calendar(days, 0, width)
    marks = [along.across(day) for day in along.marks()]
    assert all(0 <= along.across(day) <= width for day in days)
    assert all(later - mark > 55 for mark, later in pairwise(marks))


def test_an_arrow_that_passes_a_column_goes_between_its_boxes():
    more = f"{TABLES['logic']}\nmoney | home | output | Money is saved, and spent on more visits | | x"
    boxes = placed(model_of(portfolio(logic=more), "home"))
    passed = passing(boxes.values(), boxes["pounds"], boxes["stays"])
    assert [x for x, _ in passed] == [boxes["visits"].x, boxes["seen"].x]
    crossed = [
        box.step.key
        for x, y in passed
        for box in boxes.values()
        if box.x < x + BOX and x < box.x + BOX and box.y < y < box.y + box.height
    ]
    assert crossed == []
