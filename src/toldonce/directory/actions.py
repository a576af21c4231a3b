"""Every change to accounts, posts and tokens.

The ledger stands above the directory, so that these functions cannot write in it: the door that calls one
(a page, a command) writes the row in the same transaction.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from toldonce.codes.fhir.definitions import RESOURCE_TYPES
from toldonce.directory import scopes as scope_forms
from toldonce.directory.actors import Actor
from toldonce.directory.errors import AccountRefused, PostRefused, TokenRefused
from toldonce.directory.models import Account, Organisation, Post, Role, Token, Ward

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,79}")


@transaction.atomic
def open_account(
    *,
    by: Actor,
    username: str,
    name: str,
    about: str = "",
    password: str | None = None,
    is_service: bool = False,
) -> Account:
    """Open an account; without a password nobody can sign in to it by password."""
    if not _USERNAME.fullmatch(username):
        raise AccountRefused(
            f"The username {username!r} cannot be used. Use 2 to 80 small letters, digits, dots or hyphens."
        )
    if not name.strip():
        raise AccountRefused("An account needs the name of its person or service. Give a name.")
    account = Account(username=username, name=name.strip(), about=about, is_service=is_service)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise _taken(username) from error
    return account


@transaction.atomic
def set_email(*, by: Actor, account: Account, email: str) -> Account:
    """Give an account the address to which its e-mail goes, or none."""
    _check_open(account)
    email = email.strip()
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise AccountRefused(
            f"{email!r} is not an e-mail address. Write it like jo.smith@example.org."
        ) from error
    account.email = email
    account.save(update_fields=["email"])
    return account


@transaction.atomic
def close_account(*, by: Actor, account: Account) -> Account:
    """Close an account: it can no longer be used, its posts end today and its tokens are revoked."""
    _check_open(account)
    if by.account == account.username:
        raise AccountRefused("You cannot close your own account. Ask another administrator.")
    now = timezone.now()
    for post in account.posts.filter(until=None):
        end_post(by=by, post=post)
    account.tokens.filter(revoked=None).update(revoked=now)
    account.is_active, account.closed = False, now
    account.save(update_fields=["is_active", "closed"])
    return account


@transaction.atomic
def give_post(
    *,
    by: Actor,
    account: Account,
    role: str,
    organisation: Organisation,
    ward: Ward | None = None,
    title: str = "",
    since: date | None = None,
) -> Post:
    """Give an account a role at an organisation, from today unless another day is said."""
    _check_open(account)
    _check_post(account, role, organisation, ward)
    return Post.objects.create(
        account=account,
        role=role,
        organisation=organisation,
        ward=ward,
        title=title,
        since=since or timezone.localdate(),
    )


@transaction.atomic
def end_post(*, by: Actor, post: Post, until: date | None = None) -> Post:
    """End a post; a post that had not begun ends on the day it would have begun."""
    if post.until is not None:
        raise PostRefused(f"This post ended on {post.until:%-d %B %Y}. Nothing was changed.")
    post.until = max(until or timezone.localdate(), post.since)
    post.save(update_fields=["until"])
    return post


@transaction.atomic
def create_token(
    *,
    by: Actor,
    name: str,
    scopes: Sequence[str],
    account: Account | None = None,
    organisation: Organisation | None = None,
    days: int | None = None,
    lifetime: timedelta | None = None,
) -> tuple[Token, str]:
    """Make a bearer token and tell its secret, which is kept nowhere and cannot be told again.

    Without an account the token belongs to the service account of its name, opened if need be. It is valid for so many
    days, or for a lifetime that is shorter than a day.
    """
    check_scopes(scopes)
    if days is not None and not 0 < days <= 3660:
        raise TokenRefused("A token is valid for 1 to 3660 days. Say for how many.")
    account = account or service_account(by=by, name=name, organisation=organisation)
    _check_open(account)
    secret = f"toldonce_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        account=account,
        name=name,
        digest=digest(secret),
        scopes=" ".join(dict.fromkeys(scopes)),
        created_by=by.account,
        expires=_expires(days, lifetime),
    )
    return token, secret


@transaction.atomic
def revoke_token(*, by: Actor, token: Token) -> Token:
    """Take a token out of use; one that was revoked before keeps its time."""
    if token.revoked is None:
        token.revoked = timezone.now()
        token.save(update_fields=["revoked"])
    return token


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256, enough because a secret is 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _expires(days: int | None, lifetime: timedelta | None) -> datetime | None:
    lifetime = timedelta(days=days) if days else lifetime
    return timezone.now() + lifetime if lifetime else None


def service_account(*, by: Actor, name: str, organisation: Organisation | None = None) -> Account:
    """Return the service account of a name, opened if there is none, with a post at the organisation if one is said."""
    username = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")[:80]
    account = Account.objects.filter(username=username).first()
    if account is None:
        account = open_account(by=by, username=username, name=name, is_service=True)
    elif not account.is_service:
        raise TokenRefused(f"{username} is the account of a person. Give the token another name.")
    if organisation and not account.posts.filter(organisation=organisation, until=None).exists():
        give_post(by=by, account=account, role=Role.SERVICE, organisation=organisation)
    return account


def _taken(username: str) -> AccountRefused:
    return AccountRefused(f"There is already an account called {username}. Choose another username.")


def _check_open(account: Account) -> None:
    """Hold the account's row until the transaction ends, so that nobody closes it meanwhile."""
    if not Account.objects.select_for_update().get(pk=account.pk).is_active:
        raise AccountRefused(f"The account {account.username} is closed. Open a new one.")


def _check_post(account: Account, role: str, organisation: Organisation, ward: Ward | None) -> None:
    if role not in Role.values:
        raise PostRefused(f"There is no role {role!r}. Choose one of: {', '.join(Role.values)}.")
    if (role == Role.SERVICE) != account.is_service:
        raise PostRefused("Only service accounts hold the role of a service, and they hold no other.")
    if organisation.closed is not None and organisation.closed <= timezone.localdate():
        raise PostRefused(
            f"{organisation.name} closed on {organisation.closed:%-d %B %Y}. Choose its successor."
        )
    if ward is not None and ward.site.organisation_id != organisation.code:
        raise PostRefused(f"{ward.name} is not a ward of {organisation.name}. Choose one of its wards.")
    if account.posts.filter(role=role, organisation=organisation, until=None).exists():
        raise PostRefused(f"{account.name} already holds this role at {organisation.name}.")


def check_scopes(scopes: Sequence[str]) -> None:
    """Refuse what is no scope."""
    if not scopes:
        raise TokenRefused("A token needs at least one scope, such as system/Observation.read.")
    for scope in scopes:
        asked = scope_forms.parsed(scope)
        if asked is not None and asked.rtype not in ("*", scope_forms.METRICS, *RESOURCE_TYPES):
            raise TokenRefused(f"{scope!r} names no type of resource: FHIR R4 has no {asked.rtype}.")
        if asked is None:
            raise TokenRefused(
                f"{scope!r} is not a scope. Write it like system/Observation.read, user/*.write or system/*.*"
            )
