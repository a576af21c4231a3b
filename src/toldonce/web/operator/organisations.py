"""The pages about organisations and their sites."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from toldonce.directory.models import Organisation, OrganisationKind, Site
from toldonce.directory.queries import organisations, organisations_called
from toldonce.web.operator.accounts import administrators

SHOWN = 300


@administrators
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Organisations that are open today, by kind and name."""
    asked, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    found = organisations_called(asked, limit=SHOWN) if asked else organisations(kind)[:SHOWN]
    if asked and kind:
        found = [each for each in found if each.kind == kind]
    shown = {"found": found, "q": asked, "kind": kind, "kinds": OrganisationKind.choices}
    return render(request, "operator/pages/organisations.html", shown)


@administrators
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation: where it is, what belongs to it, who works in it here."""
    found = get_object_or_404(Organisation.objects.select_related("parent", "place", "area"), code=code)
    shown = {
        "found": found,
        "sites": Site.objects.filter(organisation=found).prefetch_related("wards").order_by("name"),
        "members": found.members.select_related("member").filter(until=None).order_by("member__name"),
        "groups": found.memberships.select_related("group").order_by("-since"),
        "posts": found.posts.filter(until=None).select_related("account", "ward").order_by("account__name"),
    }
    return render(request, "operator/pages/organisation.html", shown)
