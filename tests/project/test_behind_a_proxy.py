"""Where a proxy speaks HTTPS with the browser, forms are taken and links say https."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.project.commands import ROOT, environment

ASK = """
import django; django.setup()
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory
headers = {"host": "localhost", "origin": "https://localhost", "x-forwarded-proto": "https"}
asked = RequestFactory().post("/sign-in/", headers=headers)
print(CsrfViewMiddleware(lambda r: None)._origin_verified(asked), asked.build_absolute_uri("/fhir"))
"""


@pytest.mark.parametrize(
    ("https", "told"), [("1", "True https://localhost/fhir"), ("", "False http://localhost/fhir")]
)
@pytest.mark.django_db
def test_the_proxy_is_believed_only_where_there_is_said_to_be_one(https, told):
    more = {"TOLDONCE_HTTPS": https, "DJANGO_SETTINGS_MODULE": "toldonce.project.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout.strip() == told, answer.stderr
