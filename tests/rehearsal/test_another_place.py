"""Dorset is data: the rehearsal runs in a place that does not exist, from that place's folder alone."""

import shutil
from pathlib import Path

import pytest

from tests.rehearsal.conftest import UNTIL
from toldonce.rehearsal.marginals import MissingMargin
from toldonce.rehearsal.tell import tell

TINYSHIRE = Path(__file__).parents[1] / "places" / "tinyshire"
AGES = ",".join([*map(str, range(90)), "90+"])


def small_areas() -> list[str]:
    rows = [line.split(",") for line in (TINYSHIRE / "areas.csv").read_text().splitlines()]
    return [row[0] for row in rows if row[1] == "small"]


@pytest.fixture
def tinyshire(tmp_path):
    """The invented place with invented margins: everybody is between 20 and 29, white, and a tenant."""
    place = tmp_path / "tinyshire"
    shutil.copytree(TINYSHIRE, place)
    margins = place / "population"
    margins.mkdir()
    counts = ",".join("5" if 20 <= age < 30 else "0" for age in range(91))
    tables = {
        "age_by_small_area": (f"area,{AGES}", counts),
        "ethnicity_by_small_area": ("area,White,Asian,Black,Mixed,Other", "100,0,0,0,0"),
        "tenure_by_small_area": ("area,Private rented: Other private rented", "40"),
    }
    for name, (head, row) in tables.items():
        lines = [head, *(f"{area},{row}" for area in small_areas())]
        (margins / f"{name}.csv").write_text("\n".join(lines) + "\n")
    sexes = "\n".join(["age,females,males", *(f"{age},1,1" for age in range(91))])
    (margins / "sex_by_age_tinyshire_2020.csv").write_text(f"{sexes}\n")
    return place


def test_the_people_of_another_place_follow_its_margins(tinyshire):
    batches = list(tell(tinyshire, people=60, seed=1, until=UNTIL))
    truth = [row for batch in batches for row in batch.truth]
    assert len(truth) == 60
    assert {row["tenure"] for row in truth} == {"private"}
    assert all("1996" <= row["birth_date"] <= "2006-12-31" for row in truth)
    assert {row["practice"] for row in truth} <= {"TP1", "TP2"}
    assert {batch.source for batch in batches} <= {"TP1", "TP2", "TH1", "T9Z", "TC1"}


def test_a_place_without_margins_is_refused_with_a_sentence():
    with pytest.raises(MissingMargin, match="people cannot be invented without it"):
        list(tell(TINYSHIRE, people=10, seed=1, until=UNTIL))
