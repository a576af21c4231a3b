"""What `make demo` shows: a day goes on, and its messages reach the record by the doors of every hospital."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Running, free_port, serving
from tests.journeys.steps import sign_in_as

pytestmark = pytest.mark.long
PLAYED = ("--until", f"{datetime.now(UTC):%Y-%m-%d}", "--play", "600")
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


def heard_today(page: Page) -> int:
    """How many messages the feeds on the page have heard today."""
    return sum(
        int(cell.replace(",", "")) for cell in page.locator('td[data-label="Today"]').all_inner_texts()
    )
