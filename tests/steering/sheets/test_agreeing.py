"""From draft to agreed: what stops a book, who signs it, what a signature holds for, what people say about it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.steering.posts import holds
from tests.steering.sheets.conftest import BO, COLIN, FIONA, POT, now, pot_called, row_of
from toldonce.directory.models import Post
from toldonce.steering.sheets.actions import Written, edit, undo
from toldonce.steering.sheets.agreeing import actions
from toldonce.steering.sheets.agreeing.naming import name_parties
from toldonce.steering.sheets.agreeing.parties import holding, how_it_holds, open_to, outstanding
from toldonce.steering.sheets.declaring import Party
from toldonce.steering.sheets.describing import describe_book
from toldonce.steering.sheets.errors import EditRefused, StateRefused, StillWrong
from toldonce.steering.sheets.models import Signature
from toldonce.steering.sheets.queries import comments, signatures, steps

PARTIES = [
    {"party": "AAA", "capacity": "Chair of the group"},
    {"party": "BBB", "capacity": "Director of the council"},
]
HERE = {"kind": POT, "key": "this-year"}


@pytest.fixture
def signed_by_two(own_database):
    """A pot that two parties must sign, each by who holds the post of that title."""
    holds(BO, "Chair of the group")
    holds(COLIN, "Director of the council")
    return pot_called("this-year", parties=PARTIES)


def carers(says: str, seen: str) -> int:
    cells = [Written(row_of("Carers"), "amount", says, seen)]
    return edit(by=FIONA, **HERE, cells=cells, reason="the uplift").change.version


def sign(by, capacity: str, **more):
    said = {"party": by.organisation, "capacity": capacity, "digest": now().digest}
    return actions.sign(by=by, **HERE, **said | more)


def test_a_book_that_does_not_hold_is_not_submitted(signed_by_two):
    carers("110", seen="100")
    with pytest.raises(StillWrong) as refusal:
        actions.submit(by=FIONA, **HERE)
    assert str(refusal.value) == (
        "The plan cannot be submitted while it does not hold. "
        "Sources, row 1, Amount: brings 300 pounds, and the schemes spend 310 of it"
    )


def test_the_last_signature_makes_it_agreed(signed_by_two):
    actions.submit(by=FIONA, **HERE)
    sign(BO, "Chair of the group")
    assert [party.capacity for party in outstanding(now())] == ["Director of the council"]
    sign(COLIN, "Director of the council")
    assert now().book.state == "agreed"
    assert [(step.was, step.became, step.name) for step in steps(signed_by_two)] == [
        ("draft", "submitted", "Fiona Ance"),
        ("submitted", "agreed", "Colin Council"),
    ]


def test_a_submitted_book_is_edited_only_after_it_is_withdrawn(signed_by_two):
    actions.submit(by=FIONA, **HERE)
    with pytest.raises(EditRefused, match="“Pot of this-year” is submitted and cannot be edited"):
        carers("110", seen="100")
    with pytest.raises(StateRefused, match="Say why it is withdrawn"):
        actions.withdraw(by=FIONA, **HERE, reason=" ")
    actions.withdraw(by=FIONA, **HERE, reason="the uplift was missed")
    carers("110", seen="100")


def test_a_signature_is_void_when_the_contents_change_and_holds_when_they_are_as_they_were(signed_by_two):
    actions.submit(by=FIONA, **HERE)
    sign(BO, "Chair of the group")
    actions.withdraw(by=FIONA, **HERE, reason="the uplift was missed")
    version = carers("110", seen="100")
    assert (len(signatures(signed_by_two)), holding(now())) == (1, [])
    undo(by=FIONA, **HERE, version=version)
    assert [each.name for each in holding(now())] == ["Bo Ard"]


WORDS = {"title": "Pot of this-year", "year": "", "source": "", "about": "", "invented": "no"}


def describe(**says: str) -> int:
    return describe_book(by=FIONA, **HERE, says=WORDS | says, seen=WORDS, reason="a slip").change.version


@pytest.mark.parametrize(
    "says",
    [
        {"title": "Our pot"},
        {"year": "2019/20"},
        {"source": "page 3"},
        {"about": "All of it."},
        {"invented": "yes"},
    ],
)
def test_a_signature_is_of_what_is_said_about_the_plan_as_well(signed_by_two, says):
    actions.submit(by=FIONA, **HERE)
    sign(BO, "Chair of the group")
    seen = now().digest
    actions.withdraw(by=FIONA, **HERE, reason="the words were wrong")
    version = describe(**says)
    actions.submit(by=FIONA, **HERE)
    assert [how_it_holds(now(), each) for each in signatures(signed_by_two)] == [
        "void: the plan has changed since version 0"
    ]
    assert holding(now()) == []
    with pytest.raises(StateRefused, match="The plan has changed since you opened the page"):
        sign(COLIN, "Director of the council", digest=seen)
    actions.withdraw(by=FIONA, **HERE, reason="they were right")
    undo(by=FIONA, **HERE, version=version)
    assert [each.name for each in holding(now())] == ["Bo Ard"]


def test_a_signature_from_when_sheets_alone_were_signed_holds_for_those_and_says_so(signed_by_two):
    Signature.objects.create(
        book=signed_by_two, party="AAA", capacity="Chair of the group", by=BO.account, name=BO.name, version=0,
        digest="ddc2ee2f658ae2f1e7d31367224a5536a7a79e7fc1733117df689f195693f72e",  # as it was made then
    )  # fmt: skip
    describe(title="Our pot")
    (signature,) = holding(now())
    assert how_it_holds(now(), signature).startswith(
        "holds for the sheets alone: it was given while the title"
    )
    carers("110", seen="100")
    assert (holding(now()), how_it_holds(now(), signature)) == (
        [], "void: the plan has changed since version 0",
    )  # fmt: skip


def test_none_is_given_for_the_sheets_alone_any_more(signed_by_two):
    actions.submit(by=FIONA, **HERE)
    with pytest.raises(StateRefused, match="The plan has changed since you opened the page"):
        sign(BO, "Chair of the group", digest=now().digest_of_cells)


REFUSED = [
    (COLIN, {"party": "AAA"}, "You sign for the organisation that you signed in for"),
    (BO, {"capacity": "Passer-by"}, "This plan is signed by: Chair of the group; Director of the council"),
    (BO, {"capacity": " "}, "Say in which capacity you sign"),
    (BO, {"digest": "0" * 64}, "The plan has changed since you opened the page"),
]


@pytest.mark.parametrize(("by", "more", "sentence"), REFUSED)
def test_who_may_not_sign_is_told_why(signed_by_two, by, more, sentence):
    actions.submit(by=FIONA, **HERE)
    with pytest.raises(StateRefused, match=sentence):
        sign(by, **{"capacity": "Chair of the group", **more})


def test_only_who_holds_the_post_signs_in_its_capacity(signed_by_two):
    actions.submit(by=FIONA, **HERE)
    assert [open_to(by, now()) for by in (FIONA, COLIN)] == [
        [], [Party("BBB", "Director of the council", "Director of the council")],
    ]  # fmt: skip
    with pytest.raises(StateRefused, match="Only the Chair of the group signs in this capacity"):
        sign(FIONA, "Chair of the group")
    Post.objects.filter(account__username=BO.account).update(until=date(2021, 1, 1))
    with pytest.raises(StateRefused, match="you do not hold that post"):
        sign(BO, "Chair of the group")


def test_a_book_says_whose_post_signs_in_a_capacity(own_database):
    pot_called("this-year", parties=[{**PARTIES[0], "post": "Deputy chair"}])
    holds(BO, "Deputy chair")
    holds(FIONA, "Chair of the group")
    actions.submit(by=COLIN, **HERE)
    with pytest.raises(StateRefused, match="Only the Deputy chair signs in this capacity"):
        sign(FIONA, "Chair of the group")
    sign(BO, "Chair of the group")
    assert now().book.state == "agreed"


def test_one_person_signs_for_one_party_whatever_posts_they_hold(own_database):
    pot_called("this-year", parties=[PARTIES[0], {"party": "AAA", "capacity": "Treasurer"}])
    holds(BO, "Treasurer", "Chair of the group")
    actions.submit(by=FIONA, **HERE)
    sign(BO, "Treasurer")
    with pytest.raises(StateRefused, match="You have signed it as Treasurer: one person signs for one party"):
        sign(BO, "Chair of the group")
    assert (now().book.state, open_to(BO, now())) == ("submitted", [])


def test_a_book_that_names_nobody_is_signed_by_a_post_and_not_by_any_words(own_database):
    pot_called("this-year")
    holds(BO, "Lay member")
    actions.submit(by=FIONA, **HERE)
    with pytest.raises(StateRefused, match="Only the Chief executive signs in this capacity"):
        sign(BO, "Chief executive")
    sign(BO, "Lay member")
    assert now().book.state == "agreed"


def test_who_submits_a_book_that_names_nobody_is_not_its_only_signer(own_database):
    pot_called("this-year")
    holds(FIONA, "Chief finance officer")
    holds(BO, "Lay member")
    actions.submit(by=BO, **HERE)
    actions.withdraw(by=BO, **HERE, reason="the uplift was missed")
    actions.submit(by=FIONA, **HERE)
    assert [open_to(by, now()) for by in (FIONA, BO)] == [[], [Party("AAA", "Lay member", "Lay member")]]
    with pytest.raises(StateRefused, match="You submitted this plan, and it names nobody beside you"):
        sign(FIONA, "Chief finance officer")
    assert now().book.state == "submitted"
    sign(BO, "Lay member")  # who submitted it before it was withdrawn did not submit what is signed now
    assert now().book.state == "agreed"


def test_who_submits_a_book_may_be_one_of_those_whom_it_names(signed_by_two):
    actions.submit(by=BO, **HERE)
    sign(BO, "Chair of the group")
    sign(COLIN, "Director of the council")
    assert now().book.state == "agreed"


def test_who_names_nobody_but_themselves_does_not_agree_it_alone(own_database):
    pot_called("this-year")
    holds(FIONA, "Chief finance officer")
    name(("AAA", "Chief finance officer"))
    actions.submit(by=FIONA, **HERE)
    assert open_to(FIONA, now()) == []
    with pytest.raises(StateRefused, match="names nobody beside you"):
        sign(FIONA, "Chief finance officer")


def name(*posts: tuple[str, str]) -> str:
    return name_parties(by=FIONA, **HERE, posts=posts).reason


def test_who_must_sign_is_named_by_posts_that_somebody_holds(own_database):
    pot_called("this-year")
    holds(BO, "Chair of the group")
    holds(COLIN, "Director of the council")
    said = name(("BBB", "Director of the council"), ("AAA", "Chair of the group"))
    assert said == "To be signed by Chair of the group; Director of the council."
    actions.submit(by=FIONA, **HERE)
    sign(COLIN, "Director of the council")
    assert [each.code for each in outstanding(now())] == ["AAA"]
    sign(BO, "Chair of the group")
    assert [(step.act, step.became) for step in steps(now().book)] == [
        ("name", "draft"), ("submit", "submitted"), ("agree", "agreed"),
    ]  # fmt: skip


def test_who_is_named_already_keeps_the_capacity_until_taken_off(own_database):
    pot_called("this-year", parties=[{**PARTIES[0], "post": "Deputy chair"}])
    holds(COLIN, "Director of the council")
    name(("AAA", "Deputy chair"), ("BBB", "Director of the council"))
    assert [(each.capacity, each.post) for each in outstanding(now())] == [
        ("Chair of the group", "Deputy chair"), ("Director of the council",) * 2,
    ]  # fmt: skip
    assert name() == "To be signed by any one post."


def test_nobody_is_named_by_a_post_that_is_not_held_or_after_the_draft(signed_by_two):
    with pytest.raises(StateRefused, match="Nobody holds the post “Treasurer” there today"):
        name(("AAA", "Treasurer"))
    actions.submit(by=FIONA, **HERE)
    with pytest.raises(StateRefused, match="is submitted: make it a draft again, then say who signs it"):
        name(("AAA", "Chair of the group"))


def test_nobody_signs_a_draft_or_signs_twice(signed_by_two):
    with pytest.raises(StateRefused, match="is draft: only a submitted plan is signed"):
        sign(BO, "Chair of the group")
    actions.submit(by=FIONA, **HERE)
    sign(BO, "Chair of the group")
    with pytest.raises(StateRefused, match="signed in this capacity already"):
        sign(BO, "Chair of the group")


def test_a_comment_is_answered_and_resolved(pot):
    asked = actions.comment(by=COLIN, **HERE, says="Why 100?", row=row_of("Carers"), column="amount")
    actions.comment(by=FIONA, **HERE, says="As last year.", answers=asked.pk)
    actions.resolve(by=COLIN, **HERE, comment=asked.pk)
    (told,) = comments(pot, row=row_of("Carers"), column="amount")
    assert (told.says, [each.says for each in told.answered_by.all()], told.resolved_by) == (
        "Why 100?", ["As last year."], "Colin Council",
    )  # fmt: skip
    with pytest.raises(EditRefused, match="Colin Council has resolved it already"):
        actions.resolve(by=FIONA, **HERE, comment=asked.pk)


def test_a_comment_and_a_note_may_have_several_lines_as_a_browser_sends_them(pot):
    said = actions.comment(by=COLIN, **HERE, says="Why 100?\r\nIt was 90.")
    assert said.says == "Why 100?\nIt was 90."
    assert actions.submit(by=FIONA, **HERE, reason="As agreed.\r\nAt last.").reason == "As agreed.\nAt last."


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"says": " "}, "Say what you mean"),
        ({"says": "x" * 4001}, "in 1 to 4,000 letters"),
        ({"says": "x", "row": 10**12}, "is not there any more"),
        ({"says": "x", "answers": 10**9}, "There is no such comment"),
    ],
)
def test_a_comment_is_about_something(pot, about, sentence):
    with pytest.raises(EditRefused, match=sentence):
        actions.comment(by=COLIN, **HERE, **about)
