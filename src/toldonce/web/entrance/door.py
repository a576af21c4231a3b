"""The one door by which anyone signs in, whoever vouches for them.

The demonstration's personas and the signed links come through it now; a sign-in by OpenID Connect will too.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Post
from toldonce.directory.queries import actor_in_post, post_of
from toldonce.ledger.actions import write

ACCOUNT, POST, CHOOSING = "account", "post", "choosing"
THE_SAME_FOR_ALL = "/published/"  # pages that ask nobody who they are, so that anybody may keep them
LASTS = 12 * 60 * 60  # seconds: the longest shift


def sign_in(request: HttpRequest, account: Account, post: Post, how: str) -> Actor:
    """Begin a session for an account in one of its posts, and write it down."""
    if post_of(account.username, post.pk) is None:
        raise PermissionError("The account is closed or does not hold this post today.")
    request.session.flush()
    request.session.update({ACCOUNT: account.username, POST: post.pk})
    request.session.set_expiry(LASTS)
    request.actor = actor_in_post(post, whence=whence(request))
    with transaction.atomic():
        write(by=request.actor, act="session.begin", subject=f"Post/{post.pk}", why=how)
    return request.actor


def sign_out(request: HttpRequest) -> None:
    """End the session, and write it down."""
    if request.actor is not None:
        write(by=request.actor, act="session.end")
    request.session.flush()
    request.actor = None


def whence(request: HttpRequest) -> str:
    """The address of the machine that asks."""
    return request.META.get("REMOTE_ADDR", "") or ""


def current_post(request: HttpRequest) -> Post | None:
    """The post of this session while its account is open and the post still held."""
    if POST not in request.session:
        return None
    return post_of(request.session.get(ACCOUNT, ""), request.session[POST])


def without_cookies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let public pages see no cookie, whichever comes: an answer that anybody may keep is for nobody in particular."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(THE_SAME_FOR_ALL):
            request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return answer


def with_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.actor` and `request.held` (the post), both None when nobody is signed in or the page is public."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(THE_SAME_FOR_ALL):
            request.held = request.actor = None
            del request.session  # so that a public page can neither read nor begin one
            return get_response(request)
        request.held = current_post(request)
        request.actor = actor_in_post(request.held, whence=whence(request)) if request.held else None
        return get_response(request)

    return answer
