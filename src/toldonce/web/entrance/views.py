"""Signing in and out, choosing a post, and the pages that need no sign-in."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from toldonce.directory import queries
from toldonce.directory.models import Account, Post, Source
from toldonce.record import identity
from toldonce.web.design import menu, troubles
from toldonce.web.entrance import context_link, door
from toldonce.web.entrance.guards import for_roles, public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The list of personas in the demonstration; a POST signs in as one of them."""
    if request.method != "POST":
        return render(
            request, "entrance/pages/sign_in.html", {"personas": _personas(), "next": _next(request)}
        )
    if not settings.TOLDONCE_DEMO:
        raise Http404
    account = next((each for each in _personas() if each.username == request.POST.get("account")), None)
    if account is None:
        return troubles.page(request, 400, missing="There is no persona of that name.")
    posts = _held(account)
    if len(posts) > 1:
        request.session[door.CHOOSING] = account.username
        return render(request, "entrance/pages/choose_post.html", {"posts": posts, "next": _next(request)})
    door.sign_in(request, account, posts[0], "persona of the demonstration")
    return redirect(_next(request) or "home")


@public
@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """Sign in with one of the posts of the account that was just named, or change to another post."""
    account = _choosing(request)
    post = next((each for each in _held(account) if str(each.pk) == request.POST.get("post")), None)
    if account is None or post is None:
        return redirect("sign-in")
    door.sign_in(request, account, post, "chose a post")
    return redirect(_next(request) or "home")


@for_roles(*menu.PAGES)
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """The posts that the signed-in account may change to."""
    return render(request, "entrance/pages/choose_post.html", {"posts": _held(request.held.account)})


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    door.sign_out(request)
    return redirect("sign-in")


@for_roles(*menu.PAGES)
@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """The page on which the work of this role begins."""
    return redirect(menu.PAGES[request.actor.role][0][1])


@public
@require_GET  # not HEAD: what looks at a link beforehand must not use it up
def open_in_context(request: HttpRequest) -> HttpResponse:
    """Sign in by a link from the practice's own system and go straight to the person's record."""
    try:
        context = context_link.opened(request.GET.get("token", ""))
    except context_link.LinkRefused as refusal:
        return _link_refused(request, str(refusal))
    post = _post_at(context)
    if post is None:
        return _link_refused(request, "The account in the link holds no post at that organisation.")
    if request.held != post:
        door.sign_in(request, post.account, post, "link from the practice's system")
    persons = {each.person for each in identity.find(nhs=context.nhs_number)}
    if len(persons) != 1:
        return redirect(f"{reverse('find')}?{urlencode({'q': context.nhs_number})}")
    return redirect("record", persons.pop())


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The keys, and what the marks on a record mean."""
    return render(request, "entrance/pages/help.html")


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Toldonce is, and where the public information in it comes from."""
    return render(
        request, "entrance/pages/about.html", {"sources": Source.objects.order_by("publisher", "title")}
    )


def _personas() -> list[Account]:
    return list(queries.personas()) if settings.TOLDONCE_DEMO else []


def _held(account: Account | None) -> list[Post]:
    return list(queries.posts_of(account)) if account else []


def _choosing(request: HttpRequest) -> Account | None:
    return (
        request.held.account
        if request.held
        else queries.account_named(request.session.get(door.CHOOSING, ""))
    )


def _post_at(context: context_link.Context) -> Post | None:
    held = _held(queries.account_named(context.account))
    return next((post for post in held if post.organisation_id == context.organisation), None)


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()) else ""


def _link_refused(request: HttpRequest, why: str) -> HttpResponse:
    return troubles.page(
        request,
        403,
        heading="This link does not open a record",
        missing=why,
        why="A link from another system opens a record once, within a minute of being made.",
        next_step="Go back to the person in your own system and open the shared record from there again.",
    )
