"""What the tutorial lets its reader do, done."""

from __future__ import annotations

import re

import orjson
import pytest

from tests.project.commands import ROOT, toldonce
from toldonce.record import store

FIRST_HOUR = ROOT / "docs" / "tutorials" / "first-hour.md"


@pytest.mark.usefixtures("own_database")
def test_the_file_of_the_tutorial_is_loaded_as_the_tutorial_says(tmp_path):
    lines = re.search(r"<<'END'\n(.*?)END\n", FIRST_HOUR.read_text(encoding="utf-8"), re.DOTALL)
    assert lines
    (tmp_path / "clinic.ndjson").write_text(lines[1])
    quarantine = tmp_path / "refused.ndjson"
    first = toldonce("load", tmp_path / "clinic.ndjson", "--quarantine", quarantine)
    assert first.returncode == 4 and "2 created" in first.stderr + first.stdout
    refused = [orjson.loads(line) for line in quarantine.read_bytes().splitlines()]
    assert {(each["line"], each["place"]) for each in refused} == {
        (3, "Observation.status"),
        (3, "Observation.code"),
    }
    again = toldonce("load", tmp_path / "clinic.ndjson", "--quarantine", quarantine)
    assert "2 unchanged" in again.stderr + again.stdout
    weight = store.read("Observation", "clinic-2")
    assert weight and weight.body and b'"value":70.50' in weight.body
