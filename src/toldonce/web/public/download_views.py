"""Open data: downloads whose address carries the release, the schema, and the feed of releases."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from toldonce.figures.publication import downloads, reading
from toldonce.figures.publication.columns import LICENCE, LICENCE_ADDRESS
from toldonce.figures.publication.downloads import Taken
from toldonce.figures.publication.models import ReleasedIndicator
from toldonce.figures.publication.schema import schema as json_schema
from toldonce.figures.publication.workbook import as_workbook
from toldonce.figures.themes import of_theme
from toldonce.web.public.answers import DAY, for_everybody, kept, not_found, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8; header=present"
IN_FEED = 50


@for_everybody
def whole(request: HttpRequest, number: str, scope: str, form: str) -> HttpResponse:
    """One release, or everything as it stood after it."""
    found = reading.release(int(number))
    if found is None:
        return not_found()
    if scope == "release" and found.withdrawn:
        return page("gone.html", status=410, release=found)
    chosen = reading.released(found.number) if scope == "release" else reading.standing(found.number)
    return _file(request, found.number, scope, chosen, form)


@for_everybody
def some(request: HttpRequest, number: str, scope: str, slug: str, form: str) -> HttpResponse:
    """One indicator or one theme, as it stood after a release."""
    standing = reading.standing(int(number))
    chosen = (
        of_theme(slug, standing) if scope == "themes" else [each for each in standing if each.code == slug]
    )
    return _file(request, int(number), slug, chosen, form)


def _file(
    request: HttpRequest, number: int, name: str, chosen: Sequence[ReleasedIndicator], form: str
) -> HttpResponse:
    wanted = downloads.taken(number, name, chosen)
    if wanted is None:
        return not_found()
    response = FORMS[form](request, wanted)
    response["Content-Disposition"] = f'attachment; filename="{wanted.name}.{form}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Link"] = f'<{LICENCE_ADDRESS}>; rel="license", <{_schema(request)}>; rel="describedby"'
    return kept(response, DAY)


def _csv(request: HttpRequest, wanted: Taken) -> HttpResponse:
    return HttpResponse(downloads.as_csv(wanted), content_type=CSV)


def _definitions(request: HttpRequest, wanted: Taken) -> HttpResponse:
    return HttpResponse(downloads.definitions_as_csv(wanted), content_type=CSV)


def _xlsx(request: HttpRequest, wanted: Taken) -> HttpResponse:
    return HttpResponse(as_workbook(wanted).read_bytes(), content_type=XLSX)


def _json(request: HttpRequest, wanted: Taken) -> HttpResponse:
    return HttpResponse(downloads.as_json(wanted, _schema(request)), content_type="application/json")


def _schema(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("published-schema"))


FORMS = {"csv": _csv, "definitions.csv": _definitions, "xlsx": _xlsx, "json": _json}


@for_everybody
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the download as JSON."""
    response = JsonResponse(
        {"$id": _schema(request), **json_schema()}, content_type="application/schema+json"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return kept(response, DAY)


@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    """The releases as an Atom feed, newest first."""
    found = reading.releases()[:IN_FEED]
    place = found[0].place if found else ""
    here = request.build_absolute_uri(reverse("published"))
    made = Atom1Feed(
        title=f"{place} health and care: releases of figures".strip(),
        link=here,
        description="What was published, corrected and withdrawn",
        feed_url=request.build_absolute_uri(),
        language="en-GB",
        feed_copyright=LICENCE,
    )
    for each in found:
        address = request.build_absolute_uri(reverse("published-release", args=[each.number]))
        made.add_item(
            title=f"Release {each.number}: {each.title} ({each.get_kind_display().lower()})",
            link=address,
            description=each.reason,
            unique_id=address,
            pubdate=each.released,
            updateddate=each.released,
        )
    return kept(HttpResponse(made.writeString("utf-8"), content_type=made.content_type), lasts=0)
