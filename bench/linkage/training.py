"""Training the weights with Splink on people whose truth is known."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import duckdb
import pyarrow

from bench.linkage.people import Known
from toldonce.record.identity.likeness.comparisons import COLUMNS, COMPARISONS, splink_comparisons
from toldonce.record.identity.likeness.features import keys

# One in a million pairs of source patients of a place of 800,000 people is one person; weights must hold for all of it.
CHANCE = 1e-6
PAIRS = 1e7  # random pairs of strangers from which is learnt how often strangers agree
SEED = 1
# How often one person is told in these ways by sources that slip more than the rehearsal's; the best level gives way.
AT_LEAST = {
    ("family name", "a former name, or half of a double one"): 0.01,
    ("family name", "in the place of the given name"): 0.003,
    ("family name", "different"): 0.02,
    ("given name", "a short form or another spelling"): 0.03,
    ("given name", "spelt almost the same"): 0.01,
    ("given name", "a middle name"): 0.01,
    ("given name", "the same initial"): 0.01,
    ("given name", "different"): 0.01,
    ("birth date", "day and month in each other's place"): 0.005,
    ("birth date", "different in day, month or year alone"): 0.01,
    ("birth date", "at most ten days apart"): 0.002,
    ("birth date", "different"): 0.005,
    ("sex", "different"): 0.005,
    ("address", "elsewhere"): 0.05,
    ("telephone or e-mail", "none in common"): 0.2,
}
# How often strangers agree like this where names are more than the rehearsal's few.
AMONG_STRANGERS_AT_LEAST = {
    ("family name", "in the place of the given name"): 1e-6,
    ("family name", "spelt almost the same"): 0.001,
    ("given name", "spelt almost the same"): 0.001,
    ("given name", "a middle name"): 0.003,
    ("given name", "the same initial"): 0.005,
}
RAREST = 1e-6


def table(people: Sequence[Known]) -> pyarrow.Table:
    """The people as Splink reads them."""
    rows = [each.features.as_row() for each in people]
    columns: dict[str, list] = {name: [row[name] for row in rows] for name in COLUMNS}
    columns |= {"unique_id": [each.id for each in people], "person": [each.person for each in people]}
    columns["keys"] = [keys(each.features) for each in people]
    return pyarrow.table(columns)


def trained(people: Sequence[Known]) -> dict:
    """Splink's model: how often strangers agree by random pairs, how often one person does by the truth."""
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=duckdb.connect())
    linker = Linker(api.register(table(people), table_name="told"), settings(), log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS, seed=SEED)
    linker.training.estimate_m_from_label_column("person")
    return _smoothed(linker.misc.save_model_to_json())


def settings() -> dict:
    """Splink's settings before training; blocking is by our keys, an array of which one is shared."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": CHANCE,
        "comparisons": splink_comparisons(),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": "l.keys = r.keys", "arrays_to_explode": ["keys"], "sql_dialect": "duckdb"}
        ],
        "retain_intermediate_calculation_columns": True,
        "additional_columns_to_retain": ["person"],
    }


def _smoothed(model: dict) -> dict:
    """The model with no level rarer among one person's patients than we expect of real sources."""
    for comparison, made in zip(COMPARISONS, model["comparisons"], strict=True):
        said = [level for level in made["comparison_levels"] if not level.get("is_null_level")]
        for level in said:
            which = (comparison.name, level["label_for_charts"])
            for side, least in (
                ("m_probability", AT_LEAST.get(which, 0.0005)),
                ("u_probability", AMONG_STRANGERS_AT_LEAST.get(which, RAREST)),
            ):
                level[side] = max(level.get(side) or 0.0, least)
        for side in ("m_probability", "u_probability"):
            best = max(said, key=lambda level: level[side])
            best[side] = 1 - sum(level[side] for level in said if level is not best)
            _rounded(said, side)
    return model


def _rounded(levels: list[dict], side: str) -> None:
    for level in levels:
        level[side] = float(f"{level[side]:.6g}")
