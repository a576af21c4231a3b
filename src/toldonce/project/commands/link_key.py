"""Print the key with which one organisation's own system signs the links that open records in context.

Whoever holds it can sign in as anybody who holds a post at that organisation, and at no other: give it to that system
only. It changes when TOLDONCE_SECRET does.
"""

from __future__ import annotations

import argparse

from toldonce.project.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("organisation", help="the ODS code of the organisation")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.directory import queries
    from toldonce.directory.actors import SYSTEM
    from toldonce.ledger import actions as ledger
    from toldonce.web.entrance.context_link import key_of

    if queries.organisation(arguments.organisation) is None:
        raise BadInput(
            f"there is no organisation {arguments.organisation}: `toldonce place load` loads them."
        )
    ledger.write(by=SYSTEM, act="link-key.tell", subject=arguments.organisation)
    print(key_of(arguments.organisation))
    return 0
