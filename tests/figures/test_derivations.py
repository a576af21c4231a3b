"""What is made of other indicators: tables in, figures out, each missing value with its reason."""

from __future__ import annotations

import pytest

from tests.figures.conftest import indicator, mapping, there, values
from toldonce.figures.derivations import derivation_of
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.models import Figure, FigurePlace, Indicator
from toldonce.figures.queries import series
from toldonce.figures.whence import whence

WIDE = {
    "columns": {"who": "Org", "when": "Month", "seen": "Attendances", "late": "Breaches"},
    "figures": [{"indicator": "attendances", "value": "seen"}, {"indicator": "breaches", "value": "late"}],
}
HEAD = "Org,Month,Attendances,Breaches"
ROWS = [HEAD, "AAA,2024-01-01,200,10", "AAA,2024-02-01,0,0", "AAA,2024-03-01,100,", "BBB,2024-01-01,50,5"]
NO_BREACHES = "breaches: The cell in the file is empty."
DERIVED = [
    ({"share": ["breaches", "attendances"]},
     {"2024-01": 5, "2024-02": "The denominator is zero.", "2024-03": NO_BREACHES}),
    ({"complement": ["breaches", "attendances"]},
     {"2024-01": 95, "2024-02": "The denominator is zero.", "2024-03": NO_BREACHES}),
    ({"rate": ["breaches", "attendances"], "per": 1000},
     {"2024-01": 50, "2024-02": "The denominator is zero.", "2024-03": NO_BREACHES}),
    ({"per_day": "attendances"}, {"2024-01": 200 / 31, "2024-02": 0, "2024-03": 100 / 31}),
    ({"sum": ["attendances", "breaches"]}, {"2024-01": 210, "2024-02": 0, "2024-03": NO_BREACHES}),
]  # fmt: skip


@pytest.mark.parametrize(("derived", "expected"), DERIVED, ids=lambda said: next(iter(said)))
def test_a_derivation_makes_figures_of_what_is_current(loaded, derived, expected):
    indicator("made", derived=derived)
    loaded(*ROWS, by=mapping(**WIDE))
    assert values("made") == expected


def test_a_share_keeps_what_it_was_divided_by(loaded):
    indicator("made", derived={"complement": ["breaches", "attendances"]})
    loaded(*ROWS, by=mapping(**WIDE))
    first = series("made", "AAA")[0]
    assert (first.numerator, first.denominator) == (190, 200)


def test_a_total_is_made_of_parts_where_none_was_received(loaded):
    Indicator.objects.filter(code="attendances").update(derived={"total_of_parts": ["type 1", "other"]})
    by = mapping(columns={"who": "Org", "when": "Month", "type": "Type", "seen": "Attendances"},
                 part={"columns": "type", "codes": {"1": "type 1", "other": "other", "all": ""}})  # fmt: skip
    loaded(
        "Org,Month,Type,Attendances",
        *("AAA,2024-01-01,1,30", "AAA,2024-01-01,other,20", "BBB,2024-01-01,1,7"),
        *("AAA,2024-02-01,all,99", "AAA,2024-02-01,1,50"),
        by=by,
    )
    assert values() == {"2024-01": 50, "2024-02": 99}
    assert values(place="BBB") == {"2024-01": 7}
    assert values(part="type 1") == {"2024-01": 30, "2024-02": 50}


def test_what_is_derived_follows_a_revision_and_keeps_what_it_was(loaded):
    indicator("made", derived={"share": ["breaches", "attendances"]})
    loaded(*ROWS, by=mapping(**WIDE), as_at="2024-04-01")
    loaded(HEAD, "AAA,2024-01-01,200,20", by=mapping(**WIDE), as_at="2024-05-01")
    assert values("made")["2024-01"] == 10
    made = Figure.objects.filter(indicator__code="made", place="AAA", period="2024-01-01").order_by(
        "revision"
    )
    assert [(each.value, f"{each.as_at}") for each in made] == [(5, "2024-04-01"), (10, "2024-05-01")]
    assert [[each.value for each in there(whence(figure.pk)).inputs] for figure in made] == [
        [10, 200],
        [20, 200],
    ]


def test_an_indicator_made_of_one_that_is_made_follows_too(loaded):
    indicator("a-made-twice", derived={"per_day": "made"})
    indicator("made", derived={"sum": ["attendances", "breaches"]})
    loaded(*ROWS, by=mapping(**WIDE))
    assert values("a-made-twice")["2024-01"] == 210 / 31


def test_places_are_added_up_only_where_a_place_says_so_and_all_are_there(loaded):
    FigurePlace.objects.create(
        code="A+B", name="Both", kind="combined", source="declared", combines=["attendances"],
        made_of=[{"code": "AAA"}, {"code": "BBB", "until": "2024-01-31"}],
    )  # fmt: skip
    loaded(*ROWS, "BBB,2024-02-01,9,9", by=mapping(**WIDE))
    assert values(place="A+B") == {"2024-01": 250, "2024-02": 0, "2024-03": 100}
    assert values("breaches", place="A+B") == {}


@pytest.mark.parametrize(
    ("derived", "said"),
    [
        ({"average": ["a", "b"]}, "`derived` says one of"),
        ({"share": ["a"]}, "share needs 2 indicators and has 1"),
        ({"share": ["a", "b"], "sum": ["a"]}, "`derived` says one of"),
    ],
)
def test_a_derivation_outside_the_set_is_refused(derived, said):
    with pytest.raises(FiguresRefused, match=said):
        derivation_of(Indicator(code="made", derived=derived))


def test_indicators_made_of_each_other_are_refused(loaded):
    indicator("one", derived={"per_day": "two"})
    indicator("two", derived={"per_day": "one"})
    with pytest.raises(FiguresRefused, match="made of each other: one, two"):
        loaded(*ROWS, by=mapping(**WIDE))


def test_the_reason_of_what_is_made_names_the_indicator_and_not_its_code(loaded):
    Indicator.objects.filter(code="breaches").update(name="Waits of more than four hours")
    indicator("made", derived={"share": ["breaches", "attendances"]})
    loaded(*ROWS, by=mapping(**WIDE))
    assert values("made")["2024-03"] == "Waits of more than four hours: The cell in the file is empty."


def test_a_place_made_of_others_has_one_total_and_it_does_not_change_by_saying_it_again(loaded):
    Indicator.objects.filter(code="attendances").update(derived={"total_of_parts": ["type 1", "other"]})
    FigurePlace.objects.create(
        code="A+B", name="Both", kind="combined", source="declared", combines=["attendances"],
        made_of=[{"code": "AAA"}, {"code": "BBB"}],
    )  # fmt: skip
    by = mapping(columns={"who": "Org", "when": "Month", "type": "Type", "seen": "Attendances"},
                 part={"columns": "type", "codes": {"1": "type 1", "other": "other"}})  # fmt: skip
    rows = ("AAA,2024-01-01,1,30", "BBB,2024-01-01,1,40", "BBB,2024-01-01,other,7")
    for as_at in ("2024-06-01", "2024-07-01"):
        loaded("Org,Month,Type,Attendances", *rows, by=by, as_at=as_at)
    told = Figure.objects.filter(place="A+B", part="")
    assert list(told.values_list("value", "revision")) == [(77, 1)]
