"""A person who crosses the border: of two Toldonces one shows what the other knows, and keeps nothing of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Running, free_port, serving
from tests.journeys.steps import is_good_for_everybody, open_record_of, open_section, sign_in_as

pytestmark = pytest.mark.long
PEOPLE = "200"  # so many that the one whom all journeys open is among them
SAYS = (
    "from django.db import connection as c; k = c.cursor(); k.execute({!r}); print((k.fetchone() or [''])[0])"
)
STORED = SAYS.format("select count(*) from resource")
ASKED = SAYS.format("select count(*) from ledger_row where act = 'neighbour.ask'")
READ = SAYS.format("select whence from ledger_row where whence like '% for %' limit 1")


@contextmanager
def toldonce(**settings: str) -> Iterator[Running]:
    """A Toldonce of its own."""
    with tempfile.TemporaryDirectory(prefix="toldonce-beside-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
        (Path(home) / "neighbours").mkdir()
        (Path(home) / "neighbours" / "wessex.token").write_text(settings.pop("token", ""))
        yield from serving(Path(home), free_port(), PEOPLE, **settings)


@pytest.fixture(scope="module")
def wessex() -> Iterator[Running]:
    """The neighbour, in which the same people were invented: they live on the border."""
    with toldonce() as running:
        yield running


@pytest.fixture(scope="module")
def server(wessex: Running) -> Iterator[Running]:
    """The one whose pages are opened, with the neighbour's address and token."""
    token = wessex.command("token", "create", "dorset", "--scope", "system/*.read")
    with toldonce(TOLDONCE_NEIGHBOURS=f"wessex={wessex.address}/fhir", token=token) as running:
        yield running


def test_what_the_neighbour_knows_stands_in_its_section(page: Page, server: Running, wessex: Running):
    before = server.python(STORED)
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, "Margaret Hansford")
    then_the_neighbour_answers(page)
    open_section(page, "Medicines")
    then_the_neighbour_answers(page)
    expect(page.get_by_role("heading", level=3, name="Current medicines")).to_be_visible()
    open_section(page, "Results")
    then_the_neighbour_answers(page)
    page.goto(page.url.replace("/results/", "/beyond/wessex/results/"))
    then_the_neighbour_answers(page)
    is_good_for_everybody(page)
    assert server.python(STORED) == before
    assert int(server.python(ASKED)) >= 3
    assert "direct_care" in wessex.python(READ)


def test_without_a_script_there_is_a_link(browser, server: Running):
    context = browser.new_context(base_url=server.address, java_script_enabled=False)
    page = context.new_page()
    sign_in_as(page, "Dr Amara Okafor")
    page.goto("/find/?q=Margaret+Hansford")
    page.get_by_role("link", name="HANSFORD, Margaret").first.click()
    page.get_by_role("link", name="Ask Wessex Care Record").click()
    expect(page.get_by_role("heading", level=2, name="From Wessex Care Record")).to_be_visible()
    context.close()


def then_the_neighbour_answers(page: Page) -> None:
    expect(page.get_by_role("heading", level=2, name="From Wessex Care Record")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("shown now, not kept")).to_be_visible()
