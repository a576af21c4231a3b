"""What an attacker, or a broken link, asks of the pages: nothing of somebody else is shown, and nothing breaks."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from tests.web.test_door import browser  # noqa: F401 the same way in
from toldonce.directory.actors import SYSTEM
from toldonce.ledger import queries
from toldonce.record.actions import Arrival, Incoming, put
from toldonce.record.identity import person_of
from toldonce.web.design import sources

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words_of_no_other_test():
    """Organisations are remembered by the process: what this directory says is no word for the next test."""
    yield
    sources.word_for.cache_clear()
    sources.name_of.cache_clear()


def store(*resources: dict):
    return put(by=SYSTEM, arrival=Arrival("J81016", "test"), incoming=[Incoming(each) for each in resources])


def patient(id: str, practice: str) -> dict:
    told = [{"reference": f"Organization/ods-{practice}"}]
    return {
        "resourceType": "Patient",
        "id": id,
        "name": [{"family": f"Legg-{id}"}],
        "generalPractitioner": told,
    }


def letter(of: str, text: str = "", **attachment: str) -> dict:
    data = {"data": base64.b64encode(text.encode()).decode()} if text else {}
    told = {"contentType": "text/plain", **data, **attachment}
    return {
        "resourceType": "DocumentReference",
        "id": "l1",
        "status": "current",
        "subject": {"reference": f"Patient/{of}"},
        "content": [{"attachment": told}],
    }


@pytest.fixture
def signed_in(browser: Client, gp) -> Client:  # noqa: F811
    """A GP of J81016, with whom p1 is registered and p2 is not."""
    browser.post("/sign-in/", {"account": "a.gp"})
    store(patient("p1", "J81016"), patient("p2", "J81999"))
    return browser


def number_of(id: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pid from patient where id = %s", [id])
        return person_of(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "address",
    [
        "/find/?q=%00",
        "/person/{p}/?as-at=0001-01-01T00:00:00%2B23:59",
        "/person/{p}/?as-at=9999-12-31T23:59:59-23:59",
        "/person/{p}/from/%00/%00/",
        "/person/{p}/document/DocumentReference/%00/",
        "/person/{p}/search/?q=%00",
        "/person/99999999999999999999999999/",
        "/person/9223372036854775808/break-glass/",
        "/open/?token=%00",
    ],
)
def test_an_odd_address_is_answered_with_a_page(signed_in: Client, address: str):
    signed_in.raise_request_exception = False
    assert signed_in.get(address.format(p=number_of("p1"))).status_code in (200, 400, 403, 404)


@pytest.mark.parametrize("form", ["break-glass", "relationship", "note"])
@pytest.mark.parametrize("person", ["p1", "99999999999999999999", "424242"])
def test_an_odd_form_is_answered_with_a_page(signed_in: Client, form: str, person: str):
    signed_in.raise_request_exception = False
    number = number_of(person) if person == "p1" else person
    for words in ("a\0b and so on for long enough", "an ordinary reason"):
        told = {"reason": words, "text": words, "title": words, "until": "9999-12-31"}
        assert signed_in.post(f"/person/{number}/{form}/", told).status_code in (200, 302, 400, 403, 404)


def test_a_letter_that_was_moved_to_somebody_else_is_not_shown_as_it_is_now(signed_in: Client):
    store(letter("p1", "about p1"))
    then = datetime.now(UTC) + timedelta(milliseconds=2)
    while datetime.now(UTC) <= then + timedelta(milliseconds=5):
        pass
    store(letter("p2", "about p2"))
    address = f"/person/{number_of('p1')}/content/DocumentReference/l1/0/"
    assert signed_in.get(address).status_code == 404
    assert signed_in.get(address, {"as-at": then.isoformat()}).content == b"about p1"


@pytest.mark.parametrize(
    ("context", "url", "status"),
    [
        ("Patient/p1", "Binary/b1", 200),
        ("", "Binary/b1", 200),
        ("Patient/p2", "Binary/b1", 404),
        ("Patient/nobody", "Binary/b1", 404),
        ("Condition/of-somebody", "Binary/b1", 404),
        ("Patient/p1", "http://elsewhere.example/Binary/b1", 404),
        ("Patient/p1", "SecretBinary/b1", 404),
    ],
)
def test_a_letter_opens_no_binary_that_belongs_with_somebody_else(
    signed_in: Client, context: str, url: str, status: int
):
    binary = {"resourceType": "Binary", "id": "b1", "contentType": "text/plain", "data": "SElW"}
    store({**binary, **({"securityContext": {"reference": context}} if context else {})})
    store(letter("p1", url=url))
    assert signed_in.get(f"/person/{number_of('p1')}/content/DocumentReference/l1/0/").status_code == status


def test_who_is_on_a_list_is_in_the_ledger_before_the_list_is_shown(signed_in: Client):
    signed_in.get(f"/person/{number_of('p1')}/")
    assert "LEGG-P1" in signed_in.get("/list/").text.upper()
    (row,) = queries.newest(acts=["record.list"], count=1)
    assert (row.account, row.pids) == ("a.gp", [number_of("p1")])
