"""Make the signed link by which a practice's own system opens one person's record in context.

The link carries who its user is, works once, and is valid for a minute. This makes one as the organisation's own system
would with the key that `toldonce link-key` gives it.
"""

from __future__ import annotations

import argparse

from toldonce.project import serving
from toldonce.project.errors import BadInput

NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("account", help="the username of the one who clicks")
    parser.add_argument("organisation", help="the ODS code of the organisation they work for now")
    parser.add_argument("nhs_number", metavar="NHS_NUMBER", help="the person whose record is to be opened")


def run(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from toldonce.codes.nhs_number import is_valid, normalised
    from toldonce.web.entrance.context_link import Context, link

    number = normalised(arguments.nhs_number)
    if not is_valid(number):
        raise BadInput(f"{arguments.nhs_number!r} is not a valid NHS number: look at its ten digits again.")
    context = Context(arguments.account, arguments.organisation, number)
    print(f"{serving.address().rstrip('/')}{link(context)}")
    return 0
