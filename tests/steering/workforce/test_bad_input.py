"""What is not right is said with its cell, and never guessed."""

from __future__ import annotations

import pytest

from tests.steering.anything import with_a_cell_emptied
from tests.steering.workforce.small import contents, findings
from toldonce.steering.plans.workforce.book import WORKFORCE

STAFF = "role | employer | band | heads | fte | as_at | source"
FLOWS = "role | employer | leavers | joiners | source"
DRIVERS = "driver | unit | value | year | growth | later | later_year | source"
PIPELINES = "pipeline | role | years | dropout | practise | stay | band | source"
CHANGES = "scenario | effect | of | amount | points"
PROMISES = "said | measure | of | number | by | source"

BAD = {
    "negative leavers": (
        {"flows": f"{FLOWS}\nNurses | | -3 | 10 | x\nAssistants | | 0 | 0 | x"},
        "Leavers and joiners, row 1, Leavers a year: is -3: 0 is the least that it can be",
    ),
    "more than all leave": (
        {"flows": f"{FLOWS}\nNurses | | 120 | 10 | x\nAssistants | | 0 | 0 | x"},
        "Leavers and joiners, row 1, Leavers a year: is 120: 100 is the most that it can be",
    ),
    "a fraction for a percentage": (
        {"flows": f"{FLOWS}\nNurses | | 0.1 | 10 | x\nAssistants | | 0 | 0 | x"},
        "Leavers and joiners, row 1, Leavers a year: is 0.1: write 0.1% if it is that, or 10% if it is a fraction",
    ),
    "more FTE a head than one": (
        {"participation": "role | fte | source\nNurses | 1.2 | x\nAssistants | 0.8 | x"},
        "Participation, row 1, FTE a head: is 1.2: 1 is the most that it can be",
    ),
    "no FTE a head at all": (
        {"participation": "role | fte | source\nNurses | 0.8 | x"},
        "Roles, row 2, Role: “Assistants” has no FTE a head in the sheet “Participation”",
    ),
    "more FTE than people": (
        {"staff": f"{STAFF}\nNurses | Hospital | all | 80 | 100 | 2019-03-31 | x"},
        "Staff in post, row 1, FTE: is 100 for 80 people: nobody is more than one FTE",
    ),
    "a headcount that does not agree with the FTE a head": (
        {"staff": f"{STAFF}\nNurses | Hospital | all | 200 | 100 | 2019-03-31 | x"},
        "Staff in post, row 1, Headcount: makes 0.50 FTE a head, where the sheet “Participation” has 0.8",
    ),
    "staff counted twice": (
        {
            "staff": f"{STAFF}\nNurses | Hospital | all | | 80 | 2019-03-31 | x\n"
            "Nurses | Hospital | 35-44 | | 20 | 2019-03-31 | x"
        },
        "Staff in post, row 2, Age band: is counted twice: row 1 has the same staff of all ages",
    ),
    "the same row twice": (
        {
            "staff": f"{STAFF}\nNurses | Hospital | all | | 80 | 2019-03-31 | x\n"
            "Nurses | Hospital | all | | 80 | 2019-03-31 | x"
        },
        "Staff in post, row 2, Role: is the same as in row 1: each stands here once",
    ),
    "staff without a date": (
        {"staff": f"{STAFF}\nNurses | Hospital | all | | 80 | | x"},
        "Staff in post, row 1, As at: has no date: it is taken for the end of the base year",
    ),
    "staff of later than the plan begins": (
        {"staff": f"{STAFF}\nNurses | Hospital | all | | 80 | 2024-09-30 | x"},
        "Staff in post, row 1, As at: lies after the end of the base year",
    ),
    "ages that do not add up": (
        {
            "ages": "role | band | staff | joining | retiring | source\n"
            " | 35-44 | 50 | 100 | 0 | x\n | 45-54 | 40 | 0 | 0 | x"
        },
        "Ages, row 2, Of those in post: adds up to 90% for every role, and not to 100%",
    ),
    "more go than there are": (
        {
            "ages": "role | band | staff | joining | retiring | source\n | 60-64 | 100 | 100 | 95 | x",
            "moves": "role | into | rate | source\nNurses | Assistants | 1 | x",
        },
        (
            "Leavers and joiners, row 1, Leavers a year: makes 106% of the oldest go in a year, "
            "with 95% who retire and 1% who move"
        ),
    ),
    "a move to where they are": (
        {"moves": "role | into | rate | source\nNurses | Nurses | 1 | x"},
        "Moves between roles, row 1, To: is the role that they come from",
    ),
    "a pipeline in which nobody starts": (
        {"pipelines": f"{PIPELINES}\nDegree | Nurses | 3 | 5 | 100 | 80 | under-25 | x"},
        "Training, row 1, Pipeline: nobody starts “Degree”: it has no intakes",
    ),
    "years in the wrong order": (
        {"plan": "base | last | judged | meets | draws | seed\n2018/19 | 2017/18 | 2018/19 | 2 | 200 | 1"},
        "The plan, row 1, Last year: must come after the base year, by 40 years at most",
    ),
    "a judged year outside the plan": (
        {"plan": "base | last | judged | meets | draws | seed\n2018/19 | 2023/24 | 2030/31 | 2 | 200 | 1"},
        "The plan, row 1, Year that is judged: must come after the base year and not after the last",
    ),
    "growth said twice": (
        {"drivers": f"{DRIVERS}\nPopulation | people | 100 | 2018/19 | 1 | 110 | 2028/29 | x"},
        "Drivers of need, row 1, Growth a year: is said twice: by a rate and by a later value; leave one empty",
    ),
    "a later value of an earlier year": (
        {"drivers": f"{DRIVERS}\nPopulation | people | 100 | 2018/19 | | 110 | 2017/18 | x"},
        "Drivers of need, row 1, In the later year: must come after the year of the value",
    ),
    "a role that nothing needs": (
        {"needs": "role | driver | fte | source\nNurses | Population | 100 | x"},
        "Roles, row 2, Role: nothing says how many of “Assistants” are needed: it has no gap",
    ),
    "thousands for pounds": (
        {"costs": "role | pounds | year | pay | source\nNurses | 40 | 2018/19 | 2 | x"},
        "Unit costs, row 1, £ an FTE a year: is £40 for a year of work: if these are thousands, write £40,000",
    ),
    "a criterion in the wrong unit": (
        {"criteria": "measure | percent | years | source\ntraining | 3 | | x"},
        "Criteria of shortage, row 1, At least, years: is empty, and this criterion is measured in it",
    ),
    "a change of something that is not there": (
        {
            "scenarios": "scenario | source\nMore | x",
            "changes": f"{CHANGES}\nMore | intake | Degree | 50 | ",
        },
        "What scenarios change, row 1, Of: “Degree” is no row of the sheet of pipelines",
    ),
    "a change in the wrong unit": (
        {
            "scenarios": "scenario | source\nMore | x",
            "changes": f"{CHANGES}\nMore | leavers | Nurses | 2 | ",
        },
        "What scenarios change, row 1, Points: is empty, and “Leavers a year (points, of a role)” is measured in it",
    ),
    "a promise for a year before the plan": (
        {"promises": f"{PROMISES}\nSo many | needed | Nurses | 100 | 2015/16 | a paper"},
        "What was said, row 1, By: lies before the plan begins: it may be a slip in the document",
    ),
    "a population in thousands": (
        {"drivers": f"{DRIVERS}\nPopulation | people | 750 | 2018/19 | 0 | | | x"},
        "What is needed, row 1, FTE: makes 0.1 FTE needed, and 80.0 are in post: look at the units",
    ),
    "a later value in another unit": (
        {"drivers": f"{DRIVERS}\nPopulation | people | 750,000 | 2018/19 | | 790 | 2028/29 | x"},
        "Drivers of need, row 1, Later value: is 790 where 750,000 was before: are they in one unit?",
    ),
    "an index for a growth": (
        {"drivers": f"{DRIVERS}\nPopulation | people | 750,000 | 2018/19 | 101 | | | x"},
        "Drivers of need, row 1, Growth a year: is 101% a year, which is steep",
    ),
    "posts with a digit too few": (
        {"roles": "role | group | hours | posts | source\nNurses | nurses | 37.5 | 10 | x"},
        "Roles, row 1, Funded posts (FTE): is 10.0 FTE, and 80.0 are in post",
    ),
    "more who join than there are": (
        {"flows": f"{FLOWS}\nNurses | | 10 | 1000 | x\nAssistants | | 0 | 0 | x"},
        "Leavers and joiners, row 1, Joiners a year: is 1,000 people a year, and 80.0 FTE are in post",
    ),
    "a year of work for all of them": (
        {"costs": "role | pounds | year | pay | source\nNurses | £4m | 2018/19 | 2 | x"},
        "Unit costs, row 1, £ an FTE a year: is £4,000,000 for a year of work: is it of more than one FTE?",
    ),
    "all of them, or one in a hundred": (
        {"pipelines": f"{PIPELINES}\nDegree | Nurses | 3 | 5 | 1 | 80 | under-25 | x"},
        "Training, row 1, Go into practice: is 1: write 1% if it is that, or 100% if it is all of it",
    ),
    "nothing at all": (
        {"roles": "role | group | hours | source"},
        "Roles: has no rows: nothing can be worked out without one",
    ),
}


@pytest.mark.parametrize(("tables", "expected"), BAD.values(), ids=BAD)
def test_bad_input_is_said_with_its_cell(tables: dict[str, str], expected: str):
    assert expected in findings(**tables)


def test_the_small_plan_has_nothing_wrong_but_a_pipeline_without_intakes():
    assert findings() == ["Training, row 1, Pipeline: nobody starts “Apprenticeship”: it has no intakes"]


FILLED = {
    "intakes": "pipeline | year | heads | source\nApprenticeship | 2019/20 | 50 | x",
    "moves": "role | into | rate | source\nAssistants | Nurses | 1 | x",
    "criteria": "measure | percent | source\ngap | 5 | x",
    "scenarios": "scenario | source\nMore | x",
    "changes": "scenario | effect | of | amount\nMore | intake | Apprenticeship | 50",
    "promises": "said | measure | of | number | by | source\nMany | needed | Nurses | 9 | 2020/21 | x",
}  # so that with the small plan every sheet has a row


@pytest.mark.parametrize("sheet", WORKFORCE.by_key)
def test_any_cell_may_be_empty_and_the_check_still_answers(sheet: str):
    for each in with_a_cell_emptied(contents(**FILLED), sheet):
        assert isinstance(WORKFORCE.check(each), list)


def test_an_empty_book_says_what_it_needs_first():
    nothing = {sheet.key: () for sheet in WORKFORCE.sheets}
    assert [str(each) for each in WORKFORCE.check(nothing)] == [
        "The plan: has 0 rows, and a plan has one",
        "Roles: has no rows: nothing can be worked out without one",
        "Employers: has no rows: nothing can be worked out without one",
    ]
