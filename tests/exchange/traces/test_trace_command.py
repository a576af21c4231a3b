"""`toldonce trace` asks about those who are due, says what came of it, and goes on where it stopped."""

from __future__ import annotations

import argparse

import pytest

from tests.exchange.traces.standin import API_KEY, KID, ODS, StandIn
from tests.exchange.traces.test_traces import ADA, key, key_file, standin  # noqa: F401
from tests.writing import patient, put
from toldonce.exchange.traces.models import Trace
from toldonce.project.commands import trace
from toldonce.project.errors import BadInput, NotWhole

pytestmark = pytest.mark.usefixtures("own_database")


def asked(**words: object) -> int:
    """Run the command as its words say."""
    parser = argparse.ArgumentParser()
    trace.arguments(parser)
    told = parser.parse_args(["--rate", "1000"])
    for name, value in words.items():
        setattr(told, name, value)
    return trace.run(told)


@pytest.fixture
def set_up(standin: StandIn, key_file: str, monkeypatch) -> StandIn:  # noqa: F811
    values = {
        "": standin.address, "_TOKENS": f"{standin.address}/oauth2/token", "_API_KEY": API_KEY, "_KID": KID,
        "_KEY": key_file, "_ORGANISATION": ODS,
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(f"TOLDONCE_PDS{name}", value)
    return standin


def test_it_says_what_came_of_it_and_asks_nobody_twice(set_up, capsys):
    set_up.knows(ADA, "Legg", "Ada", "1950-02-03")
    put(
        patient("gp", ADA, "Legg", "1950-02-03"),
        patient("a", "", "Legg", "1950-02-03"),
        patient("b", "", "Moor", "1950-02-03"),
    )
    assert asked() == 0
    told = capsys.readouterr().out
    assert "1  One person was found" in told
    assert "2 asked about, 1 joined" in told
    questions_before = len(set_up.asked)
    assert asked() == 0
    assert len(set_up.asked) == questions_before
    assert asked(unverified=True) == 0
    assert Trace.objects.filter(answer="verified").count() == 1


def test_a_service_that_goes_away_ends_the_run_and_what_was_answered_is_kept(set_up, monkeypatch):
    made = trace._service()
    made.pause = lambda seconds: None
    monkeypatch.setattr(trace, "_service", lambda: made)
    put(patient("a", "", "Legg", "1950-02-03"), patient("b", "", "Moor", "1950-02-03"))
    assert asked(limit=1) == 0
    set_up.before = [(503, {})] * 20
    with pytest.raises(NotWhole, match="start again later"):
        asked()
    assert Trace.objects.count() == 1


def test_what_is_not_set_up_is_named():
    with pytest.raises(BadInput, match="TOLDONCE_PDS_KID"):
        asked()
