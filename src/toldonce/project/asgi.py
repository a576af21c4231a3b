"""The ASGI application that granian serves: the streams of open pages."""

from __future__ import annotations

import os

import django

from toldonce.project import live

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
django.setup()
application = live.application
