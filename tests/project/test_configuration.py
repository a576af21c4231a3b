"""The environment is read in one place, and what it does not say has a default."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from toldonce.project import configuration
from toldonce.project.settings import database


def test_a_setting_that_is_not_in_the_table_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        configuration.value_of("TOLDONCE_NONSENSE")


@pytest.mark.parametrize(
    ("said", "on"),
    [("1", True), ("true", True), ("YES", True), ("on", True), ("", False), ("0", False), ("no", False)],
)
def test_a_yes_or_no_is_read_as_people_write_it(said, on, monkeypatch):
    monkeypatch.setenv("TOLDONCE_DEMO", said)
    assert configuration.is_on("TOLDONCE_DEMO") is on


def test_data_live_where_the_environment_says(monkeypatch):
    monkeypatch.setenv("TOLDONCE_HOME", "~/here")
    assert configuration.home() == Path.home() / "here"
    monkeypatch.delenv("TOLDONCE_HOME")
    assert configuration.home().name == "toldonce"


def test_the_secret_is_made_once_by_whoever_comes_first_and_nobody_else_may_read_it(tmp_path):
    with ThreadPoolExecutor(8) as crowd:
        told = set(crowd.map(lambda _: configuration.kept_secret(tmp_path / "new" / "secret"), range(8)))
    assert len(told) == 1
    assert len(told.pop()) == 64
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


# the address of a database | what Django is told
ADDRESSES = [
    (
        "postgresql://u:p@db.example:6000/toldonce?sslmode=require",
        {"NAME": "toldonce", "USER": "u", "PASSWORD": "p", "HOST": "db.example", "PORT": "6000"},
    ),
    (
        "postgresql://u:p%40%2F@/n?host=/run/pg&port=5433",
        {"PASSWORD": "p@/", "HOST": "/run/pg", "PORT": "5433"},
    ),
    ("postgresql:///n", {"NAME": "n", "USER": "", "HOST": "", "PORT": ""}),
]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_the_address_of_a_database_is_read_in_its_parts(address, expected):
    made = database(address)
    assert {name: made[name] for name in expected} == expected
