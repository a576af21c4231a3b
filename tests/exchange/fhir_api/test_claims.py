"""Another system says for whom it asks: the ledger keeps it, and it opens nothing."""

from __future__ import annotations

import base64

import pytest
from django.db import connection

from tests.exchange.fhir_api.conftest import patient
from toldonce.directory.actors import Actor
from toldonce.exchange.neighbours import claims

GP = Actor("a.gale", "Dr Ada Gale", "gp", "J81010")


def whence() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select whence from ledger_row where act = 'record.read' order by n desc limit 1")
        return cursor.fetchone()[0]


def test_who_reads_and_why_is_in_the_ledger(fhir):
    fhir.store(patient("p1"))
    assert fhir.get("Patient/p1", X_Toldonce_Reader=claims.written(GP, "direct_care")).status == 200
    assert whence() == "127.0.0.1 for Dr Ada Gale (gp) at J81010 for direct_care"


NONSENSE = [
    "x",
    "e30=",
    "W10=",
    base64.b64encode(b'{"requesting_practitioner": 1}').decode(),
    "A" * 9000,
    "\xff",
]


@pytest.mark.parametrize("header", NONSENSE)
def test_what_cannot_be_read_is_left_out(fhir, header):
    fhir.store(patient("p1"))
    assert fhir.get("Patient/p1", X_Toldonce_Reader=header).status == 200
    assert whence() == "127.0.0.1"


def test_a_claim_opens_nothing(fhir):
    fhir.secret = ""
    assert fhir.get("Patient/p1", X_Toldonce_Reader=claims.written(GP, "direct_care")).status == 401
