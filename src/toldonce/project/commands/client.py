"""Register, list or revoke clients that sign in with a key of their own (SMART Backend Services).

`add NAME --keys FILE --scope 'system/*.read'` takes a JWK Set of public keys; the client's id is what is printed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import orjson

from toldonce.project.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["add", "list", "revoke"])
    parser.add_argument("name", nargs="?", help="the name of the client")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="its public keys as a JWK Set")
    parser.add_argument("--keys-address", default="", metavar="URL", help="where it publishes them instead")
    parser.add_argument(
        "--organisation", default="", metavar="ODS", help="the organisation that it works for"
    )
    parser.add_argument(
        "--scope",
        action="append",
        default=[],
        metavar="SCOPE",
        help="system/TYPE.read, .write or .*; repeat for more",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.what != "list" and not arguments.name:
        raise BadInput(f"`client {arguments.what}` needs the name of a client.")
    return {"add": _add, "list": _list, "revoke": _revoke}[arguments.what](arguments)


def _add(arguments: argparse.Namespace) -> int:
    from toldonce.directory import queries
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.smart import actions
    from toldonce.exchange.smart.errors import ClientRefused

    organisation = queries.organisation(arguments.organisation) if arguments.organisation else None
    if arguments.organisation and organisation is None:
        raise BadInput(f"there is no organisation {arguments.organisation}: its ODS code is needed.")
    try:
        client = actions.register(
            by=SYSTEM,
            name=arguments.name,
            scopes=arguments.scope,
            key_set=_keys(arguments.keys),
            keys_address=arguments.keys_address,
            organisation=organisation,
        )
    except ClientRefused as refusal:
        raise BadInput(str(refusal)) from refusal
    print(client.account.username)
    return 0


def _keys(path: Path | None) -> object:
    if path is None:
        return None
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as trouble:
        raise BadInput(f"the keys in {path} cannot be read: {trouble}") from trouble


def _list(arguments: argparse.Namespace) -> int:
    from toldonce.exchange.smart.models import Client

    for client in Client.objects.select_related("account").order_by("account__username"):
        state = "revoked" if client.revoked else client.keys_address or "keys kept here"
        print(f"{client.account.username}  {client.scopes}  {state}")
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.smart import actions
    from toldonce.exchange.smart.models import Client

    client = (
        Client.objects.select_related("account")
        .filter(account__username=arguments.name, revoked=None)
        .first()
    )
    if client is None:
        raise BadInput(f"there is no client {arguments.name} in use: see `toldonce client list`.")
    actions.revoke(by=SYSTEM, client=client)
    print("revoked.")
    return 0
