"""A file of figures in, a series out; what is said anew is a revision, what is said again is nothing."""

from __future__ import annotations

from tests.figures.conftest import values

HEAD = "Org,Month,Attendances"


def test_a_file_becomes_figures(loaded):
    file = loaded(HEAD, "AAA,2024-01-01,100", "AAA,2024-02-01,120", "BBB,2024-01-01,90")
    assert (file.rows, file.new, file.revised, file.same, file.refused) == (3, 3, 0, 0, 0)
    assert values() == {"2024-01-01": 100, "2024-02-01": 120}
    assert values(place="BBB") == {"2024-01-01": 90}


def test_the_same_bytes_again_change_nothing(loaded):
    first = loaded(HEAD, "AAA,2024-01-01,100")
    assert loaded(HEAD, "AAA,2024-01-01,100") == first


def test_a_changed_value_is_a_revision_and_the_old_one_stays(loaded):
    loaded(HEAD, "AAA,2024-01-01,100", "AAA,2024-02-01,120", as_at="2024-03-01")
    file = loaded(HEAD, "AAA,2024-01-01,101", "AAA,2024-02-01,120", as_at="2024-04-01", confirm_revised=True)
    assert (file.new, file.revised, file.same) == (0, 1, 1)
    assert values() == {"2024-01-01": 101, "2024-02-01": 120}
