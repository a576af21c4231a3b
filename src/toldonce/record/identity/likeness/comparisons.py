"""How the parts are compared: levels from the best to the worst, each a condition in DuckDB's SQL and a few words.

Training writes how often each level is met among those who are one person and among strangers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement; a level that is unsaid weighs nothing."""

    words: str
    condition: str
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One part of what is said, and its degrees of agreement."""

    name: str
    columns: tuple[str, ...]
    levels: tuple[Level, ...]


SWAPPED = "family_l = given_r and given_l = family_r"
BORN_PARTS = " + ".join(
    f"(substr(born_l, {start}, {size}) = substr(born_r, {start}, {size}))::int"
    for start, size in ((1, 4), (6, 2), (9, 2))
)


def _unsaid(*columns: str) -> Level:
    said = " or ".join(f"{column}_{side} is null" for column in columns for side in "lr")
    return Level("not told by both", said, unsaid=True)


def _none_listed(column: str) -> Level:
    return Level("not told by both", f"len({column}_l) = 0 or len({column}_r) = 0", unsaid=True)


OTHERWISE = "ELSE"
COMPARISONS = (
    Comparison(
        "family name",
        ("family", "families", "given"),
        (
            _unsaid("family"),
            Level("the same", "family_l = family_r"),
            Level("a former name, or half of a double one", "list_has_any(families_l, families_r)"),
            Level("spelt almost the same", "jaro_winkler_similarity(family_l, family_r) >= 0.93"),
            Level("spelt much the same", "jaro_winkler_similarity(family_l, family_r) >= 0.86"),
            Level("in the place of the given name", SWAPPED),
            Level("different", OTHERWISE),
        ),
    ),
    Comparison(
        "given name",
        ("given", "givens", "roots", "family"),
        (
            _unsaid("given"),
            Level("the same", "given_l = given_r"),
            Level("a short form or another spelling", "list_has_any(roots_l, roots_r)"),
            Level("spelt almost the same", "jaro_winkler_similarity(given_l, given_r) >= 0.9"),
            Level("a middle name", "list_has_any(givens_l, givens_r)"),
            Level(
                "the same initial",
                "least(length(given_l), length(given_r)) = 1 and left(given_l, 1) = left(given_r, 1)",
            ),
            Level("in the place of the family name", SWAPPED, unsaid=True),  # weighed there already
            Level("different", OTHERWISE),
        ),
    ),
    Comparison(
        "birth date",
        ("born",),
        (
            _unsaid("born"),
            Level("the same", "born_l = born_r"),
            Level(
                "day and month in each other's place",
                "left(born_l, 4) = left(born_r, 4) and substr(born_l, 6, 2) = substr(born_r, 9, 2)"
                " and substr(born_l, 9, 2) = substr(born_r, 6, 2)",
            ),
            Level("different in day, month or year alone", f"{BORN_PARTS} = 2"),
            Level(
                "at most ten days apart",
                "abs(date_diff('day', born_l::date, born_r::date)) <= 10",
            ),
            Level("different", OTHERWISE),
        ),
    ),
    Comparison(
        "sex",
        ("sex",),
        (_unsaid("sex"), Level("the same", "sex_l = sex_r"), Level("different", OTHERWISE)),
    ),
    Comparison(
        "address",
        ("postcodes", "sectors", "districts"),
        (
            _none_listed("postcodes"),
            Level("the same postcode", "list_has_any(postcodes_l, postcodes_r)"),
            Level("the same postcode sector", "list_has_any(sectors_l, sectors_r)"),
            Level("the same postcode district", "list_has_any(districts_l, districts_r)"),
            Level("elsewhere", OTHERWISE),
        ),
    ),
    Comparison(
        "telephone or e-mail",
        ("phones",),
        (
            _none_listed("phones"),
            Level("one in common", "list_has_any(phones_l, phones_r)"),
            Level("none in common", OTHERWISE),
        ),
    ),
)
# Twins share all but the given name, and a child may be called after a parent of the same address: whatever the
# weight, those who differ in one of these are shown to somebody.
NEVER_ALONE = {
    ("family name", "not told by both"),
    ("given name", "not told by both"),
    ("given name", "different"),
    ("birth date", "not told by both"),
    ("birth date", "different"),
    ("sex", "different"),
}
COLUMNS = tuple(dict.fromkeys(column for each in COMPARISONS for column in each.columns))


def splink_comparisons() -> list[dict]:
    """The comparisons as Splink's settings have them."""
    return [
        {
            "output_column_name": each.name.replace(" ", "_").replace("-", "_"),
            "comparison_levels": [
                {
                    "sql_condition": level.condition,
                    "label_for_charts": level.words,
                    "is_null_level": level.unsaid,
                }
                for level in each.levels
            ],
        }
        for each in COMPARISONS
    ]
