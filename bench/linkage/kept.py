"""The weights as they are kept: Splink's model, the thresholds, what it was trained on, and its hash."""

from __future__ import annotations

from datetime import date

import orjson

from bench.linkage import measuring
from bench.linkage.people import Known, rehearsed
from bench.linkage.training import trained
from toldonce.record.identity.likeness.weighing import WEIGHTS, Model, fingerprint, model_from

# In bits. At the automatic threshold one pair in 65 would be wrong, and most pairs weigh far more; from 0 on it is
# likelier than not that the two are one person, and somebody looks.
AUTOMATIC, LOOK = 6.0, 0.0
BINDING = 0.999


class NotGoodEnough(Exception):
    """The weights join too many strangers; they are not kept."""


def train(people: int, seed: int) -> str:
    """Train on a rehearsal and keep the weights; say what was made."""
    known = rehearsed(people, seed)
    made = whole(known, {"people": people, "seed": seed, "source patients": len(known)})
    model = model_from(made)
    score = measuring.score(measuring.weighed(known, model), AUTOMATIC, measuring.there(known))
    if score.precision < BINDING:
        raise NotGoodEnough(f"precision {score.precision:.5f} on the people it was trained on")
    made["trained"] |= {"precision": round(score.precision, 5), "recall": round(score.recall, 4)}
    WEIGHTS.write_bytes(orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return f"{WEIGHTS.name} {made['version']}: precision {score.precision:.5f}, recall {score.recall:.4f}"


def whole(known: list[Known], told: dict) -> dict:
    """Train and return everything that is kept."""
    from splink import __version__

    model = trained(known)
    sha256 = fingerprint(model, AUTOMATIC, LOOK)
    return {
        "version": f"{date.today()}-{sha256[:8]}",
        "trained": {**told, "splink": __version__, "on": date.today().isoformat()},
        "automatic": AUTOMATIC,
        "look": LOOK,
        "sha256": sha256,
        "splink": model,
    }


__all__ = ["AUTOMATIC", "BINDING", "LOOK", "Model", "train", "whole"]
