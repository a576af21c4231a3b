"""The printed plan on its way: refused with the cell, mended, signed by each partner and the board, then monitored."""

from __future__ import annotations

import pytest

from tests.steering.better_care.drawing import PRINTED
from tests.steering.better_care.drawing import plan as drawn_plan
from tests.steering.posts import holds
from toldonce.directory.actors import Actor
from toldonce.steering.plans.better_care.book import BETTER_CARE
from toldonce.steering.plans.better_care.conditions import State as Met
from toldonce.steering.plans.better_care.conditions import judged
from toldonce.steering.plans.better_care.signing import findings
from toldonce.steering.sheets.actions import Written, add_rows, edit
from toldonce.steering.sheets.agreeing.actions import sign, submit
from toldonce.steering.sheets.agreeing.naming import name_parties
from toldonce.steering.sheets.agreeing.parties import holding, outstanding
from toldonce.steering.sheets.comparing import compare
from toldonce.steering.sheets.declaring import Party
from toldonce.steering.sheets.errors import BookRefused, EditRefused, StateRefused, StillWrong
from toldonce.steering.sheets.models import State
from toldonce.steering.sheets.opening.actions import copy_book, open_book
from toldonce.steering.sheets.opening.folders import read
from toldonce.steering.sheets.queries import Opened, opened
from toldonce.steering.sheets.workbooks.merging import proposed
from toldonce.steering.sheets.workbooks.reading import read as read_workbook
from toldonce.steering.sheets.workbooks.writing import workbook_of

KEY = "bcp-2019-20"
HEALTH = Actor("h.ealth", "Hel Ealth", "planner", "QVV")
COUNCIL = Actor("c.ouncil", "Colin Council", "planner", "E06000058")
CHAIR = Actor("c.hair", "Chris Hair", "board_member", "E06000058")
QUARTER = {"pool": "moving_on", "quarter": "Quarter 1", "budget": "2,361,750", "actual": "2,400,000"}
QUARTER |= {"forecast": "9,500,000", "why": "Prices"}


@pytest.fixture
def plan(own_database) -> None:
    """The plan as the place ships it."""
    told = read(PRINTED, BETTER_CARE)
    open_book(by=HEALTH, kind=BETTER_CARE, key=KEY, contents=told.contents, **told.about)


def now() -> Opened:
    return opened(BETTER_CARE, KEY)


def write(sheet: str, row: int, column: str, says: str, by: Actor = HEALTH) -> None:
    there = now().contents[sheet][row - 1]
    seen = BETTER_CARE.by_key[sheet].by_key[column].kind.say(there[column])
    edit(
        by=by,
        kind=BETTER_CARE,
        key=KEY,
        cells=[Written(there.key, column, says, seen)],
        reason="the sum of both areas",
    )


def agree() -> None:
    write("sources", 5, "amount", "40,199,000")
    submit(by=HEALTH, kind=BETTER_CARE, key=KEY)
    for actor, wanted in zip((HEALTH, COUNCIL, CHAIR), outstanding(now()), strict=True):
        party = wanted.code
        holds(actor, wanted.post)
        sign(by=actor, kind=BETTER_CARE, key=KEY, party=party, capacity=wanted.capacity, digest=now().digest)


def test_it_cannot_be_submitted_with_the_printed_error(plan):
    with pytest.raises(StillWrong) as refusal:
        submit(by=HEALTH, kind=BETTER_CARE, key=KEY)
    assert "Sources of funding, row 5, Amount" in str(refusal.value)
    assert "It should be £40,199,000." in str(refusal.value)


def test_mended_it_is_signed_by_each_partner_and_the_board(plan):
    agree()
    assert now().book.state == State.AGREED
    signed = {(each.party, each.capacity) for each in holding(now())}
    first = judged(now().contents, signed=signed)[0]
    assert (first.condition.key, first.state) == ("joint_plan", Met.MET)


def test_who_signs_is_said_by_the_partners_of_a_plan_that_somebody_types(own_database):
    open_book(by=HEALTH, kind=BETTER_CARE, key=KEY, title="Typed", contents=drawn_plan())
    assert outstanding(now()) == [
        Party("AAA", "Finance director", "Finance director"), Party("BBB", "Treasurer", "Head of finance"),
    ]  # fmt: skip
    with pytest.raises(StateRefused, match="Who signs a Better Care Fund plan is said in its sheets"):
        name_parties(by=HEALTH, kind=BETTER_CARE, key=KEY, posts=[])


def test_a_partner_that_could_never_sign_is_an_error_at_its_cell():
    partners = """
        key   | name  | kind    | code | signs
        group | Group | nhs     |      | Finance director
        old   | Old   | council | BBB  | Treasurer
        new   | New   | council | BBB  | Treasurer
        """
    first, second = map(str, findings(drawn_plan(partners=partners)))
    assert first.startswith("Partners, row 1, Organisation: is empty, and this partner signs: write its code")
    assert second.startswith("Partners, row 3, Who signs: is that of row 2, for the same organisation")


def test_a_folder_says_who_signs_in_its_partners_alone(tmp_path):
    (tmp_path / "book.yaml").write_text("title: x\nsource: x\nparties: [{party: AAA, capacity: Chair}]\n")
    with pytest.raises(BookRefused, match="leave out parties: who signs a Better Care Fund plan is said"):
        read(tmp_path, BETTER_CARE)


def test_quarter_ends_are_filled_in_after_it_is_agreed_and_every_signature_holds(plan):
    agree()
    add_rows(by=COUNCIL, kind=BETTER_CARE, key=KEY, sheet="quarters", rows=[QUARTER], reason="first quarter")
    assert now().book.state == State.AGREED
    assert len(holding(now())) == 3
    assert now().contents["quarters"][0]["actual"] == 2_400_000


def test_nothing_else_of_it_is_edited_after_it_is_agreed(plan):
    agree()
    with pytest.raises(EditRefused, match="is agreed and cannot be edited"):
        write("spending", 1, "amount", "7,798,001", by=COUNCIL)


def test_next_years_plan_begins_with_its_rows_and_says_what_is_different(plan):
    agree()
    add_rows(by=COUNCIL, kind=BETTER_CARE, key=KEY, sheet="quarters", rows=[QUARTER], reason="first quarter")
    copy_book(by=COUNCIL, kind=BETTER_CARE, key=KEY, to="bcp-2020-21", title="Next year", year=2020)
    after = opened(BETTER_CARE, "bcp-2020-21")
    there = after.contents["spending"][4]
    cells = [Written(there.key, "amount", "1,200,000", "1,148,000")]
    edit(by=COUNCIL, kind=BETTER_CARE, key="bcp-2020-21", cells=cells, reason="more breaks")
    assert opened(BETTER_CARE, "bcp-2020-21").contents["quarters"] == ()
    found = compare(BETTER_CARE, now().contents, opened(BETTER_CARE, "bcp-2020-21").contents)
    assert [(str(each.at), each.was, each.became) for each in found.cells] == [
        ("Spending, row 5, Amount", 1_148_000, 1_200_000)
    ]


def test_it_goes_out_as_a_workbook_and_comes_back_without_loss(plan):
    file = read_workbook(BETTER_CARE, KEY, workbook_of(now()))
    assert file.faults == []
    assert not proposed(now(), file).differences
