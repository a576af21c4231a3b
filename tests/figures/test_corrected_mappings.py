"""A mapping is corrected and the file read anew: what it was wrongly read to say does not silently remain."""

from __future__ import annotations

import pytest

from tests.figures.conftest import indicator, mapping, there, values
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.queries import revisions, series
from toldonce.figures.receiving.withdrawing import WITHDRAWN
from toldonce.figures.whence import whence

HEAD = "Org,Month,Attendances,Type"
COLUMNS = {"who": "Org", "when": "Month", "seen": "Attendances", "type": "Type"}
WRONG = mapping(columns=COLUMNS, figures=[{"indicator": "breaches", "value": "seen"}])
RIGHT = mapping(columns=COLUMNS)  # they are attendances
JANUARY, FEBRUARY = "AAA,2024-01-01,100,x", "AAA,2024-02-01,110,x"
MAY, JUNE = "2024-05-01", "2024-06-01"


def history(code: str, month: int = 1, place: str = "AAA") -> list[object]:
    """Everything that was said of a month, in the order in which it came in."""
    from datetime import date

    said = revisions(code, place, "", date(2024, month, 1))
    return [each.missing or each.value for each in said]


def test_what_the_corrected_mapping_does_not_say_is_withdrawn_and_its_history_shows_it(loaded):
    loaded(HEAD, JANUARY, by=WRONG)
    file = loaded(HEAD, JANUARY, by=RIGHT)
    assert values("attendances") == {"2024-01": 100}
    assert values("breaches") == {"2024-01": WITHDRAWN}
    assert history("breaches") == [100, WITHDRAWN]
    assert (file.new, file.revised, file.report["withdrawn"]) == (1, 1, 1)
    (point,) = series("breaches", "AAA")
    assert there(there(whence(point.figure)).file).pk == file.pk


def test_rows_that_the_corrected_mapping_leaves_out_are_withdrawn_and_the_others_stay(loaded):
    loaded(HEAD, JANUARY, "BBB,2024-01-01,7,x", by=RIGHT)
    loaded(HEAD, JANUARY, "BBB,2024-01-01,7,x", by=_only("AAA"))
    assert (values(place="AAA"), values(place="BBB")) == ({"2024-01": 100}, {"2024-01": WITHDRAWN})


def _only(place: str):
    return mapping(columns=COLUMNS, place={"columns": "who", "codes": {place: place}, "others": "leave"})


@pytest.mark.parametrize("order", [(MAY, JUNE), (JUNE, MAY)])
def test_what_two_files_were_wrongly_read_to_say_stays_until_both_are_read_anew(loaded, order):
    for day, extra in ((MAY, ()), (JUNE, (FEBRUARY,))):
        loaded(HEAD, JANUARY, *extra, by=WRONG, as_at=day)
    first, second = order
    files = {MAY: (HEAD, JANUARY), JUNE: (HEAD, JANUARY, FEBRUARY)}
    loaded(*files[first], by=RIGHT, as_at=first)
    assert values("breaches")["2024-01"] == (100 if first == MAY else WITHDRAWN)
    loaded(*files[second], by=RIGHT, as_at=second)
    assert values("breaches") == {"2024-01": WITHDRAWN, "2024-02": WITHDRAWN}
    assert values("attendances") == {"2024-01": 100, "2024-02": 110}


def test_what_another_mapping_says_as_well_stays(loaded):
    other = mapping(mapping="other", figures=[{"indicator": "breaches", "value": "seen"}])
    loaded("Org,Month,Attendances", "AAA,2024-01-01,100", by=other, as_at=MAY)
    loaded(HEAD, JANUARY, by=WRONG, as_at=JUNE)
    loaded(HEAD, JANUARY, by=RIGHT, as_at=JUNE)
    assert values("breaches") == {"2024-01": 100}


def test_what_a_later_file_says_rightly_stays(loaded):
    loaded(HEAD, JANUARY, by=WRONG, as_at=MAY)
    other = mapping(mapping="other", figures=[{"indicator": "breaches", "value": "seen"}])
    loaded("Org,Month,Attendances", "AAA,2024-01-01,3", by=other, as_at=JUNE)
    loaded(HEAD, JANUARY, by=RIGHT, as_at=MAY)
    assert values("breaches") == {"2024-01": 3}
    assert history("breaches") == [100, 3, WITHDRAWN]


def test_a_mapping_corrected_twice_says_again_what_it_had_withdrawn(loaded):
    for by in (WRONG, RIGHT, mapping(columns=COLUMNS, title="Both", figures=_both())):
        loaded(HEAD, JANUARY, by=by)
    assert values("breaches") == values("attendances") == {"2024-01": 100}
    assert history("breaches") == [100, WITHDRAWN, 100]


def _both() -> list[dict[str, str]]:
    return [{"indicator": code, "value": "seen"} for code in ("attendances", "breaches")]


def test_what_is_derived_from_what_is_withdrawn_says_so(loaded):
    indicator("made", derived={"sum": ["attendances", "breaches"]})
    loaded(HEAD, JANUARY, by=mapping(columns=COLUMNS, figures=_both()))
    assert values("made") == {"2024-01": 200}
    loaded(HEAD, JANUARY, by=RIGHT)
    assert values("made") == {"2024-01": f"breaches: {WITHDRAWN}"}


def test_a_correction_that_withdraws_suspiciously_much_is_asked_about(loaded):
    rows = [f"AAA,20{year}-{month:02}-01,100,x" for year in range(20, 24) for month in range(1, 13)]
    loaded(HEAD, *rows, by=WRONG)
    with pytest.raises(FiguresRefused, match="48 of 48 figures that are here already would be revised"):
        loaded(HEAD, *rows, by=RIGHT)
    loaded(HEAD, *rows, by=RIGHT, confirm_revised=True)
    assert set(values("breaches").values()) == {WITHDRAWN}


def test_to_read_it_a_third_time_changes_nothing(loaded):
    loaded(HEAD, JANUARY, by=WRONG)
    loaded(HEAD, JANUARY, by=RIGHT)
    loaded(HEAD, JANUARY, by=mapping(columns=COLUMNS, title="Only the title is another"))
    assert history("breaches") == [100, WITHDRAWN]


def test_a_mapping_that_is_put_back_says_again_what_it_said(loaded):
    loaded(HEAD, JANUARY, by=WRONG)
    loaded(HEAD, JANUARY, by=RIGHT)
    loaded(HEAD, JANUARY, by=WRONG)
    assert (values("attendances"), values("breaches")) == ({"2024-01": WITHDRAWN}, {"2024-01": 100})
    assert history("breaches") == [100, WITHDRAWN, 100]
