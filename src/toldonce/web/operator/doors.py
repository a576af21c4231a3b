"""Every change that an administrator makes: the directory's action and its ledger row in one transaction."""

from django.db import transaction

from toldonce.directory import actions
from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Organisation, Post, Token
from toldonce.ledger.actions import write


@transaction.atomic
def open_account(*, by: Actor, username: str, name: str, about: str = "") -> Account:
    """Open an account for a person."""
    account = actions.open_account(by=by, username=username, name=name, about=about)
    write(by=by, act="account.open", subject=f"account/{account.username}", detail={"name": account.name})
    return account


@transaction.atomic
def set_email(*, by: Actor, account: Account, email: str) -> None:
    """Give an account the address to which its e-mail goes."""
    actions.set_email(by=by, account=account, email=email)
    write(by=by, act="account.email", subject=f"account/{account.username}")


@transaction.atomic
def close_account(*, by: Actor, account: Account, why: str) -> None:
    """Close an account with its posts and tokens."""
    actions.close_account(by=by, account=account)
    write(by=by, act="account.close", subject=f"account/{account.username}", why=why)


@transaction.atomic
def give_post(*, by: Actor, account: Account, role: str, organisation: Organisation, title: str = "") -> Post:
    """Give an account a role at an organisation."""
    post = actions.give_post(by=by, account=account, role=role, organisation=organisation, title=title)
    detail = {"role": role, "organisation": organisation.code}
    write(by=by, act="post.give", subject=f"account/{account.username}", detail=detail)
    return post


@transaction.atomic
def end_post(*, by: Actor, post: Post) -> None:
    """End a post today."""
    actions.end_post(by=by, post=post)
    detail = {"role": post.role, "organisation": post.organisation_id}
    write(by=by, act="post.end", subject=f"account/{post.account.username}", detail=detail)


@transaction.atomic
def create_token(*, by: Actor, account: Account, name: str, scopes: list[str], days: int | None) -> str:
    """Make a token for an account and return its secret, which is shown once."""
    token, secret = actions.create_token(by=by, account=account, name=name, scopes=scopes, days=days)
    detail = {"token": token.pk, "scopes": token.scopes}
    write(by=by, act="token.create", subject=f"account/{account.username}", detail=detail)
    return secret


@transaction.atomic
def revoke_token(*, by: Actor, token: Token) -> None:
    """Take a token out of use."""
    actions.revoke_token(by=by, token=token)
    write(by=by, act="token.revoke", subject=f"account/{token.account.username}", detail={"token": token.pk})
