"""The administrator's pages about accounts, their posts and their tokens."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.directory.errors import DirectoryError
from toldonce.directory.models import Account, Post, Role, Token
from toldonce.directory.queries import names_of, organisation, organisations
from toldonce.web.design.context import say
from toldonce.web.design.menu import ADMINISTRATOR
from toldonce.web.entrance.guards import for_roles
from toldonce.web.operator import doors

SHOWN = 200
administrators = for_roles(ADMINISTRATOR)


@administrators
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account, open ones first, with its posts."""
    asked = request.GET.get("q", "").strip()
    found = Account.objects.prefetch_related("posts__organisation").order_by(
        "-is_active", "is_service", "name"
    )
    if asked:
        found = found.filter(name__icontains=asked) | found.filter(username__icontains=asked)
    shown = {"accounts": found[:SHOWN], "total": found.count(), "q": asked}
    return render(request, "operator/pages/accounts.html", shown)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    words = {name: request.POST.get(name, "").strip() for name in ("username", "name", "about")}
    refused = ""
    if request.method == "POST":
        try:
            account = doors.open_account(by=request.actor, **words)
        except DirectoryError as refusal:
            refused = str(refusal)
        else:
            say(request, f"The account {account.username} is open. Give it a post now.")
            return redirect("account", account.username)
    shown = {"words": words, "problems": {"username": refused} if refused else {}}
    return render(request, "operator/pages/open_account.html", shown, status=400 if refused else 200)


@administrators
@require_safe
def account(request: HttpRequest, username: str) -> HttpResponse:
    """One account: what it is, its posts, its tokens."""
    return _page(request, username)


@administrators
@require_POST
def close(request: HttpRequest, username: str) -> HttpResponse:
    """Close an account."""
    found = get_object_or_404(Account, username=username)
    why = request.POST.get("why", "")[:300]
    return _done(
        request,
        username,
        "The account is closed.",
        lambda: doors.close_account(by=request.actor, account=found, why=why),
    )


@administrators
@require_POST
def email(request: HttpRequest, username: str) -> HttpResponse:
    """Give an account an e-mail address."""
    found = get_object_or_404(Account, username=username)
    sent_to = request.POST.get("email", "")[:254]
    return _done(
        request,
        username,
        "The address is kept.",
        lambda: doors.set_email(by=request.actor, account=found, email=sent_to),
    )


@administrators
@require_POST
def give(request: HttpRequest, username: str) -> HttpResponse:
    """Give an account a post."""
    found = get_object_or_404(Account, username=username)
    where = organisation(request.POST.get("organisation", "").strip().upper().split(" ")[0])
    if where is None:
        return _page(
            request,
            username,
            {"organisation": "There is no organisation with this code. Look it up under Organisations."},
        )
    role, title = request.POST.get("role", ""), request.POST.get("title", "")[:120]
    act = lambda: doors.give_post(by=request.actor, account=found, role=role, organisation=where, title=title)  # noqa: E731
    return _done(request, username, "The post is given.", act)


@administrators
@require_POST
def end(request: HttpRequest, username: str, post: int) -> HttpResponse:
    """End a post."""
    found = get_object_or_404(Post, pk=post, account__username=username)
    return _done(
        request, username, "The post ended today.", lambda: doors.end_post(by=request.actor, post=found)
    )


@administrators
@require_POST
def make_token(request: HttpRequest, username: str) -> HttpResponse:
    """Make a token and show its secret, once."""
    found = get_object_or_404(Account, username=username)
    name, scopes = (
        request.POST.get("name", "").strip() or found.username,
        request.POST.get("scopes", "").split(),
    )
    asked = request.POST.get("days", "").strip()
    days = int(asked) if asked.isdecimal() and len(asked) < 6 else None
    try:
        secret = doors.create_token(
            by=request.actor, account=found, name=name[:120], scopes=scopes, days=days
        )
    except DirectoryError as refusal:
        return _page(request, username, {"scopes": str(refusal)})
    return _page(request, username, secret=secret)


@administrators
@require_POST
def revoke(request: HttpRequest, username: str, token: int) -> HttpResponse:
    """Take a token out of use."""
    found = get_object_or_404(Token, pk=token, account__username=username)
    return _done(
        request,
        username,
        "The token no longer works.",
        lambda: doors.revoke_token(by=request.actor, token=found),
    )


def _done(request: HttpRequest, username: str, sentence: str, act: Callable[[], object]) -> HttpResponse:
    """Do it and go back to the account, or show the account with what was refused."""
    try:
        act()
    except DirectoryError as refusal:
        return _page(request, username, {"account": str(refusal)})
    say(request, sentence)
    return redirect("account", username)


def _page(
    request: HttpRequest, username: str, problems: dict | None = None, secret: str = ""
) -> HttpResponse:
    found = get_object_or_404(Account, username=username)
    tokens = list(found.tokens.order_by("-created"))
    shown = {
        "found": found,
        "posts": found.posts.select_related("organisation", "ward").order_by("until", "since"),
        "tokens": tokens,
        "people": names_of(each.created_by for each in tokens),
        "roles": [(Role.SERVICE.value, Role.SERVICE.label)]
        if found.is_service
        else [r for r in Role.choices if r[0] != "service"],
        "organisations": organisations(),
        "problems": problems or {},
        "secret": secret,
        "now": timezone.now(),
    }
    return render(request, "operator/pages/account.html", shown, status=400 if problems else 200)
