"""The pages that say what went wrong: what is missing, why, and what to do next."""

import sys
from dataclasses import asdict, dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from toldonce.web.design.menu import cares

TEMPLATE = "design/pages/trouble.html"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble in words for the reader."""

    heading: str
    missing: str
    why: str
    next_step: str


TROUBLES = {
    400: Trouble(
        "We could not understand that request",
        "Something in the address or the form does not have the shape that this page expects.",
        "An address that was cut short, or a form that was open for a long time, often does this.",
        "Go back, check what you entered, and send it once more.",
    ),
    403: Trouble(
        "You may not open this page",
        "Your role does not include this page, or the form was too old to be trusted.",
        "Each page is open to the roles whose work needs it, and every form carries a mark that expires.",
        "Go to your first page. If your work needs this page, ask your organisation's administrator for the role.",
    ),
    404: Trouble(
        "We could not find this page",
        "There is nothing at this address.",
        "The address may be wrong, or the record line may have been linked to another person since.",
        "Find the person again from the box at the top of the page.",
    ),
    405: Trouble(
        "This page cannot be used that way",
        "The page was asked to do something that it does not do.",
        "",
        "Open the page from a link on another page and use its own button.",
    ),
    500: Trouble(
        "Something went wrong on our side",
        "The page could not be made, and nothing that you entered was stored unless a page told you so.",
        "The fault has been written to the server's log with its time.",
        "Try again in a minute. If it happens again, tell your service desk the time and the address of the page.",
    ),
    503: Trouble(
        "The record cannot be reached just now",
        "The database does not answer, so no record can be shown and nothing can be stored.",
        "A read is shown only after it has been written to the ledger, and that needs the database.",
        "Try again in a minute. If care cannot wait, telephone the practice or the ward directly.",
    ),
}


def page(request: HttpRequest, status: int, **words: object) -> HttpResponse:
    """The page of one status, its words replaced where the caller knows better."""
    said = asdict(TROUBLES.get(status, TROUBLES[500])) | words
    return render(request, TEMPLATE, said, status=status)


def page_without_database(request: HttpRequest, status: int) -> HttpResponse:
    """The page of one status, made without asking the database who is signed in."""
    said = asdict(TROUBLES[status]) | {"nonce": getattr(request, "csp_nonce", "")}
    return HttpResponse(render_to_string(TEMPLATE, said), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something that does not have the shape that was expected."""
    return page(request, 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A page that this role does not open."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address at which there is nothing; those who see no people are not sent to look for one."""
    if cares(getattr(request, "actor", None)):
        return page(request, 404)
    return page(
        request, 404, why="The address may be wrong.", next_step="Go back, and follow a link of the page."
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that does not answer."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return page_without_database(request, 503 if away else 500)
