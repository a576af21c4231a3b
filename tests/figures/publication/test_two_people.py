"""One person proposes, another checks and releases: there is no other way before the public."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from tests.figures.conftest import indicator, there
from tests.figures.publication.conftest import ANN, BEN, PUBLIC, cells, proposed, released
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Organisation, Place
from toldonce.figures.actions import edit_indicator, set_standard
from toldonce.figures.charting.actions import rebase
from toldonce.figures.models import Figure, ReceivedFile
from toldonce.figures.publication import actions
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.errors import NotAnother, NotWhatWasChecked, PublicationRefused
from toldonce.figures.publication.models import Handling, Proposal, Release, ReleasedCell
from toldonce.figures.publication.reviewing import review
from toldonce.figures.publication.selecting import Extent
from toldonce.ledger import queries as ledger


def statuses() -> set[str]:
    return set(Figure.objects.values_list("status", flat=True))


def test_what_is_public_already_stays_as_its_source_published_it(attendances):
    release = released()
    assert cells(release) == {
        ("AAA", "", "2024-01-01"): 100,
        ("AAA", "", "2024-02-01"): 5,
        ("BBB", "", "2024-01-01"): "The publisher hides this number.",
    }


def test_figures_become_checked_then_published(attendances):
    proposal = proposed()
    assert statuses() == {"draft"}
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    assert statuses() == {"checked"}
    actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    assert statuses() == {"published"}


def test_each_step_is_in_the_ledger(attendances):
    released()
    assert [row.act for row in ledger.by_account("a.nalyst")] == ["figures.propose"]
    assert [row.act for row in ledger.by_account("b.oard")] == ["figures.release", "figures.check"]


def test_nobody_checks_or_releases_what_they_proposed(attendances):
    proposal = proposed()
    with pytest.raises(NotAnother, match="somebody else"):
        actions.check(by=ANN, proposal=proposal.pk, digest=proposal.digest)
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    with pytest.raises(NotAnother, match="somebody else"):
        actions.release(by=ANN, proposal=proposal.pk, digest=proposal.digest)
    assert not Release.objects.exists()


@pytest.mark.parametrize("field", ["checked_by", "decided_by"])
def test_the_database_itself_refuses_one_person_for_two(attendances, field):
    number = released().number
    with pytest.raises(IntegrityError, match="by_another"), transaction.atomic():
        Proposal.objects.filter(number=number).update(**{field: ANN.account})


def test_a_machine_publishes_nothing(attendances):
    with pytest.raises(PublicationRefused, match="Only people"):
        actions.propose(by=SYSTEM, title="x", reason="x", indicators=[PUBLIC])


def test_nothing_is_released_that_nobody_checked(attendances):
    proposal = proposed()
    with pytest.raises(NotWhatWasChecked, match="It is proposed meanwhile"):
        actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)


def test_what_is_released_is_what_was_looked_at(attendances):
    with pytest.raises(NotWhatWasChecked, match="not what you looked at"):
        actions.check(by=BEN, proposal=proposed().pk, digest="another")


def test_a_figure_that_changes_after_the_check_changes_nothing_of_the_release(attendances, loaded):
    proposal = proposed()
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    loaded("Org,Month,Attendances", "AAA,2024-01-01,101", as_at="2024-07-01", confirm_revised=True)
    release = actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    assert cells(release)["AAA", "", "2024-01-01"] == 100


def test_what_was_compared_before_another_release_is_compared_again(attendances):
    first, second = proposed(), proposed()
    for each in (first, second):
        actions.check(by=BEN, proposal=each.pk, digest=each.digest)
    actions.release(by=BEN, proposal=first.pk, digest=first.digest)
    with pytest.raises(NotWhatWasChecked, match="Release 1 came after"):
        actions.release(by=BEN, proposal=second.pk, digest=second.digest)


def test_what_is_given_back_is_not_published_and_its_figures_are_drafts_again(attendances):
    proposal = proposed()
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    actions.give_back(by=BEN, proposal=proposal.pk, why="The wrong months")
    assert statuses() == {"draft"}
    with pytest.raises(NotWhatWasChecked, match="given back"):
        actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"title": ""}, "Give it a title"),
        ({"reason": " "}, "say why"),
        ({"undoes": 1}, "new figures do not"),
        ({"kind": "correction"}, "names the release"),
        ({"kind": "correction", "undoes": 9}, "no release 9"),
        ({"extent": Extent(places=("ZZZ",))}, "No figure"),
    ],
)
def test_a_proposal_that_cannot_be_says_why(attendances, said, why):
    with pytest.raises(PublicationRefused, match=why):
        proposed(**said)


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        (Chosen("nothing"), "no indicator nothing"),
        (Chosen("attendances", "public"), "say why it needs no disclosure control"),
        (Chosen("attendances", "nobody", "x"), "only pounds and beds"),
        (Chosen("attendances", "else", "x"), "no way through"),
        (Chosen("attendances"), "has no checker"),
        (Chosen("breaches", "public", "x"), "breaches is not public already: 1 figures of breaches"),
    ],
)
def test_a_declaration_that_nothing_stands_behind_is_refused(attendances, count, chosen, why):
    count(("AAA", "", "2024-01-01", 3))
    with pytest.raises(PublicationRefused, match=why):
        proposed(chosen)


def test_a_release_is_withdrawn_by_another_release_and_its_figures_are_gone(attendances):
    first = released()
    withdrawal = released(kind="withdrawal", undoes=1, reason="The file was wrong")
    first.refresh_from_db()
    assert (first.withdrawn, first.undone_by, withdrawal.number) == (True, 2, 2)
    assert not ReleasedCell.objects.exists()


def test_a_correction_leaves_the_release_that_it_corrects_and_says_so(attendances):
    first, second = released(), released(kind="correction", undoes=1)
    first.refresh_from_db()
    assert (first.withdrawn, first.undone_by) == (False, second.number)
    assert len(cells(first)) == 3


def test_what_was_published_is_never_changed(attendances):
    released()
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        ReleasedCell.objects.update(value=1)


def test_words_that_change_after_the_check_are_looked_at_again(attendances):
    proposal = proposed()
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    told = {"changes": {"definition": "Nobody has looked at this"}, "reason": "It is clearer"}
    edit_indicator(by=ANN, code="attendances", seen=1, **told)
    with pytest.raises(NotWhatWasChecked, match="Ann Alyst has changed attendances since it was checked"):
        actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)


def an_edit() -> None:
    told = {"changes": {"caveat": "Nobody has looked at this"}, "reason": "It is clearer"}
    edit_indicator(by=ANN, code="attendances", seen=1, **told)


def a_target() -> None:
    set_standard(
        by=ANN, indicator="attendances", kind="target", value=5, since=date(2024, 1, 1), source="x", reason="x", seen=0
    )  # fmt: skip


def a_decision() -> None:
    rebase(
        by=ANN, indicator="attendances", place="AAA", part="", on=date(2024, 2, 1), reason="Another way", seen=0
    )  # fmt: skip


def another_name() -> None:
    Organisation.objects.filter(code="AAA").update(name="Somewhere else")


def another_source() -> None:
    ReceivedFile.objects.update(title="Another publication")


def another_attribution() -> None:
    Place.objects.update(attribution="Somebody else")


def an_earlier_day() -> None:
    Figure.objects.filter(place="AAA").update(as_at=date(2024, 5, 1))


CHANGES = (an_edit, a_target, a_decision, another_name, another_source, another_attribution, an_earlier_day)


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_checks_is_asked_to_look_again_when_a_word_has_changed_since_the_page_was_opened(
    attendances, change
):
    proposal = proposed()
    opened = there(review(proposal.pk)).digest
    change()
    with pytest.raises(NotWhatWasChecked, match="a figure or a word of it has changed"):
        actions.check(by=BEN, proposal=proposal.pk, digest=opened)
    again = there(review(proposal.pk)).digest
    actions.check(by=BEN, proposal=proposal.pk, digest=again)
    assert actions.release(by=BEN, proposal=proposal.pk, digest=again).digest == again


@pytest.mark.parametrize("change", CHANGES)
def test_no_word_that_changed_after_the_check_is_released(attendances, change):
    proposal = proposed()
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    change()
    with pytest.raises(NotWhatWasChecked, match=r"changed .*since it was checked"):
        actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    assert not Release.objects.exists()
    assert statuses() == {"checked"}


def test_a_target_that_changes_after_the_check_is_looked_at_again(attendances):
    proposal = proposed()
    actions.check(by=BEN, proposal=proposal.pk, digest=proposal.digest)
    set_standard(
        by=ANN,
        indicator="attendances",
        kind="target",
        value=5,
        since=date(2024, 1, 1),
        source="x",
        reason="x",
        seen=0,
    )
    with pytest.raises(NotWhatWasChecked, match="has changed attendances since it was checked"):
        actions.release(by=BEN, proposal=proposal.pk, digest=proposal.digest)


def test_a_title_with_a_character_that_no_text_has_is_refused(attendances):
    with pytest.raises(PublicationRefused, match="a character that no text has"):
        proposed(title="Figures\x0b of June")


def test_beds_that_are_made_of_days_of_people_do_not_count_nobody(attendances, count):
    indicator("delayed-days", unit="days")
    indicator("beds-lost", unit="beds", derived={"per_day": "delayed-days"})
    count(("AAA", "", "2024-01-01", 3 / 31), indicator="beds-lost")
    with pytest.raises(
        PublicationRefused, match="beds-lost is made of delayed-days, which is counted in days"
    ):
        proposed(Chosen("beds-lost", Handling.NOBODY, "Beds count nobody"))
