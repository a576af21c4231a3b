"""A client that asks for exports, and the worker that writes them when it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.exchange.fhir_api.conftest import Json, Said, Speaker

ASYNC = {"Prefer": "respond-async"}


class Exporter(Speaker):
    """A service that exports."""

    def begins(self, path: str = "$export", **headers: str) -> str:
        """Ask for an export and return the path of its status."""
        said = self.get(path, **{**ASYNC, **headers})
        assert said.status == 202, said.raw
        return said.headers["Content-Location"].removeprefix("http://testserver/fhir/")

    def fetches(self, file: Json, **headers: str) -> Said:
        return self.get(file["url"].removeprefix("http://testserver/fhir/"), **headers)

    def manifest(self, path: str = "$export") -> Json:
        """Ask, let the worker write, and return what can be fetched."""
        status = self.begins(path)
        writes_all()
        said = self.get(status)
        assert said.status == 200, said.raw
        return said.json

    def exports(self, path: str = "$export") -> dict[str, list[Json]]:
        """Return the resources of an export by type."""
        found: dict[str, list[Json]] = {}
        for file in self.manifest(path)["output"]:
            found.setdefault(file["type"], []).extend(lines_of(self.fetches(file).raw))
        return found


def lines_of(raw: bytes) -> list[Json]:
    return [orjson.loads(line) for line in raw.splitlines()]


def writes_all() -> None:
    """Let the worker write until there is nothing to write."""
    from toldonce.exchange.bulk import writing

    while writing.write_on():
        pass


@pytest.fixture
def maker(own_database: str, tmp_path: Path, settings) -> Callable[..., Exporter]:
    """Make clients with these scopes."""
    from toldonce.directory.actions import create_token
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.fhir_api import readers

    settings.EXPORTS = tmp_path / "exports"
    readers.forget_tokens()

    def make(*scopes: str, name: str = "an analyst") -> Exporter:
        return Exporter(create_token(by=SYSTEM, name=name, scopes=scopes or ("system/*.*",))[1])

    return make


@pytest.fixture
def client(maker: Callable[..., Exporter]) -> Exporter:
    return maker()
