"""The record's scales and Splink's agree to the last digit, and weights that somebody changed are refused."""

from __future__ import annotations

import logging

import orjson
import pytest

from toldonce.record.identity.likeness.comparisons import COLUMNS
from toldonce.record.identity.likeness.features import features_of
from toldonce.record.identity.likeness.weighing import WEIGHTS, model_from, weigh

GIVEN = [["Margaret", "Ann"], ["Peggy"], ["M"], ["Legg"], [], ["Margret"], ["Jean"], ["Ann"]]
FAMILY = ["Legg", "Leg", "Legg-Moor", "Moor", "Margaret", ""]
BORN = ["1950-02-03", "1950-03-02", "1950-02-09", "1988-12-31", ""]


def people() -> list[dict]:
    """Patients that differ in one or two things, so that every level is met."""
    made = []
    for number in range(120):
        patient = {
            "resourceType": "Patient",
            "id": f"p{number:03}",
            "name": [{"given": GIVEN[number % 8], "family": FAMILY[number // 8 % 6]}],
            "birthDate": BORN[number // 48 + number % 2],
            "gender": ["female", "male", "unknown"][number % 7 % 3],
            "address": [{"postalCode": ["DT1 1AA", "DT1 1AB", "DT1 2AA", "BH8 8ZZ", ""][number % 5]}],
            "telecom": [{"system": "phone", "value": ["01305 960123", "07700 900456", ""][number % 3]}],
        }
        made.append(patient)
    return made


def test_the_sum_is_splinks_own():
    import duckdb
    import pyarrow
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    told = {each["id"]: features_of(each) for each in people()}
    rows = {name: [getattr(each, name) for each in told.values()] for name in COLUMNS}
    table = pyarrow.table({"unique_id": list(told), "all": [1] * len(told), **rows})
    settings = orjson.loads(WEIGHTS.read_bytes())["splink"]
    settings["additional_columns_to_retain"] = []
    settings["blocking_rules_to_generate_predictions"] = [
        {"blocking_rule": 'l."all" = r."all"', "sql_dialect": "duckdb"}
    ]
    api = DuckDBAPI(connection=duckdb.connect())
    linker = Linker(api.register(table, table_name="told"), settings, log_level=logging.ERROR)
    found = linker.inference.predict(threshold_match_weight=-1000).as_record_list()
    theirs = {(row["unique_id_l"], row["unique_id_r"]): row["match_weight"] for row in found}
    ours = weigh([(told[one], told[other]) for one, other in theirs])
    assert len(theirs) == 120 * 119 / 2
    assert [each.weight for each in ours] == pytest.approx(list(theirs.values()), abs=1e-6)


def test_weights_that_were_changed_after_training_are_refused():
    kept = orjson.loads(WEIGHTS.read_bytes())
    kept["automatic"] = 1.0
    with pytest.raises(ValueError, match="not those that were trained"):
        model_from(kept)
