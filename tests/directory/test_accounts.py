"""Accounts, posts and tokens: who may come in, as what, and for how long."""

import hashlib
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toldonce.directory import actions, queries, scopes
from toldonce.directory.actors import Actor
from toldonce.directory.errors import AccountRefused, PostRefused, TokenRefused
from toldonce.directory.models import Account, Organisation, Post, Token, Ward

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def ada(tinyshire, by) -> Account:
    """Ada, a GP at Nether Surgery since last year."""
    account = actions.open_account(by=by, username="ada", name="Dr Ada Lane")
    give(by, account, "gp", "TP1", since=TODAY() - timedelta(days=365))
    return account


def give(by: Actor, account: Account, role: str, organisation: str, **rest) -> Post:
    return actions.give_post(
        by=by, account=account, role=role, organisation=Organisation.objects.get(code=organisation), **rest
    )


def token(by: Actor, *asked: str, **rest) -> tuple[Token, str]:
    return actions.create_token(by=by, name="Laboratory feed", scopes=asked or ("system/*.*",), **rest)


def test_a_post_makes_an_actor(ada):
    post = queries.posts_of(ada).get()
    assert queries.actor_in_post(post, whence="10.0.0.1") == Actor(
        account="ada", name="Dr Ada Lane", role="gp", organisation="TP1", scopes=(), whence="10.0.0.1"
    )


def test_an_account_may_hold_several_posts_and_one_of_them_twice_in_turn(ada, by):
    give(by, ada, "gp", "TP2")
    first = queries.posts_of(ada).first()
    assert first is not None
    actions.end_post(by=by, post=first)
    give(by, ada, "gp", "TP1")
    assert [post.organisation_id for post in queries.posts_of(ada)] == ["TP2", "TP1"]
    assert ada.posts.count() == 3


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (-10, None, True),
        (0, None, True),
        (1, None, False),  # begins tomorrow
        (-10, 1, True),  # ends tomorrow
        (-10, 0, False),  # ended today
        (-10, -5, False),
    ],
)
def test_a_post_is_held_from_its_first_day_until_the_day_before_it_ends(ada, since, until, held):
    ada.posts.update(
        since=TODAY() + timedelta(days=since),
        until=None if until is None else TODAY() + timedelta(days=until),
    )
    assert queries.posts_of(ada).exists() == held
    assert (queries.post_of("ada", ada.posts.get().pk) is not None) == held


@pytest.mark.parametrize(
    ("role", "organisation", "ward", "sentence"),
    [
        ("wizard", "TP1", None, "There is no role 'wizard'. Choose one of: gp, hospital_doctor"),
        ("service", "TP1", None, "Only service accounts hold the role of a service"),
        ("nurse", "TN0", None, "Old Network closed on 30 June 2019. Choose its successor."),
        ("nurse", "TP1", "TH101-A", "Ward A is not a ward of Nether Surgery"),
        ("gp", "TP1", None, "Dr Ada Lane already holds this role at Nether Surgery."),
    ],
)
def test_a_post_that_cannot_be_is_refused_with_a_sentence(ada, by, role, organisation, ward, sentence):
    place = Ward.objects.get(code=ward) if ward else None
    with pytest.raises(PostRefused) as refusal:
        give(by, ada, role, organisation, ward=place)
    assert str(refusal.value).startswith(sentence)


def test_a_nurse_may_stand_on_a_ward_of_the_hospital(ada, by):
    post = give(by, ada, "nurse", "TH1", ward=Ward.objects.get(code="TH101-A"))
    assert post.ward.name == "Ward A"


def test_a_post_that_ended_cannot_end_again(ada, by):
    post = actions.end_post(by=by, post=ada.posts.get())
    with pytest.raises(PostRefused, match="This post ended on"):
        actions.end_post(by=by, post=post)


@pytest.mark.parametrize(
    ("username", "name", "sentence"),
    [
        ("ada", "Another Ada", "There is already an account called ada."),
        ("Ada", "Ada", "The username 'Ada' cannot be used."),
        ("", "Ada", "The username '' cannot be used."),
        ("bea", "  ", "An account needs the name"),
        ("x'; drop table", "Bobby", "cannot be used"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_a_sentence(ada, by, username, name, sentence):
    with pytest.raises(AccountRefused) as refusal:
        actions.open_account(by=by, username=username, name=name)
    assert sentence in str(refusal.value)
    assert Account.objects.count() == 1


def test_an_account_without_a_password_lets_nobody_in_by_password(ada, by):
    assert not ada.has_usable_password()
    assert not ada.check_password("")
    assert actions.open_account(by=by, username="bea", name="Bea", password="long enough").check_password(
        "long enough"
    )


def test_closing_an_account_ends_its_posts_and_revokes_its_tokens(ada, by):
    _, secret = token(by, account=ada)
    assert queries.actor_for_token(secret) is not None
    actions.close_account(by=by, account=ada)
    assert queries.actor_for_token(secret) is None
    assert queries.account_named("ada") is None
    assert not queries.posts_of(ada).exists()
    assert ada.posts.get().until == TODAY()
    with pytest.raises(AccountRefused, match="closed"):
        give(by, ada, "gp", "TP2")
    with pytest.raises(AccountRefused, match="closed"):
        actions.close_account(by=by, account=ada)


def test_nobody_closes_their_own_account(ada):
    with pytest.raises(AccountRefused, match="your own account"):
        actions.close_account(by=Actor("ada", "Dr Ada Lane", "administrator", "TBD"), account=ada)


def test_a_token_names_its_service_account_organisation_and_scopes(tinyshire, by):
    _, secret = token(
        by, "system/Observation.read", "system/Patient.*", organisation=Organisation.objects.get(code="TH1")
    )
    assert queries.actor_for_token(secret, whence="10.0.0.1") == Actor(
        account="laboratory-feed",
        name="Laboratory feed",
        role="service",
        organisation="TH1",
        scopes=("system/Observation.read", "system/Patient.*"),
        whence="10.0.0.1",
    )


def test_a_second_token_of_the_same_name_belongs_to_the_same_account(db, by):
    first, _ = token(by)
    second, _ = token(by)
    assert first.account == second.account
    assert first.digest != second.digest


def test_a_secret_is_told_once_and_only_its_digest_is_kept(db, by):
    made, secret = token(by)
    kept = {str(value) for value in Token.objects.filter(pk=made.pk).values_list().get()}
    assert hashlib.sha256(secret.encode()).hexdigest() in kept
    assert not any(secret in value for value in kept)
    assert len(secret) > 43


@pytest.mark.parametrize(
    ("change", "works"),
    [
        ({}, True),
        ({"expires": timedelta(seconds=60)}, True),
        ({"expires": timedelta(seconds=-1)}, False),
        ({"revoked": timedelta(0)}, False),
    ],
)
def test_a_token_works_until_it_expires_or_is_revoked(db, by, change, works):
    made, secret = token(by)
    Token.objects.filter(pk=made.pk).update(**{name: timezone.now() + by_ for name, by_ in change.items()})
    assert (queries.actor_for_token(secret) is not None) == works


def test_each_token_of_an_account_has_its_own_scopes_and_its_own_end(db, by):
    reader, reads = token(by, "system/*.read")
    writer, writes = token(by, "system/*.write")
    ended, past = token(by, "system/*.*")
    Token.objects.filter(pk=ended.pk).update(expires=timezone.now() - timedelta(days=1))
    actions.revoke_token(by=by, token=writer)
    assert reader.account == writer.account == ended.account
    assert queries.actor_for_token(reads).scopes == ("system/*.read",)
    assert queries.actor_for_token(writes) is None
    assert queries.actor_for_token(past) is None


@pytest.mark.parametrize(
    ("posts", "organisation"),
    [
        ([], ""),
        ([("TP1", -9, None)], "TP1"),
        ([("TP1", -9, -1), ("TP2", -1, None)], "TP2"),
        ([("TP1", -9, -1)], ""),
        ([("TP1", 1, None)], ""),
    ],
)
def test_a_token_acts_for_the_organisation_at_which_its_account_holds_a_post_today(
    tinyshire, by, posts, organisation
):
    made, secret = token(by)
    for code, since, until in posts:
        ends = None if until is None else TODAY() + timedelta(days=until)
        begins = TODAY() + timedelta(days=since)
        Post.objects.create(
            account=made.account, role="service", organisation_id=code, since=begins, until=ends
        )
    actor = queries.actor_for_token(secret)
    assert (actor.organisation, actor.role) == (organisation, "service")


def test_a_token_is_valid_for_the_days_it_was_made_for(db, by):
    made, _ = token(by, days=30)
    assert timedelta(days=29, hours=23) < made.expires - timezone.now() <= timedelta(days=30)
    assert token(by)[0].expires is None


def test_revoking_twice_keeps_the_first_time(db, by):
    made, secret = token(by)
    first = actions.revoke_token(by=by, token=made).revoked
    assert actions.revoke_token(by=by, token=made).revoked == first
    assert queries.actor_for_token(secret) is None


@pytest.mark.parametrize(
    ("asked", "days", "sentence"),
    [
        ((), None, "needs at least one scope"),
        (("everything",), None, "'everything' is not a scope"),
        (("system/Observation.delete",), None, "is not a scope"),
        (("system/Obs.read",), None, "FHIR R4 has no Obs"),
        (("system/*.*", ""), None, "'' is not a scope"),
        (("system/*.*",), 0, "valid for 1 to 3660 days"),
        (("system/*.*",), -1, "valid for 1 to 3660 days"),
    ],
)
def test_a_token_that_cannot_be_is_refused_with_a_sentence(db, by, asked, days, sentence):
    with pytest.raises(TokenRefused, match=r".*") as refusal:
        actions.create_token(by=by, name="feed", scopes=asked, days=days)
    assert sentence in str(refusal.value)
    assert not Account.objects.exists()


def test_a_token_does_not_take_over_the_account_of_a_person(ada, by):
    with pytest.raises(TokenRefused, match="ada is the account of a person"):
        actions.create_token(by=by, name="Ada", scopes=["system/*.*"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_no_guess_is_a_token(db, by, guess):
    assert queries.actor_for_token(guess) is None


@pytest.mark.parametrize(
    ("scope", "rtype", "act", "allowed"),
    [
        ("system/Observation.read", "Observation", "read", True),
        ("system/Observation.read", "Observation", "write", False),
        ("system/Observation.read", "Patient", "read", False),
        ("system/Observation.*", "Observation", "write", True),
        ("system/*.read", "Patient", "read", True),
        ("system/*.read", "Patient", "write", False),
        ("user/*.*", "Patient", "write", True),
        ("system/Obs.read", "Observation", "read", False),
        ("patient/*.read", "Observation", "read", False),
        ("system/*.*x", "Observation", "read", False),
        ("system/observation.read", "observation", "read", False),
    ],
)
def test_a_scope_covers_what_it_says(scope, rtype, act, allowed):
    assert scopes.allow((scope,), rtype, act) == allowed
    assert scopes.allow(("system/Basic.read", scope), rtype, act) == allowed
    assert not scopes.allow((), rtype, act)


def test_the_day_a_post_begins_may_be_said(ada, by):
    assert give(by, ada, "nurse", "TP2", since=date(2020, 1, 1)).since == date(2020, 1, 1)
