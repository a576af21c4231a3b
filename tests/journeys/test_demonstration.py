"""What `make demo` shows: a day goes on, comes in by every door, and work waits for each of the personas."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Running, free_port, serving
from tests.journeys.steps import is_good_for_everybody, sign_in_as

pytestmark = pytest.mark.long
PLAYED = ("--until", f"{datetime.now(UTC):%Y-%m-%d}", "--play", "600")
A_DAY = 400  # seconds in which at most two days are over at this speed, and what they told was heard
WORK = ("Alert", "Document", "Referral", "Advice and guidance", "Task")
APPLIED = "from toldonce.exchange.hl7v2.models import Message; print(Message.objects.filter(state='applied').count())"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """The demonstration with few people, at its fastest."""
    with tempfile.TemporaryDirectory(prefix="toldonce-demo-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
        yield from serving(
            Path(home), free_port(), words=PLAYED, TOLDONCE_MLLP_PORT=str(free_port()), PYTHONUNBUFFERED="1"
        )


def test_the_day_of_the_hospitals_is_told_and_heard(page: Page, server: Running):
    sign_in_as(page, "Joan Pitman")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Feeds").click()
    for _ in range(60):
        if heard_today(page) > 3:
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert heard_today(page) > 3
    assert int(server.python(APPLIED)) > 3


def test_work_of_every_kind_waits_for_the_practice(page: Page, server: Running):
    sign_in_as(page, "Dr Amara Okafor")
    open_page(page, "Worklist")
    comes(page, *(page.locator("table .flag", has_text=kind) for kind in WORK))
    comes(page, page.get_by_text("Overdue"), page.get_by_text("asks for more information"))
    is_good_for_everybody(page)
    open_page(page, "Documents")
    never_opened = page.get_by_role("region", name="Received, never opened").get_by_role("link")
    comes(page, never_opened.first, page.get_by_text("belong to nobody yet"))
    is_good_for_everybody(page)
    never_opened.first.click()
    expect(page.get_by_role("button", name="Acknowledge")).to_be_visible()
    open_page(page, "Referrals and tasks")
    for title in ("For us to do", "We are asked for more information", "We wait for others", "Over"):
        expect(page.get_by_role("region", name=title, exact=True).get_by_role("link").first).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_role("region", name="For us to do").get_by_role("link", name="Medication review").click()
    expect(page.get_by_role("region", name="What was said and done")).to_contain_text("practice pharmacist")


def test_the_records_officer_has_questions_with_their_reasons(page: Page, server: Running):
    sign_in_as(page, "Ria Mundy")
    reasons = ("Alike, but not enough to be joined without a look", "One NHS number on two people")
    comes(page, *(page.get_by_role("rowheader", name=words) for words in reasons))
    is_good_for_everybody(page)
    page.get_by_role("link", name="Compare").last.click()
    expect(page.get_by_role("heading", name="How strongly it speaks")).to_be_visible()
    expect(page.get_by_role("cell", name="speaks clearly for two people").first).to_be_visible()
    is_good_for_everybody(page)


def test_the_administrator_sees_what_was_of_no_use(page: Page, server: Running):
    sign_in_as(page, "Joan Pitman")
    page.goto("/quarantine/")
    comes(page, page.get_by_text("No PID segment names a patient"), page.get_by_text("nobody was merged"))
    open_page(page, "Files")
    comes(page, page.get_by_text("1 refused"))


def open_page(page: Page, name: str) -> None:
    """Follow the navigation at the head of the page."""
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()


def comes(page: Page, *wanted: Locator) -> None:
    """Look again until everything that is wanted is there."""
    for _ in range(A_DAY // 2):
        if all(each.count() for each in wanted):
            return
        page.wait_for_timeout(2000)
        page.reload()
    for each in wanted:
        expect(each.first).to_be_visible()


def heard_today(page: Page) -> int:
    """How many messages the feeds on the page have heard today."""
    return sum(
        int(cell.replace(",", "")) for cell in page.locator('td[data-label="Today"]').all_inner_texts()
    )
