"""Contents of a plan that may be anything that its cells can hold, whether it makes sense or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from toldonce.steering.sheets import kinds
from toldonce.steering.sheets.declaring import BookKind, Contents, Row, Sheet
from toldonce.steering.sheets.kinds import FIRST_YEAR, LARGEST, LAST_YEAR, Kind, Value
from toldonce.steering.sheets.opening import folders

PLANS = Path(__file__).parents[2] / "places/dorset/plans"
MOST_ROWS, MOST_EDITS = 4, 8
NAMES = [
    "Care",
    "care",
    "A",
    "B",
    "Nurses",
    "0",
    "all",
    "£1,000 {{total}} 4.6% [A]",
    "é\nü",
    "=1+1",
    "'=",
    '-5, or "less"',
]
COUNTS = [*range(13), 100, 99_999, LARGEST - 1]
NUMBERS = ["0." + "0" * 29 + "1", "0.5", "7.25", "99.999", f"{LARGEST - 1}.99", *map(str, COUNTS)]
YEARS = [2016, 2017, 2018, 2019, 2020, FIRST_YEAR, 2000, LAST_YEAR]
DAYS = [
    date(2016, 2, 29),
    date(2018, 4, 1),
    date(2019, 3, 31),
    date(FIRST_YEAR, 1, 1),
    date(LAST_YEAR, 12, 31),
]


def anything(kind: BookKind) -> SearchStrategy[Contents]:
    """A few rows of every sheet of a kind of book; many of them speak of the same names and years."""
    return st.fixed_dictionaries({sheet.key: _rows(sheet) for sheet in kind.sheets})


def edited(kind: BookKind) -> SearchStrategy[Contents]:
    """A plan that the place ships, in which somebody has emptied, changed, doubled and removed what they liked."""
    shipped = [folders.read(path.parent, kind).contents for path in PLANS.glob(f"{kind.key}/*/book.yaml")]
    places = st.tuples(st.sampled_from(kind.sheets), st.integers(0, 10**6), st.data())
    return st.builds(_with_edits, st.sampled_from(shipped), st.lists(places, min_size=1, max_size=MOST_EDITS))


def _with_edits(contents: Contents, edits: Sequence[tuple[Sheet, int, st.DataObject]]) -> Contents:
    made = {sheet: list(rows) for sheet, rows in contents.items()}
    for sheet, place, data in edits:
        rows = made[sheet.key]
        if rows:
            at = place % len(rows)
            rows[at : at + 1] = data.draw(_instead(sheet, rows[at]))
    return {sheet: _numbered([row.values for row in rows]) for sheet, rows in made.items()}


def _instead(sheet: Sheet, row: Row) -> SearchStrategy[list[Row]]:
    """What may stand in the place of a row: nothing, the row twice, or the row with one cell changed."""
    changed = st.sampled_from(sheet.columns).flatmap(
        lambda column: _cell(column.kind).map(lambda value: [_row({**row.values, column.key: value})])
    )
    return changed | st.sampled_from([[], [row, row]])


def _rows(sheet: Sheet) -> SearchStrategy[Sequence[Row]]:
    values = st.fixed_dictionaries({column.key: _cell(column.kind) for column in sheet.columns})
    return st.lists(values, max_size=MOST_ROWS).map(_numbered)


def _numbered(rows: Sequence[Mapping[str, Value]]) -> Sequence[Row]:
    return tuple(Row(number, number, values) for number, values in enumerate(rows, 1))


def _row(values: Mapping[str, Value]) -> Row:
    return Row(0, 0, values)


def _cell(kind: Kind) -> SearchStrategy[Value]:
    """What a cell of a kind may hold, nothing among it."""
    return st.none() | st.sampled_from(_values(kind))


def _values(kind: Kind) -> Sequence[Value]:
    match kind:
        case kinds.Pounds(negative=negative):
            return [*COUNTS, *([-1, -(LARGEST - 1)] if negative else [])]
        case kinds.Whole(least=least, most=most):
            return [int(each) for each in _within(map(Decimal, COUNTS), least, most)]
        case kinds.Number(least=least, most=most):
            return _within((sign * Decimal(each) for each in NUMBERS for sign in (1, -1)), least, most)
        case kinds.FinancialYear():
            return YEARS
        case kinds.Day():
            return DAYS
        case kinds.Flag():
            return [True, False]
        case kinds.Pick(options=options):
            return list(options)
        case kinds.Words(longest=longest):
            return [name for name in NAMES if len(name) <= longest]
    raise AssertionError(f"nothing is said here of what {kind} holds")


def _within(numbers, least: Decimal | None, most: Decimal | None) -> list[Decimal]:
    return [each for each in numbers if (least is None or each >= least) and (most is None or each <= most)]


def with_a_cell_emptied(contents: Contents, sheet: str) -> Iterator[Contents]:
    """The contents again and again, each time with another cell of the sheet empty."""
    rows = contents[sheet]
    for at, row in enumerate(rows):
        for column in row.values:
            emptied = replace(row, values={**row.values, column: None})
            yield {**contents, sheet: [*rows[:at], emptied, *rows[at + 1 :]]}
