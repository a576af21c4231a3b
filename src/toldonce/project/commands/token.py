"""Create, list or revoke bearer tokens of service accounts.

`create NAME --scope system/Observation.read` prints the token once; only its digest is kept.
"""

from __future__ import annotations

import argparse

from toldonce.project.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["create", "list", "revoke"])
    parser.add_argument("name", nargs="?", help="the name of the service account")
    parser.add_argument(
        "--scope",
        action="append",
        default=[],
        metavar="SCOPE",
        help="system/TYPE.read, .write or .*; repeat for more",
    )
    parser.add_argument("--days", type=int, default=365, help="how long it is valid (365)")


def run(arguments: argparse.Namespace) -> int:
    if arguments.what != "list" and not arguments.name:
        raise BadInput(f"`token {arguments.what}` needs the name of a service account.")
    return {"create": _create, "list": _list, "revoke": _revoke}[arguments.what](arguments)


def _create(arguments: argparse.Namespace) -> int:
    from django.db import transaction

    from toldonce.directory import actions
    from toldonce.directory.actors import SYSTEM
    from toldonce.directory.errors import DirectoryError
    from toldonce.ledger import actions as ledger

    if not arguments.scope:
        raise BadInput("a token without scopes opens nothing: say for example --scope 'system/*.read'.")
    try:
        with transaction.atomic():
            _, secret = actions.create_token(
                name=arguments.name, scopes=arguments.scope, by=SYSTEM, days=arguments.days
            )
            ledger.write(
                by=SYSTEM, act="token.create", subject=arguments.name, detail={"scopes": arguments.scope}
            )
    except DirectoryError as refusal:
        raise BadInput(str(refusal)) from refusal
    print(secret)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from toldonce.directory.models import Token

    for token in Token.objects.order_by("name", "created"):
        state = (
            "revoked"
            if token.revoked
            else f"valid until {token.expires:%Y-%m-%d}"
            if token.expires
            else "valid"
        )
        print(f"{token.name}  {token.scopes}  {state}")
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    from django.db import transaction

    from toldonce.directory import actions
    from toldonce.directory.actors import SYSTEM
    from toldonce.directory.models import Token
    from toldonce.ledger import actions as ledger

    tokens = list(Token.objects.filter(name=arguments.name, revoked=None))
    if not tokens:
        raise BadInput(f"there is no valid token called {arguments.name}: see `toldonce token list`.")
    with transaction.atomic():
        for token in tokens:
            actions.revoke_token(token=token, by=SYSTEM)
        ledger.write(by=SYSTEM, act="token.revoke", subject=arguments.name)
    print(f"{len(tokens)} revoked.")
    return 0
