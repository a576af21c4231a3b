"""Open, list or close accounts of people, and give them posts, as the administrator's pages do.

`open USERNAME --name NAME` opens an account, with a post if role and organisation are said; `post` gives another one.
"""

from __future__ import annotations

import argparse

from toldonce.project.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["open", "post", "list", "close"])
    parser.add_argument("username", nargs="?", help="the account")
    parser.add_argument("--name", default="", help="for open: the name of the person")
    parser.add_argument("--role", default="", help="such as gp, nurse, administrator")
    parser.add_argument("--organisation", default="", metavar="ODS", help="where the role is held")
    parser.add_argument("--why", default="", help="for close: the reason, which the ledger keeps")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.directory.errors import DirectoryError

    if arguments.what != "list" and not arguments.username:
        raise BadInput(f"`account {arguments.what}` needs the name of an account.")
    act = {"open": _open, "post": _post, "list": _list, "close": _close}[arguments.what]
    try:
        return act(arguments)
    except DirectoryError as refusal:
        raise BadInput(str(refusal)) from refusal


def _open(arguments: argparse.Namespace) -> int:
    from django.db import transaction

    from toldonce.directory.actors import SYSTEM
    from toldonce.web.operator import doors

    with transaction.atomic():
        doors.open_account(by=SYSTEM, username=arguments.username, name=arguments.name)
        if arguments.role or arguments.organisation:
            _give(arguments)
    print(f"The account {arguments.username} is open.")
    return 0


def _post(arguments: argparse.Namespace) -> int:
    _give(arguments)
    print(f"{arguments.username} is {arguments.role} at {arguments.organisation}.")
    return 0


def _give(arguments: argparse.Namespace) -> None:
    from toldonce.directory import queries
    from toldonce.directory.actors import SYSTEM
    from toldonce.web.operator import doors

    organisation = queries.organisation(arguments.organisation)
    if organisation is None:
        raise BadInput(f"there is no organisation {arguments.organisation!r}: say its ODS code.")
    doors.give_post(by=SYSTEM, account=_account(arguments), role=arguments.role, organisation=organisation)


def _account(arguments: argparse.Namespace):
    from toldonce.directory import queries

    account = queries.account_named(arguments.username)
    if account is None:
        raise BadInput(f"there is no open account {arguments.username}: see `toldonce account list`.")
    return account


def _close(arguments: argparse.Namespace) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.web.operator import doors

    if not arguments.why:
        raise BadInput("closing an account needs a reason, which the ledger keeps: say it with --why.")
    doors.close_account(by=SYSTEM, account=_account(arguments), why=arguments.why)
    print(f"The account {arguments.username} is closed, its posts have ended and its tokens are revoked.")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from toldonce.directory.models import Account

    for account in Account.objects.prefetch_related("posts").order_by("username"):
        held = [f"{post.role}@{post.organisation_id}" for post in account.posts.all() if post.until is None]
        print(f"{account.username}  {account.name}  {' '.join(held) if account.is_active else 'closed'}")
    return 0
