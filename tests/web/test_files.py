"""The pages about files: for administrators alone, and whatever is sent to them is answered with a page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.test_door import browser  # noqa: F401 the same way in
from toldonce.directory.models import Post
from toldonce.exchange.files.models import Load

pytestmark = pytest.mark.django_db
HEADS = "Location ID,Location Name\n"


@pytest.fixture
def administrator(browser: Client, gp) -> Client:  # noqa: F811
    Post.objects.filter(account=gp).update(role="administrator")
    browser.post("/sign-in/", {"account": "a.gp"})
    return browser


def sent(
    client: Client, raw: bytes | None, mapping="adult-social-care-providers", source="J81016", name="x.csv"
):
    file = {} if raw is None else {"file": SimpleUploadedFile(name, raw)}
    return client.post("/files/try/", {"mapping": mapping, "source": source, **file})


def test_a_file_is_tried_taken_and_listed(administrator):
    answer = sent(administrator, f"{HEADS}1,Invented Care\n".encode())
    assert answer.status_code == 302
    page = answer.headers["Location"]
    assert b"1 new" in administrator.get(page).content
    assert administrator.post(f"{page}take/").headers["Location"] == page
    assert b"Taken" in administrator.get("/files/").content
    assert Load.objects.get().by == "a.gp"


def test_a_file_is_discarded(administrator):
    page = sent(administrator, f"{HEADS}1,Invented Care\n".encode()).headers["Location"]
    administrator.post(f"{page}discard/")
    assert Load.objects.get().state == "discarded"
    assert administrator.post(f"{page}take/").status_code == 400


@pytest.mark.parametrize(
    ("sending", "why"),
    [
        ({"raw": None}, "Choose a file"),
        ({"raw": HEADS.encode(), "mapping": "../../etc/passwd.yaml"}, "There is no mapping called"),
        ({"raw": HEADS.encode(), "source": "X99"}, "no organisation with the code X99"),
        ({"raw": HEADS.encode(), "source": ""}, "does not say who tells"),
    ],
)
def test_what_cannot_be_tried_is_refused_on_the_form(administrator, sending, why):
    answer = sent(administrator, **sending)
    assert answer.status_code == 400
    assert why in answer.content.decode()


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04", b"\x00\xff", HEADS.encode(), b"<script>alert(1)</script>,x\n1,2"]
)
def test_a_file_that_is_no_table_is_shown_as_refused(administrator, raw):
    page = administrator.get(sent(administrator, raw, name='<b>"x".csv').headers["Location"])
    assert page.status_code == 200
    assert b"Refused." in page.content
    assert b"<script>alert" not in page.content and b"<b>&#34;" not in page.content


def test_nobody_else_sees_files(browser, gp):  # noqa: F811
    browser.post("/sign-in/", {"account": "a.gp"})
    for address in ("/files/", "/files/try/", "/files/1/"):
        assert browser.get(address).status_code == 403
    for address in ("/files/1/take/", "/files/1/discard/"):
        assert browser.post(address).status_code == 403
    assert sent(browser, b"x").status_code == 403
