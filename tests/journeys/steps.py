"""What the journeys do and see, in the words of the people who use the pages."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, expect

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MARGARET = "Margaret Hansford"


def sign_in_as(page: Page, name: str) -> None:
    """Choose a persona on the sign-in page."""
    page.goto("/sign-in/")
    page.get_by_role("button", name=name).click()


def sign_out_in_another_tab(page: Page) -> None:
    """Sign out beside a page that stays open."""
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").click()
    # Chromium may never close a tab that is on its way to another page, and its test would wait for ever.
    expect(other.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    other.close()


def find(page: Page, words: str) -> None:
    """Type into the one box, reached by its key."""
    page.locator("h1").first.click()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find a person")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def open_record_of(page: Page, name: str) -> None:
    """Find somebody by name and open the record."""
    find(page, name)
    given, family = name.split(" ")
    page.get_by_role("link", name=f"{family.upper()}, {given}").first.click()
    expect(page.get_by_role("region", name="Person")).to_contain_text(family.upper())


def open_section(page: Page, title: str) -> None:
    """Follow the side navigation."""
    page.get_by_role("navigation", name="Sections of the record").get_by_role(
        "link", name=title
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def is_good_for_everybody(page: Page) -> None:
    """The accessibility baseline of a step: axe finds nothing, and 320 pixels need no sideways scrolling."""
    assert not (found := axe_finds(page)), f"{page.url} at 1366 pixels: {found}"
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, (
        f"{page.url} is wider than 320 pixels"
    )
    assert not (found := axe_finds(page)), f"{page.url} at 320 pixels: {found}"
    page.set_viewport_size({"width": 1366, "height": 900})


def axe_finds(page: Page) -> list[str]:
    """Each violation as rule and first element."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules}).then(run => run.violations)", RULES)
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def bottom_of(page: Page, name: str) -> float:
    """How far down the page the lower edge of a region is."""
    box = page.get_by_role("region", name=name, exact=True).bounding_box()
    assert box is not None
    return box["y"] + box["height"]
