"""The Jinja2 environment of every page."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader

from toldonce.web.design import charts, menu, sources, words

WEB = Path(__file__).resolve().parent.parent


def environment(**options: Any) -> Environment:
    """Build the environment; Django's own `loader` and `undefined` are left aside for ours."""
    kept = {name: value for name, value in options.items() if name not in ("loader", "undefined")}
    built = Environment(
        **kept, loader=_loader(), undefined=ChainableUndefined, trim_blocks=True, lstrip_blocks=True
    )
    built.globals.update(
        static=static,
        url=address,
        sparkline=charts.sparkline,
        this_moment=timezone.now,
        demonstration=getattr(settings, "TOLDONCE_DEMO", False),
    )
    built.filters.update(words.FILTERS | menu.FILTERS | sources.FILTERS)
    return built


def address(name: str, *parts: object, **query: object) -> str:
    """The address of a page, with the query values that are set."""
    found = reverse(name, args=parts)
    asked = QueryDict(mutable=True)
    asked.update({key: str(value) for key, value in query.items() if value not in (None, "")})
    return f"{found}?{asked.urlencode()}" if asked else found


def _loader() -> ChoiceLoader:
    return ChoiceLoader([FileSystemLoader(WEB), PackageLoader("nhsuk_frontend_jinja")])
