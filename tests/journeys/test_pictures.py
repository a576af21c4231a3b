"""The pictures of the README are taken by this test.

`TOLDONCE_PICTURES=docs/pictures pytest tests/journeys/test_pictures.py`
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.steps import MARGARET, open_record_of, sign_in_as

FOLDER = os.environ.get("TOLDONCE_PICTURES", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="TOLDONCE_PICTURES names no folder for the pictures")


def test_take_the_pictures(page: Page):
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    sign_in_as(page, "Dr Amara Okafor")
    open_record_of(page, MARGARET)
    page.screenshot(path=folder / "record.png")
    record = page.url
    for name in ("results", "medicines", "timeline", "emergency"):
        page.goto(f"{record}{name}/")
        page.screenshot(path=folder / f"{name}.png")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(record)
    page.screenshot(path=folder / "record-on-a-telephone.png")
