"""Tests run against a real PostgreSQL: the embedded one in a home of its own, or the one in DATABASE_URL."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

_open = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the database before Django reads its settings; a home given by the environment is kept."""
    from toldonce.project.embedded import Server, running

    if "TOLDONCE_HOME" not in os.environ:
        home = Path(tempfile.gettempdir()) / f"toldonce-tests-{os.geteuid()}"
        home.mkdir(mode=0o755, exist_ok=True)
        os.environ["TOLDONCE_HOME"] = str(home)
    if not os.environ.get("DATABASE_URL"):
        _open.enter_context(running(Server(Path(os.environ["TOLDONCE_HOME"]))))


def pytest_unconfigure(config: pytest.Config) -> None:
    from django.db import connections

    connections.close_all()
    _open.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data beside the project; tests that need it skip when it is not there."""
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("TOLDONCE_SHARED", root.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"the open data beside the project are not there: {folder} (TOLDONCE_SHARED names them)")
    return folder
