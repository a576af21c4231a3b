"""What somebody typed into a form that was not taken, given back to them: to copy, or to send again once they may.

It goes out in the answer to the request that brought it and is kept nowhere. Only a form that a page of ours sent is
given back, so that no other site can put its words, with a button that sends them, before somebody here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TEMPLATE = "design/pages/unsent.html"
MARK = "csrfmiddlewaretoken"
SEEN = "seen"  # how forms call what their page said before, which nobody typed
SHORT = 40  # letters of what is more likely a number or a choice than words
MOST_LETTERS = 1_000_000  # an answer to somebody unknown is not made larger: no form that is typed comes near


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form said."""

    name: str
    says: str

    @property
    def label(self) -> str:
        """The name of the field as words."""
        return self.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Without a name"

    @property
    def is_typed(self) -> bool:
        """Whether these look like somebody's own words, rather than a choice or what the form carried along."""
        if self.name.partition("-")[0] == SEEN:
            return False
        return self.is_long or len(self.says.split()) > 1

    @property
    def is_long(self) -> bool:
        """Whether it needs more than one line."""
        return len(self.says) > SHORT or "\n" in self.says


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form as it came: where it was sent, what it said, and which of its fields held files."""

    address: str
    fields: list[Field]
    files: list[Field]


def signed_out(request: HttpRequest) -> HttpResponse:
    """The answer to a form that somebody sends who is not signed in any more."""
    return _page(
        request,
        heading="You are not signed in any more",
        missing="Nothing of what you sent was stored: you were signed out before it came.",
        why="A session ends after twelve hours, and when somebody signs out.",
    )


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without its mark, or with one that is not this browser's."""
    return _page(
        request,
        heading="This form was open too long",
        missing="Nothing of what you sent was stored: the mark of the form is missing or old.",
        why="Every form carries a mark by which we know that a page of ours sent it, from this browser.",
    )


def _page(request: HttpRequest, **words: str) -> HttpResponse:
    return render(request, TEMPLATE, {**words, "unsent": _unsent(request)}, status=403)


def _unsent(request: HttpRequest) -> Unsent | None:
    """What the form said; None where no page of ours is known to have sent it, or where it is too much to show."""
    if not _came_from_here(request):
        return None
    fields = list(_fields(request))
    if not fields or sum(len(each.says) for each in fields) > MOST_LETTERS:
        return None
    files = [Field(name, each.name) for name, all_ in request.FILES.lists() for each in all_]
    return Unsent(request.get_full_path(), fields, files)


def _came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this server sent the form, as Django asks before it takes one."""
    try:
        whence = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    except ValueError:
        return False
    return (whence.scheme, whence.netloc) == (request.scheme, request.get_host())


def _fields(request: HttpRequest) -> Iterator[Field]:
    for name, all_ in request.POST.lists():
        if name != MARK:
            yield from (Field(name, says) for says in all_)
