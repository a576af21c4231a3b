"""Every example of docs/reference/fhir-api.md is run and succeeds."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.exchange.fhir_api.conftest import Said, Speaker, patient, weight

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "fhir-api.md"
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.S)
CALLS = [call for block in BLOCKS for call in re.split(r"\n(?=curl )", block) if call.startswith("curl ")]


def run(speaker: Speaker, call: str) -> Said:
    """Do what a line of curl does."""
    words = shlex.split(call.replace("\\\n", " ").replace("\\$", "$"))[1:]
    method, body, headers, address = "GET", b"", {}, ""
    while words:
        match words.pop(0):
            case "-X":
                method = words.pop(0)
            case "-d":
                body = words.pop(0).encode()
            case "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name.replace("-", "_")] = value
            case other:
                address = other.removeprefix("$BASE").removeprefix("/")
    assert headers.pop("Authorization") == "Bearer $TOKEN"
    return speaker.ask(method, address, body, headers.pop("Content_Type", ""), **headers)


@pytest.mark.parametrize("call", CALLS)
def test_an_example_does_what_it_says(fhir: Speaker, call: str, settings):
    settings.SUBSCRIBERS = ("https://monitor.example",)
    fhir.store(patient("p1"), weight("w1", "p1"))
    assert run(fhir, call).status in (200, 201, 204, 304)


def test_there_are_examples():
    assert len(CALLS) > 15
