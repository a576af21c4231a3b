"""The pages about publication: who opens them, what they refuse, and what only another person may do."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.figures.conftest import hospitals, loaded  # noqa: F401
from tests.figures.publication.conftest import attendances, count, published  # noqa: F401
from toldonce.directory import actions
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Account, Organisation
from toldonce.figures.models import Indicator
from toldonce.figures.publication.models import Proposal, Release, State

FORM = {"title": "Figures of June", "reason": "They are due", "kind": "figures", "indicator": "attendances"}
PUBLIC = FORM | {"handling-attendances": "public", "why-attendances": "Published each month"}


@pytest.fixture
def signed_in(attendances, settings):  # noqa: F811
    """Sign somebody in with a role at the first hospital."""
    settings.TOLDONCE_DEMO = True

    def come(name: str, role: str = "planner") -> Client:
        account = actions.open_account(by=SYSTEM, username=name, name=name.title())
        actions.give_post(
            by=SYSTEM, account=account, role=role, organisation=Organisation.objects.get(code="AAA")
        )
        Account.objects.filter(pk=account.pk).update(invented=True)
        browser = Client()
        browser.post("/sign-in/", {"account": name})
        return browser

    return come


def text(answer) -> str:
    return answer.content.decode()


def propose(browser: Client, **form) -> Proposal:
    assert browser.post("/figures/publication/propose/", PUBLIC | form).status_code == 302
    return Proposal.objects.latest("pk")


def decide(browser: Client, proposal: Proposal, act: str, **form):
    said = {"act": act, "digest": proposal.digest, **form}
    return browser.post(f"/figures/publication/{proposal.pk}/decide/", said)


def test_two_planners_release_what_one_of_them_proposed(signed_in):
    ann, ben = signed_in("ann"), signed_in("ben")
    proposal = propose(ann)
    assert "You proposed this" in text(ann.get(f"/figures/publication/{proposal.pk}/"))
    for act in ("check", "release"):
        assert decide(ben, proposal, act).status_code == 302
    assert Release.objects.get().title == "Figures of June"


def test_who_proposed_it_is_refused_with_a_sentence(signed_in):
    ann = signed_in("ann")
    answer = decide(ann, propose(ann), "check")
    assert answer.status_code == 400
    assert "somebody else has to check and release it" in text(answer)


def test_whoever_checks_reads_the_words_that_the_public_would_read_and_confirms_them(signed_in):
    proposal, ben = propose(signed_in("ann")), signed_in("ben")
    before = text(ben.get(f"/figures/publication/{proposal.pk}/"))
    Indicator.objects.filter(code="attendances").update(caveat="Counted by hand in May")
    after = text(ben.get(f"/figures/publication/{proposal.pk}/"))
    assert [words.count("Counted by hand in May") for words in (before, after)] == [0, 1]
    assert "a figure or a word of it has changed" in text(decide(ben, proposal, "check"))
    shown = re.search(r'name="digest" value="(\w+)"', after)
    assert shown and decide(ben, proposal, "check", digest=shown[1]).status_code == 302


def test_all_indicators_of_a_theme_are_proposed_by_one_tick(signed_in, count):  # noqa: F811
    Indicator.objects.filter(code__in=["attendances", "breaches"]).update(themes=["must_do:4", "activity"])
    count(("AAA", "", "2024-01-01", 30))
    ann = signed_in("ann")
    form = text(ann.get("/figures/publication/propose/"))
    assert "The nine must-dos (2)" in form
    said = {"handling-attendances": "public", "why-attendances": "x", "handling-breaches": "people"}
    proposal = propose(ann, indicator=[], theme=["must_do", "activity"], **said)
    handled = proposal.choices.order_by("indicator__code").values_list("indicator__code", "handling")
    assert list(handled) == [("attendances", "public"), ("breaches", "people")]


def test_the_form_begins_with_what_only_public_files_have_brought_as_public_already(signed_in, count):  # noqa: F811
    count(("AAA", "", "2024-01-01", 30))
    form = text(signed_in("ann").get("/figures/publication/propose/"))
    selected = dict(re.findall(r'name="handling-(\w+)".*?value="(\w+)" selected', form))
    assert selected == {"attendances": "public", "breaches": "people"}


def test_a_board_member_sees_that_there_are_proposals_and_not_what_they_hide(signed_in):
    proposal, ruth = propose(signed_in("ann")), signed_in("ruth", "board_member")
    assert "Figures of June" in text(ruth.get("/figures/publication/"))
    assert ruth.get(f"/figures/publication/{proposal.pk}/").status_code == 403
    assert ruth.get("/figures/publication/propose/").status_code == 403
    assert decide(ruth, proposal, "check").status_code == 403
    assert Proposal.objects.get().state == State.PROPOSED


@pytest.mark.parametrize("role", ["gp", "nurse", "administrator", "privacy_officer", "records_officer"])
def test_no_other_role_opens_them(signed_in, role):
    browser = signed_in("somebody", role)
    for address in ("", "propose/", "1/"):
        assert browser.get(f"/figures/publication/{address}").status_code == 403


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"title": ""}, "Give it a title"),
        ({"indicator": []}, "Choose the indicators"),
        ({"why-attendances": ""}, "say why it needs no disclosure control"),
        ({"handling-attendances": "people"}, "has no checker"),
        ({"since": "soon"}, "“soon” is no date"),
        ({"until": "2026-02-31"}, "“2026-02-31” is no date"),
        ({"kind": "correction"}, "names the release that it is about"),
        ({"kind": "correction", "undoes": "7"}, "no release 7"),
        ({"places": "ZZZ"}, "No figure of these indicators"),
    ],
)
def test_a_form_that_cannot_be_says_why_and_keeps_what_was_written(signed_in, form, why):
    answer = signed_in("ann").post("/figures/publication/propose/", PUBLIC | form)
    assert answer.status_code == 400
    assert why in text(answer)
    assert "They are due" in text(answer)
    assert not Proposal.objects.exists()


def test_what_is_not_shown_is_listed_with_its_count_for_planners(signed_in, count):  # noqa: F811
    count(("AAA", "", "2024-01-01", 3), ("BBB", "", "2024-01-01", 40))
    ann = signed_in("ann")
    proposal = propose(ann, indicator="breaches")
    page = text(ann.get(f"/figures/publication/{proposal.pk}/"))
    assert "seven people or fewer" in page
    assert 'data-label="Counts" class="number">3<' in page


def test_a_proposal_is_given_back_with_a_reason(signed_in):
    ann = signed_in("ann")
    proposal = propose(ann)
    assert "Say why it is given back" in text(decide(ann, proposal, "return"))
    assert decide(ann, proposal, "return", why="The wrong months").status_code == 302
    assert "The wrong months" in text(ann.get(f"/figures/publication/{proposal.pk}/"))


def test_what_is_not_there_is_not_found_and_no_act_is_no_act(signed_in):
    ann = signed_in("ann")
    assert ann.get("/figures/publication/99/").status_code == 404
    assert decide(ann, propose(ann), "publish").status_code == 400
