"""What does not hold in fair shares is said with its cell."""

import csv
from pathlib import Path

import pytest

from tests.steering.money.fair_shares.drawn import TABLES, found
from toldonce.steering.money.fair_shares.book import FAIR_SHARES
from toldonce.steering.money.fair_shares.shares import need_beside_all, shares
from toldonce.steering.money.fair_shares.weights import weights_of
from toldonce.steering.sheets.typed import understood

PLACE = Path(__file__).parents[4] / "places/dorset/plans/fair-shares/2024-25"


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        (
            {"terms": "board"},
            "Terms: has 0 rows: say in one whose practices these are",
        ),
        (
            {"weights": TABLES["weights"].rstrip() + "\n2024/25 | P1 | 1000 | 800"},
            (
                "Weighted populations of practices, row 4, Practice code: “P1” stands in row 1 already: it would be "
                "counted twice"
            ),
        ),
        (
            {"weights": TABLES["weights"].replace("1000       | 800", "1000       | 0.8")},
            (
                "Weighted populations of practices, row 1, All services (overall weighted population): is 0.8 for "
                "1,000 registered people: weighting does not go so far. Has a column moved, or is it a share?"
            ),
        ),
        (
            {"weights": "\n".join(TABLES["weights"].rstrip().splitlines()[:-1])},
            (
                "Practices, row 3, Practice code: “P3” has no weighted population for 2024/25: nothing is shared by "
                "that year"
            ),
        ),
        (
            {"pots": "pot | component | amount\nEverything | overall | 900"},
            "Amounts to be shared, row 1, Amount £: is £900 for 4,000 people: is it typed in thousands?",
        ),
        (
            {"pots": "pot | component\nEverything | overall"},
            "Amounts to be shared, row 1, Amount £: is empty, and no spend is entered: there is nothing to share",
        ),
        (
            {"boards": "year | board | registered | overall\n2024/25 | Q1 | 4000 | 4600"},
            (
                "Weighted populations of boards, row 1, All services (overall weighted population): is 4,600.0, and "
                "the practices add up to 4,500.0"
            ),
        ),
        (
            {
                "spend": "pot | body | spend\nEverything | P1 | 5\nEverything | N1 | 10\nEverything | N2 | 8985"
            },
            (
                "Spend, row 1, Practice or network code: “P1” is of the network N1, whose spend is entered as "
                "well: it would be counted twice"
            ),
        ),
        (
            {"spend": "pot | body | spend\nEverything | N1 | 4000\nEverything | N2 | 4000"},
            (
                "Amounts to be shared, row 1, Amount £: is £9,000, and the spend adds up to £8,000: the distances "
                "add up to −£1,000"
            ),
        ),
        (
            {
                "spend": "pot | body | spend\nEverything | N9 | 4000\nEverything | N1 | 3000\nEverything | N2 | 2000"
            },
            "Spend, row 1, Practice or network code: “N9” is neither a practice nor a network of these sheets",
        ),
    ],
)
def test_the_cell_is_named(sheets, says):
    assert found(**sheets)[0] == says


def test_sheets_that_hold_are_left_in_peace():
    assert found() == []


def test_the_published_populations_of_the_place_hold_and_give_the_known_need():
    tables = {
        sheet.key: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for sheet in FAIR_SHARES.sheets
        if (path := PLACE / f"{sheet.key}.csv").exists()
    }
    contents, unknown = understood(FAIR_SHARES, tables)
    assert [*unknown, *FAIR_SHARES.check(contents)] == []
    told = weights_of(contents)
    assert (len(told.practices), len(told.networks), told.years) == (73, 18, (2024, 2023))
    assert str(need_beside_all(told, 2024, "overall")) == "1.056"
    for pot in told.pots:
        for year in told.years:
            made = shares(told, pot, year)
            assert made and sum(share.target for share in made.networks) == pot.amount
