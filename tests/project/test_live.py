"""An open page is told of its topics and of no others, and of nothing but topics."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from django.core import signing
from django.db import connection

from tests.writing import patient, put
from toldonce.project import live
from toldonce.record import store
from toldonce.record.waking import wake
from toldonce.web.design.live import SALT

pytestmark = pytest.mark.usefixtures("own_database")


class Page:
    """A browser's side of one stream."""

    def __init__(self, signed: str, path: str = "/live", origin: str = "http://localhost:8000") -> None:
        self.scope = {
            "type": "http",
            "path": path,
            "query_string": f"topics={signed}".encode(),
            "headers": [(b"origin", origin.encode())],
        }
        self.leaves = asyncio.Event()
        self.start: dict = {}
        self.words: list[str] = []

    async def receive(self) -> dict:
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        elif message["body"].startswith(b"data: "):
            self.words.append(message["body"].decode().removeprefix("data: ").strip())

    @property
    def status(self) -> int:
        return self.start.get("status", 0)

    def header(self, name: bytes) -> bytes:
        return dict(self.start["headers"]).get(name, b"")


def signed(*topics: str) -> str:
    return signing.dumps(list(topics), salt=SALT)


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.02)


def told(page: Page, happens: Callable[[], object], words: int) -> list[str]:
    """Open a page, let something happen, and return what it was told."""

    async def play() -> None:
        listening = asyncio.create_task(live.listen())
        stream = asyncio.create_task(live.application(page.scope, page.receive, page.send))
        await until(lambda: bool(page.status))
        await until(lambda: live.hub.hears)
        await asyncio.to_thread(lambda: (happens(), connection.close()))
        await until(lambda: len(page.words) >= words)
        page.leaves.set()
        await stream
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        live.hub.hears = False

    asyncio.run(play())
    return page.words


def test_a_page_hears_its_topics_and_no_others():
    def happens() -> None:
        for topic in ("org:RBD", "org:J81016", "account:a", "org:J81016"):
            wake(topic)
        wake("account:me")

    heard = told(Page(signed("org:J81016", "account:me")), happens, words=3)
    assert heard == ["org:J81016", "org:J81016", "account:me"]


def test_whoever_looks_at_a_person_hears_that_something_was_written_about_them():
    put(patient("p1"), patient("p2"))
    one, two = (store.read("Patient", id).pid for id in ("p1", "p2"))
    heard = told(
        Page(signed(f"person:{one}")),
        lambda: (put(patient("p2", family="Other")), put(patient("p1", family="Shaw"))),
        words=1,
    )
    assert one != two
    assert heard == [f"person:{one}"]


@pytest.mark.parametrize("forged", ["", "org:J81016", "WyJvcmc6SjgxMDE2Il0:1tabcd:forged"])
def test_topics_that_were_not_signed_are_refused(forged):
    page = Page(forged)
    asyncio.run(live.application(page.scope, page.receive, page.send))
    assert page.status == 403


@pytest.mark.parametrize(
    ("origin", "may_read"),
    [("http://localhost:8000", True), ("https://elsewhere.example", False), ("null", False)],
)
def test_only_pages_of_ours_may_read_a_stream(origin, may_read):
    page = Page(signed("org:J81016"), origin=origin)
    told(page, lambda: None, words=0)
    assert bool(page.header(b"access-control-allow-origin")) == may_read


def test_who_leaves_is_forgotten():
    told(Page(signed("org:J81016")), lambda: None, words=0)
    assert (dict(live.hub.waiting), live.hub.streams) == ({}, 0)
