"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
application = get_wsgi_application()


def warm() -> None:
    """Read every address and compile every template: under load the first request waited seconds for it."""
    _ = get_resolver().url_patterns
    pages = engines["jinja2"].env
    for name in pages.list_templates(extensions=["html", "txt"]):
        pages.get_template(name)


warm()
# A record page makes thousands of small objects and hardly a cycle: to look for one at the usual pace took half of the
# slowest pages' time. What start-up made is never looked at again.
gc.freeze()
gc.set_threshold(50_000, 20, 50)
