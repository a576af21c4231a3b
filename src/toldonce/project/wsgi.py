"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
application = get_wsgi_application()

# A record page makes thousands of small objects and hardly a cycle: to look for one at the usual pace took half of the
# slowest pages' time. What start-up made is never looked at again.
gc.freeze()
gc.set_threshold(50_000, 20, 50)
