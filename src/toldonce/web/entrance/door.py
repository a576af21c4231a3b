"""The one door by which anyone signs in, whoever vouches for them.

The demonstration's personas and the signed links come through it now; a sign-in by OpenID Connect will too.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Post
from toldonce.ledger.actions import write

POST, CHOOSING = "post", "choosing"
LASTS = 12 * 60 * 60  # seconds: the longest shift


def sign_in(request: HttpRequest, account: Account, post: Post, how: str) -> Actor:
    """Begin a session for an account in one of its posts, and write it down."""
    if post.account_id != account.pk or not account.is_active or post.until is not None:
        raise PermissionError("The account is closed or does not hold this post.")
    request.session.flush()
    request.session[POST] = post.pk
    request.session.set_expiry(LASTS)
    request.actor = actor_in(post, whence(request))
    with transaction.atomic():
        write(by=request.actor, act="session.begin", subject=f"Post/{post.pk}", why=how)
    return request.actor


def sign_out(request: HttpRequest) -> None:
    """End the session, and write it down."""
    if request.actor is not None:
        write(by=request.actor, act="session.end")
    request.session.flush()
    request.actor = None


def actor_in(post: Post, from_where: str = "") -> Actor:
    """Who acts when this account acts in this post."""
    return Actor(
        account=post.account.username,
        name=post.account.name,
        role=post.role,
        organisation=post.organisation_id,
        whence=from_where,
    )


def whence(request: HttpRequest) -> str:
    """The address of the machine that asks."""
    return request.META.get("REMOTE_ADDR", "") or ""


def current_post(request: HttpRequest) -> Post | None:
    """The post of this session while its account is open and the post still held."""
    chosen = request.session.get(POST)
    if chosen is None:
        return None
    held = Post.objects.select_related("account", "organisation", "ward")
    return held.filter(pk=chosen, until__isnull=True, account__is_active=True).first()


def with_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.actor` and `request.post`, both None when nobody is signed in."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.held = current_post(request)
        request.actor = actor_in(request.held, whence(request)) if request.held else None
        return get_response(request)

    return answer
