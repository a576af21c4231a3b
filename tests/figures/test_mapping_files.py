"""Mapping files of figures: what may stand in them, and what is said where it may not."""

from __future__ import annotations

import pytest
import yaml

from tests.figures.conftest import ATTENDANCES, mapping, there, values
from toldonce.exchange.files.errors import MappingFaults
from toldonce.figures.receiving.mapping_files import mapping_from

WRONG = [
    ({"colour": "red"}, "colour: is no key here"),
    ({"figures": [{"indicator": "attendances"}]},
     "figures: a figure has a `value`, or a `numerator` and a `denominator`"),
    ({"figures": [{"value": "seen"}]}, "figures: a figure says its `indicator`, or `indicator.columns` do"),
    ({"figures": [{"indicator": "attendances", "value": "unseen"}]}, "figures.1: `unseen` is no column"),
    ({"figures": [{"indicator": "attendances", "value": "seen", "weight": "2"}]}, "figures.1.weight: is no key here"),
    ({"figures": "seen"}, "figures: 'seen' is not a list of maps"),
    ({"sums": [{"total": "seen"}]}, "sums.1.parts: is missing"),
    ({"as_at": "yesterday"}, "Invalid isoformat string"),
    ({"period": {"columns": "when"}}, "period.ways: is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_mapping_that_is_wrong_is_refused_with_the_place(change, said):
    with pytest.raises(MappingFaults) as refusal:
        mapping(ATTENDANCES, **change)
    assert said in str(refusal.value)


def test_a_mapping_that_is_no_yaml_is_refused():
    with pytest.raises(MappingFaults):
        mapping_from(b"{", "test")


def test_long_tables_say_their_indicator_in_a_column(loaded):
    long = yaml.safe_load(ATTENDANCES) | {
        "columns": {"who": "Org", "when": "Month", "sheet": "Sheet", "what": "Measure", "seen": "Value"},
        "indicator": {
            "columns": ["sheet", "what"],
            "codes": {"A&E / Seen": "attendances", "A&E / Late": "breaches"},
            "others": "leave",
        },
        "figures": [{"value": "seen"}],
    }
    file = loaded(
        "Org,Month,Sheet,Measure,Value",
        *("AAA,2024-01-01,A&E,Seen,10", "AAA,2024-01-01,A&E,Late,2", "AAA,2024-01-01,Beds,Seen,7"),
        by=mapping_from(yaml.safe_dump(long).encode(), "long"),
    )
    assert (values(), values("breaches")) == ({"2024-01": 10}, {"2024-01": 2})
    assert file.report["left_out"] == {"indicator Beds / Seen": 1}


def test_a_word_means_a_place_for_its_time(loaded):
    codes = {"Old town": [{"is": "AAA", "until": "2024-01-31"}, {"is": "BBB", "from": "2024-02-01"}]}
    loaded("Org,Month,Attendances", "Old town,2024-01-01,1", "Old town,2024-02-01,2",
           by=mapping(place={"columns": "who", "codes": codes}))  # fmt: skip
    assert (values(), values(place="BBB")) == ({"2024-01": 1}, {"2024-02": 2})


def test_places_that_are_not_known_may_be_left_out_and_are_counted(loaded):
    by = mapping(place={"columns": "who", "others": "leave"})
    file = loaded("Org,Month,Attendances", "AAA,2024-01-01,1", "XYZ,2024-01-01,2", "XYZ,2024-02-01,2", by=by)
    assert (file.new, file.refused, file.report["left_out"]) == (1, 0, {"place XYZ": 2})


def test_only_some_rows_are_read_where_a_mapping_says_so(loaded):
    by = mapping(columns={"who": "Org", "when": "Month", "kind": "Kind", "seen": "Attendances"},
                 only={"columns": "kind", "are": "All"})  # fmt: skip
    loaded("Org,Month,Kind,Attendances", "AAA,2024-01-01,All,9", "AAA,2024-01-01,Booked,2", by=by)
    assert values() == {"2024-01": 9}


def test_columns_are_added_up_and_fractions_become_percentages(loaded):
    by = mapping(columns={"who": "Org", "when": "Month", "one": "Walked", "two": "Booked", "rate": "Rate"},
                 figures=[{"indicator": "attendances", "value": ["one", "two"]},
                          {"indicator": "within-four-hours", "value": "rate", "times": 100}])  # fmt: skip
    loaded("Org,Month,Walked,Booked,Rate", "AAA,2024-01-01,30,12,0.75", by=by)
    assert (values(), values("within-four-hours")) == ({"2024-01": 42}, {"2024-01": 75})


def test_a_slip_of_the_publisher_in_a_period_is_corrected_and_counted(loaded):
    by = mapping(period={"columns": "when", "ways": ["%B %Y"], "corrected": {"Janaury": "January"}})
    file = loaded("Org,Month,Attendances", "AAA,Janaury 2024,1", by=by)
    assert values() == {"2024-01": 1}
    assert list(file.report["known_faults"]) == ["“Janaury” in a period is a slip for “January”."]


def test_a_workbook_is_read_like_a_table(hospitals, tmp_path):
    from openpyxl import Workbook

    from tests.writing import NURSE
    from toldonce.figures.receiving.actions import load

    book = Workbook()
    sheet = there(book.active)
    sheet.append(["Hospital activity, provisional"])
    sheet.append(["Org", "Month", "Attendances"])
    sheet.append(["AAA", "2024-01-01", 100])
    book.save(tmp_path / "file.xlsx")
    file = load(by=NURSE, path=tmp_path / "file.xlsx", mapping=mapping())
    assert (file.new, values()) == (1, {"2024-01": 100})
