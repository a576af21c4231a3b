"""An administrator sets up a feed from a sample, sees what could not be applied, and settles it."""

from __future__ import annotations

import base64
import re
import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.exchange.hl7v2.wire import message
from tests.journeys.conftest import PATIENCE, ROOT, Running
from tests.journeys.steps import is_good_for_everybody, sign_in_as

WHY = "The trust asked why it is missing"


def admission(control_id: str, number: str = "77000001") -> bytes:
    return message(control_id, number=number, h3="JOURNEYS", h4="RBD")


def test_the_life_of_a_feed(page: Page, server: Running):
    given_a_sender_that_nobody_knows(server)
    sign_in_as(page, "Joan Pitman")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Feeds").click()
    is_good_for_everybody(page)
    when_a_feed_is_set_up_from_what_waits(page)
    and_made_live(page)
    when_what_waited_is_applied_again(page, server)
    then_it_is_found_by_its_control_id(page)


def test_a_message_that_tells_of_nobody_is_opened_with_a_reason_and_put_aside(page: Page, server: Running):
    given_a_live_feed(server, "nobodys", "NOBODYS")
    keep(server, message("NOBODY1", number="", h3="NOBODYS", h4="RBD"))
    apply(server)
    sign_in_as(page, "Joan Pitman")
    page.goto("/quarantine/")
    is_good_for_everybody(page)
    page.get_by_role("link", name=re.compile("No PID segment names a patient")).click()
    is_good_for_everybody(page)
    page.locator("table a").first.click()
    is_good_for_everybody(page)
    page.get_by_label("Why you open it").fill(WHY)
    page.get_by_role("button", name="Open the message").click()
    expect(page.get_by_role("heading", name="What it would change")).to_be_visible()
    expect(page.get_by_role("rowheader", name="PID-5", exact=True)).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Why it is not to be applied").fill("It tells of nobody at all")
    page.get_by_role("button", name="Put it aside").click()
    expect(page.get_by_text("The message is put aside.")).to_be_visible()


def given_a_sender_that_nobody_knows(server: Running) -> None:
    keep(server, admission("JOURNEY1"), admission("JOURNEY2", "77000002"))


def when_a_feed_is_set_up_from_what_waits(page: Page) -> None:
    page.get_by_role("link", name="Quarantine").click()
    page.get_by_role("link", name=re.compile("No feed is set up for messages of JOURNEYS")).click()
    page.get_by_role("button", name="Set up a feed from the first").click()
    expect(page.get_by_role("heading", name="What we understood")).to_be_visible()
    expect(page.get_by_text("ADT^A01: admission")).to_be_visible()
    is_good_for_everybody(page)
    page.get_by_label("Source (ODS code)").fill("RBD")
    page.get_by_role("button", name="Set up the feed").click()
    expect(page.get_by_text("The feed rbd-journeys is set up.")).to_be_visible()
    is_good_for_everybody(page)


def and_made_live(page: Page) -> None:
    page.get_by_role("button", name="Make it live").click()
    expect(page.get_by_text("The feed is live")).to_be_visible()


def when_what_waited_is_applied_again(page: Page, server: Running) -> None:
    page.goto("/quarantine/")
    page.get_by_role("link", name=re.compile("No feed is set up for messages of JOURNEYS")).click()
    page.get_by_role("button", name="Apply all of them again").click()
    expect(page.get_by_text("2 messages wait to be applied again.")).to_be_visible()
    apply(server)


def then_it_is_found_by_its_control_id(page: Page) -> None:
    page.goto("/messages/")
    is_good_for_everybody(page)
    page.get_by_label("Control id").fill("JOURNEY1")
    page.get_by_role("button", name="Find it").click()
    expect(page.get_by_role("cell", name="In the record")).to_be_visible()
    is_good_for_everybody(page)


def given_a_live_feed(server: Running, code: str, application: str) -> None:
    inside(
        server,
        "from toldonce.exchange.hl7v2.models import Feed\n"
        f"Feed.objects.get_or_create(code={code!r}, defaults=dict(name={code!r}, source='RBD',"
        f" application={application!r}, state='live'))",
    )


def keep(server: Running, *bodies: bytes) -> None:
    """Let messages come in as `toldonce listen` keeps them."""
    inside(
        server,
        "from toldonce.exchange.hl7v2 import messages\n"
        "from toldonce.exchange.hl7v2.intake import Arriving\n"
        f"messages.keep([Arriving(base64.b64decode(each)) for each in {[base64.b64encode(b) for b in bodies]}])",
    )


def apply(server: Running) -> None:
    inside(server, "from toldonce.exchange.hl7v2 import processing\nwhile processing.turn(): pass")


def inside(server: Running, program: str) -> None:
    """Do something in the server's database."""
    words = [sys.executable, "-c", f"import base64, django; django.setup()\n{program}"]
    subprocess.run(words, env=server.environment, cwd=ROOT, check=True, timeout=PATIENCE)
