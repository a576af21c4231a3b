"""The pages of care plans as the server answers them, without a browser."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.care.plans.drawing import ESCALATION, GP, NURSE, begun, opened, signed, somebody
from tests.web.test_door import browser  # noqa: F401 the same way in
from toldonce.care.plans.models import Draft, Review
from toldonce.care.plans.queries import drafts_of
from toldonce.ledger import queries as ledger
from toldonce.web.design import sources
from toldonce.web.practitioner import plan_paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words_of_no_other_test():
    """Organisations are remembered by the process: what this directory says is no word for the next test."""
    yield
    sources.word_for.cache_clear()
    sources.name_of.cache_clear()


@pytest.fixture
def person() -> int:
    return somebody()


@pytest.fixture
def signed_in(browser: Client, gp, person) -> Client:  # noqa: F811
    """A GP of J81016, with whom the person is registered."""
    browser.post("/sign-in/", {"account": "a.gp"})
    return browser


def test_a_plan_is_begun_saved_and_signed_by_forms_alone(signed_in, person):
    at = f"/person/{person}/plans"
    draft = signed_in.post(f"{at}/new/treatment-escalation/").headers["Location"]
    form = {link: given if len(given) > 1 else given[0] for link, given in ESCALATION.items()}
    check = signed_in.post(draft, {**form, "version": "1", "check": "1"}).headers["Location"]
    assert "Not for attempted cardiopulmonary resuscitation" in signed_in.get(check).content.decode()
    assert "tick the box" in signed_in.post(check, {"seen": ""}).content.decode()
    plan = signed_in.post(check, {"seen": "", "sure": "yes", "version": "2"}).headers["Location"]
    page = signed_in.get(plan).content.decode()
    assert "Signed by" in page and "Ada Gee, GP" in page
    assert "Valid on the day it was printed" in page


def test_questions_that_do_not_apply_are_not_kept(signed_in, person):
    draft = signed_in.post(f"/person/{person}/plans/new/treatment-escalation/").headers["Location"]
    signed_in.post(draft, {"cpr": "450475007", "cpr-why": "left over", "version": "1"})
    assert Draft.objects.get().answers == {"cpr": ["450475007"]}


def test_what_was_written_is_still_there_when_a_colleague_saved_first(signed_in, person):
    draft = signed_in.post(f"/person/{person}/plans/new/advance-care/").headers["Location"]
    signed_in.post(draft, {"matters": "The sea", "version": "1"})
    answer = signed_in.post(draft, {"matters": "My dog", "version": "1"}).content.decode()
    assert "saved this draft after you opened it" in answer and "My dog" in answer
    assert 'name="version" value="2"' in answer
    assert Draft.objects.get().answers == {"matters": ["The sea"]}


def test_the_draft_of_another_organisation_cannot_be_opened(signed_in, person):
    theirs = begun(person, ESCALATION, NURSE)
    answer = signed_in.get(f"/person/{person}/plans/draft/{theirs.pk}/")
    assert (answer.status_code, "Heart failure" in answer.content.decode()) == (409, False)
    assert signed_in.post(f"/person/{person}/plans/draft/{theirs.pk}/discard/").status_code == 409
    assert drafts_of(NURSE, opened(person, NURSE)) == [theirs]


def test_the_record_of_yesterday_offers_no_change_to_a_plan(signed_in, person):
    plan = signed(person)
    page = signed_in.get(f"/person/{person}/plan/{plan}/", {"as-at": timezone.now().isoformat()})
    assert "End this plan" not in page.content.decode()
    assert "End this plan" in signed_in.get(f"/person/{person}/plan/{plan}/").content.decode()


def test_an_ended_plan_says_at_the_top_that_it_is_not_to_be_followed(signed_in, person):
    plan = signed(person)
    assert signed_in.post(f"/person/{person}/plan/{plan}/end/", {"why": "nothing"}).status_code == 200
    signed_in.post(f"/person/{person}/plan/{plan}/end/", {"why": "withdrawn"})
    page = signed_in.get(f"/person/{person}/plan/{plan}/").content.decode()
    assert "Do not follow this plan." in page and "The person has withdrawn it" in page


def test_a_review_needs_a_day_to_come(signed_in, person):
    plan = signed(person)
    answer = signed_in.post(f"/person/{person}/plan/{plan}/review/", {"due": "2020-01-01"})
    assert "after today and within a year" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "99999999999", "-1"])
def test_a_form_without_its_version_overwrites_nothing(signed_in, person, version):
    draft = begun(person, {"matters": ["The sea"]})
    signed_in.post(f"/person/{person}/plans/draft/{draft.pk}/", {"matters": "Dogs", "version": version})
    assert Draft.objects.get().answers == {"matters": ["The sea"]}


def test_the_plans_that_are_due_are_listed_for_those_who_signed_and_the_ledger_knows(signed_in, person):
    pid, today = opened(person).pids[0], timezone.localdate()
    Review.objects.create(plan="p", pid=pid, kind="advance-care", organisation=GP.organisation, due=today)
    Review.objects.create(plan="q", pid=pid, kind="advance-care", organisation=NURSE.organisation, due=today)
    page = signed_in.get("/plans/due/").content.decode()
    assert page.count("LEGG, Ann") == 1
    assert [row.subject for row in ledger.by_account("a.gp") if row.act == "record.list"] == ["plans due"]


@pytest.fixture
def on_paper(monkeypatch) -> list[str]:
    """The words that are put on paper."""
    said: list[str] = []
    spelt = plan_paper.spelt
    monkeypatch.setattr(plan_paper, "spelt", lambda words: said.append(words) or spelt(words))
    return said


def test_the_plan_on_paper_says_whose_it_is_that_it_ages_and_when_it_is_over(signed_in, person, on_paper):
    plan = signed(person, {**ESCALATION, "relevant": ["Łukasz said: <b>heart</b> & lungs\nand more"]})
    answer = signed_in.get(f"/person/{person}/plan/{plan}/pdf/")
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    said = " ".join(on_paper)
    assert "LEGG, Ann" in said and "Not for attempted cardiopulmonary resuscitation" in said
    assert "Valid on the day it was printed" in said and f"1 of {plan}." in said
    on_paper.clear()
    signed_in.post(f"/person/{person}/plan/{plan}/end/", {"why": "withdrawn"})
    signed_in.get(f"/person/{person}/plan/{plan}/pdf/")
    said = " ".join(on_paper)
    assert "Do not follow this plan. The person has withdrawn it" in said and "Valid on the day" not in said
