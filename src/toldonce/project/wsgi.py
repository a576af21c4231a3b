"""The WSGI application that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver

from toldonce.project.garbage import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
application = get_wsgi_application()


def warm() -> None:
    """Read every address and compile every template: under load the first request waited seconds for it."""
    _ = get_resolver().url_patterns
    pages = engines["jinja2"].env
    for name in pages.list_templates(extensions=["html", "txt"]):
        pages.get_template(name)


warm()
collect_seldom()
