"""How likely two source patients are one person: the sum of what each agreement and difference weighs, in bits.

The weights are those of a model that Splink has trained (`weights.json`, made by `python -m bench.linkage train`); the
conditions are evaluated by the same DuckDB, so that the sum is Splink's own to the last digit.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from toldonce.record.identity.likeness.comparisons import COMPARISONS, NEVER_ALONE, OTHERWISE, Comparison
from toldonce.record.identity.likeness.features import Features

WEIGHTS = Path(__file__).parent / "weights.json"
JOIN, LOOK, APART = "join", "look", "apart"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one comparison found, and how many bits it weighs for or against."""

    what: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two source patients on the scales."""

    weight: float
    reasons: tuple[Reason, ...]

    @property
    def may_join(self) -> bool:
        """Whether nothing that they say forbids joining them without a look."""
        return not any((each.what, each.words) in NEVER_ALONE for each in self.reasons)


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model: weights by comparison and level, the thresholds, and where they come from."""

    version: str
    prior: float
    automatic: float
    look: float
    weights: tuple[tuple[float, ...], ...]
    told: Mapping

    def answer(self, weighed: Weighed) -> str:
        """What follows of a weight: join, have somebody look, or leave apart."""
        if weighed.weight >= self.automatic and weighed.may_join:
            return JOIN
        return LOOK if weighed.weight >= self.look else APART


@cache
def model() -> Model:
    """The model that comes with Toldonce."""
    return model_from(orjson.loads(WEIGHTS.read_bytes()))


def model_from(kept: Mapping) -> Model:
    """Read a model; refuse one that was changed after it was trained, or trained on other comparisons."""
    if kept["sha256"] != fingerprint(kept["splink"], kept["automatic"], kept["look"]):
        raise ValueError("The weights are not those that were trained: train them anew.")
    weights = tuple(map(_weights_of, kept["splink"]["comparisons"]))
    if [len(each) for each in weights] != [len(each.levels) for each in COMPARISONS]:
        raise ValueError("The weights belong to other comparisons: train them anew.")
    chance = kept["splink"]["probability_two_random_records_match"]
    prior = math.log2(chance / (1 - chance))
    return Model(kept["version"], prior, kept["automatic"], kept["look"], weights, kept["trained"])


def fingerprint(splink: Mapping, automatic: float, look: float) -> str:
    """The hash by which a model is told from another."""
    told = orjson.dumps([splink, automatic, look], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(told).hexdigest()


def _weights_of(comparison: Mapping) -> tuple[float, ...]:
    return tuple(
        0.0 if level.get("is_null_level") else math.log2(level["m_probability"] / level["u_probability"])
        for level in comparison["comparison_levels"]
    )


def weigh(pairs: Sequence[tuple[Features, Features]], by: Model | None = None) -> list[Weighed]:
    """Weigh pairs of source patients, in their order."""
    if not pairs:
        return []
    used = by or model()
    return [_weighed(row, used) for row in _levels(pairs)]


def _weighed(levels: Sequence[int], used: Model) -> Weighed:
    reasons = tuple(
        Reason(each.name, each.levels[level].words, weights[level])
        for each, level, weights in zip(COMPARISONS, levels, used.weights, strict=True)
    )
    return Weighed(used.prior + sum(each.weight for each in reasons), reasons)


def level_sql() -> str:
    """The columns that say at which level each comparison stands, for rows with `_l` and `_r` sides."""
    return ", ".join(f"{_case(each)} as level_{number}" for number, each in enumerate(COMPARISONS))


def _case(comparison: Comparison) -> str:
    whens = " ".join(
        f"when {level.condition} then {number}"
        for number, level in enumerate(comparison.levels)
        if level.condition != OTHERWISE
    )
    return f"case {whens} else {len(comparison.levels) - 1} end"


_scales = threading.local()  # DuckDB's connections are not shared between threads


def _levels(pairs: Sequence[tuple[Features, Features]]) -> list[tuple[int, ...]]:
    import duckdb

    if not hasattr(_scales, "connection"):
        _scales.connection = duckdb.connect(config={"threads": 1})
    rows = _table(pairs)
    _scales.connection.register("pairs", rows)
    return _scales.connection.sql(f"select {level_sql()} from pairs order by n").fetchall()


def _table(pairs: Sequence[tuple[Features, Features]]):
    import pyarrow

    words, listed = pyarrow.string(), pyarrow.list_(pyarrow.string())
    of_kind = {
        "family": words, "families": listed, "given": words, "givens": listed, "roots": listed, "born": words,
        "sex": words, "postcodes": listed, "sectors": listed, "districts": listed, "phones": listed,
    }  # fmt: skip
    columns = {"n": pyarrow.array(range(len(pairs)), pyarrow.int64())}
    for name, kind in of_kind.items():
        for side, letter in enumerate("lr"):
            told = [getattr(pair[side], name) for pair in pairs]
            columns[f"{name}_{letter}"] = pyarrow.array(told, kind)
    return pyarrow.table(columns)
