"""A plan from its draft to its end: what each step writes, refuses and shows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.care.plans.drawing import (
    CPR,
    CREW,
    ESCALATION,
    GP,
    NURSE,
    SUPPORT,
    begun,
    opened,
    signed,
    somebody,
)
from toldonce.care.plans import actions
from toldonce.care.plans.errors import (
    NoDraft,
    NotInForce,
    OnlyNow,
    Overtaken,
    RoleRefused,
    SavedMeanwhile,
    Unfinished,
)
from toldonce.care.plans.models import Draft
from toldonce.codes.fhir import validation
from toldonce.directory.actors import Actor
from toldonce.ledger import queries as ledger
from toldonce.record import store
from toldonce.record.readings.care_plans import care_plans, emergency_plans
from toldonce.record.readings.care_team import care_team
from toldonce.record.readings.documents import documents
from toldonce.record.readings.emergency import emergency

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


def on_the_crews_screen(person: int) -> list[tuple[str, str]]:
    seen = emergency(opened(person, CREW, "emergency"))
    return [(each.title, each.decision) for each in seen.plans]


def state_of(person: int) -> dict[str, str]:
    return {each.provenance.id: each.status for each in care_plans(opened(person))}


def test_a_plan_is_on_the_crews_screen_as_soon_as_it_is_signed_and_not_before():
    person = somebody()
    draft = begun(person, ESCALATION, NURSE)
    assert on_the_crews_screen(person) == []
    actions.sign(by=NURSE, record=opened(person, NURSE), draft=draft.pk)
    assert on_the_crews_screen(person) == [
        ("Treatment escalation plan", "Not for attempted cardiopulmonary resuscitation")
    ]
    assert not Draft.objects.exists()


def test_what_a_crew_reads_says_how_far_treatment_goes_who_signed_and_when():
    person = somebody()
    signed(person, by=NURSE)
    (plan,) = emergency_plans(opened(person, CREW, "emergency"))
    assert plan.summary == (
        "Not for attempted cardiopulmonary resuscitation. Comfort matters most. Do not admit to hospital: care for the"
        " person where they are. Not for intensive care. Not for support with breathing by mask or machine."
    )
    assert plan.actions == ("Do not give: Drips",)
    assert (plan.author, plan.is_signed, plan.is_overdue) == ("Nora Urse, Nurse", True, False)
    assert plan.made.day == timezone.localdate()


def test_of_two_plans_only_the_newer_one_is_current_and_the_older_one_can_still_be_read():
    person = somebody()
    first = signed(person)
    second = signed(person, {**ESCALATION, "cpr": [CPR]}, NURSE, seen=first)
    assert on_the_crews_screen(person) == [
        ("Treatment escalation plan", "For attempted cardiopulmonary resuscitation")
    ]
    assert state_of(person) == {second: "active", first: "completed"}
    old = next(each for each in care_plans(opened(person)) if each.provenance.id == first)
    assert old.ended.startswith("Superseded by a newer plan, signed by Nora Urse, Nurse")
    assert old.decision == "Not for attempted cardiopulmonary resuscitation"


def test_the_record_as_at_the_day_before_shows_the_plan_of_that_day():
    person = somebody()
    first = signed(person)
    then = timezone.now()
    signed(person, by=NURSE, seen=first)
    (plan,) = emergency_plans(opened(person, as_at=then))
    assert plan.provenance.id == first


def test_an_ended_plan_is_on_no_crews_screen():
    person = somebody()
    plan = signed(person)
    actions.end(by=GP, record=opened(person), plan=plan, why="withdrawn", words="Said so today.")
    assert on_the_crews_screen(person) == []
    assert [each.ended for each in care_plans(opened(person))] == [
        "The person has withdrawn it: Said so today."
    ]
    with pytest.raises(NotInForce):
        actions.review(by=GP, record=opened(person), plan=plan, due=TOMORROW)


def test_a_plan_signed_for_the_wrong_person_leaves_their_record():
    person = somebody()
    plan = signed(person)
    actions.end(by=GP, record=opened(person), plan=plan, why="wrong")
    assert list(care_plans(opened(person))) == []


def test_a_review_gives_a_new_day_and_a_note_and_the_same_plan():
    person = somebody()
    plan = signed(person)
    actions.review(by=NURSE, record=opened(person, NURSE), plan=plan, due=TOMORROW, words="With her son.")
    (found,) = care_plans(opened(person))
    assert (found.review.day, found.provenance.id, found.provenance.version) == (TOMORROW, plan, 2)


def test_an_overdue_plan_stands_and_is_marked(monkeypatch):
    person = somebody()
    signed(person)
    record = opened(person)
    record.at += timedelta(days=200)
    (plan,) = care_plans(record)
    assert (plan.is_current, plan.is_overdue) == (True, True)


def test_what_is_missing_is_said_in_sentences_and_nothing_is_signed():
    person = somebody()
    draft = begun(person, {"cpr": ESCALATION["cpr"]})
    with pytest.raises(Unfinished) as refused:
        actions.sign(by=GP, record=opened(person), draft=draft.pk)
    assert "cpr-why" in refused.value.problems
    assert (
        refused.value.problems["priority"] == "“The aim of treatment” is not answered yet: choose an answer."
    )
    assert state_of(person) == {} and Draft.objects.count() == 1


def test_two_who_save_one_draft_do_not_overwrite_each_other():
    person = somebody()
    draft = begun(person, {})
    colleague = Actor("colin", "Colin Day", "gp", GP.organisation)
    actions.save(
        by=colleague, record=opened(person), draft=draft.pk, version=1, answers={"matters": ["The sea"]}
    )
    with pytest.raises(SavedMeanwhile, match="Colin Day saved this draft") as conflict:
        actions.save(by=GP, record=opened(person), draft=draft.pk, version=1, answers={"matters": ["Dogs"]})
    assert conflict.value.version == 2
    assert Draft.objects.get().answers == {"matters": ["The sea"]}


def test_nobody_signs_answers_that_they_have_not_read():
    person = somebody()
    draft = begun(person, ESCALATION)
    colleague = Actor("colin", "Colin Day", "gp", GP.organisation)
    changed = ESCALATION | {"relevant": ["Heart failure", "Frailty"]}
    actions.save(by=colleague, record=opened(person), draft=draft.pk, version=1, answers=changed)
    with pytest.raises(Overtaken, match="Colin Day changed this draft"):
        actions.sign(by=GP, record=opened(person), draft=draft.pk, version=1)
    assert state_of(person) == {}


def test_who_did_not_see_the_plan_in_force_cannot_take_its_place():
    person = somebody()
    mine, theirs = begun(person, ESCALATION), begun(person, ESCALATION, NURSE)
    first = actions.sign(by=NURSE, record=opened(person, NURSE), draft=theirs.pk)
    with pytest.raises(Overtaken, match="Nora Urse, Nurse signed a plan of this kind"):
        actions.sign(by=GP, record=opened(person), draft=mine.pk)
    actions.sign(by=GP, record=opened(person), draft=mine.pk, seen=first, reason="She has changed her mind.")
    assert state_of(person)[first] == "completed"


def test_who_takes_the_place_of_another_organisations_plan_says_what_has_changed():
    person = somebody()
    first = signed(person, by=NURSE)
    mine = begun(person, ESCALATION)
    with pytest.raises(Unfinished, match="say what has changed"):
        actions.sign(by=GP, record=opened(person), draft=mine.pk, seen=first)
    actions.sign(by=GP, record=opened(person), draft=mine.pk, seen=first, reason="She has changed her mind.")
    old = next(each for each in care_plans(opened(person)) if each.provenance.id == first)
    assert old.ended == "Superseded by a newer plan, signed by Gwen Pascoe, GP: She has changed her mind."


def test_a_draft_is_seen_by_its_own_organisation_only():
    person = somebody()
    draft = begun(person, ESCALATION)
    for act in (
        lambda: actions.save(by=NURSE, record=opened(person, NURSE), draft=draft.pk, version=1, answers={}),
        lambda: actions.discard(by=NURSE, record=opened(person, NURSE), draft=draft.pk),
        lambda: actions.sign(by=NURSE, record=opened(person, NURSE), draft=draft.pk),
    ):
        with pytest.raises(NoDraft):
            act()
    everything = [each.body for each in store.compartment(opened(person).pids)]
    assert b"Heart failure" not in b"".join(everything)


@pytest.mark.parametrize(
    ("role", "slug", "writes", "signs"),
    [
        ("gp", "treatment-escalation", True, True),
        ("nurse", "advance-care", True, True),
        ("paramedic", "treatment-escalation", True, False),
        ("paramedic", "personalised-care", False, False),
        ("social_worker", "personalised-care", True, True),
        ("social_worker", "treatment-escalation", False, False),
        ("pharmacist", "anticipatory-care", True, False),
        ("care_home", "advance-care", False, False),
    ],
)
def test_who_may_write_and_who_may_sign(role, slug, writes, signs):
    person = somebody()
    by, record = Actor("x", "Xan", role, GP.organisation), opened(person)
    if not writes:
        with pytest.raises(RoleRefused):
            actions.begin(by=by, record=record, slug=slug)
        return
    draft = actions.begin(by=by, record=record, slug=slug)
    with pytest.raises(Unfinished if signs else RoleRefused):
        actions.sign(by=by, record=record, draft=draft.pk)


def test_nothing_is_written_in_the_record_of_yesterday():
    person = somebody()
    with pytest.raises(OnlyNow):
        actions.begin(by=GP, record=opened(person, as_at=timezone.now()), slug="advance-care")


def test_the_named_coordinator_is_in_the_care_team_until_the_plan_ends():
    person = somebody()
    plan = signed(person, SUPPORT, NURSE, "personalised-care")
    (named,) = [each for each in care_team(opened(person)) if each.is_coordinator]
    assert (named.name, named.phone, named.is_current) == ("Anne Oakes", "01202 000000", True)
    actions.end(by=NURSE, record=opened(person, NURSE), plan=plan, why="improved")
    assert [each.is_current for each in care_team(opened(person)) if each.is_coordinator] == [False]


def test_a_pointer_is_current_with_its_plan_replaces_the_one_before_and_goes_when_it_ends():
    person = somebody()
    first = signed(person)
    second = signed(person, by=NURSE, seen=first)
    told = {each.id: each for each in store.compartment(opened(person).pids, ["DocumentReference"])}
    assert b'"status":"superseded"' in told[f"{first}-pointer"].body
    assert b'"status":"current"' in told[f"{second}-pointer"].body
    assert f"DocumentReference/{first}-pointer".encode() in told[f"{second}-pointer"].body
    assert list(documents(opened(person))) == []
    actions.end(by=NURSE, record=opened(person, NURSE), plan=second, why="died")
    assert store.read("DocumentReference", f"{second}-pointer").body is None


def test_everything_a_signature_writes_is_valid_fhir_without_doubts():
    person = somebody()
    plans = [signed(person), signed(person, SUPPORT, NURSE, "personalised-care")]
    assert len(plans) == 2
    told = opened(person)
    for rtype in ("CarePlan", "QuestionnaireResponse", "DocumentReference", "CareTeam"):
        for each in told.resources_of(rtype):
            assert validation.problems(dict(each)) == []
            assert [doubt.reason for doubt in validation.doubts(dict(each))] == []


def test_each_step_is_in_the_ledger():
    person = somebody()
    plan = signed(person)
    actions.end(by=GP, record=opened(person), plan=plan, why="died")
    acts = [row.act for row in ledger.about(opened(person).pids) if row.act.startswith("plan.")]
    assert sorted(acts) == ["plan.begin", "plan.end", "plan.sign"]
