"""The minimum for social care and its uplift, to the pound where amounts are exact, within print where they are not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steering.better_care.drawing import plan
from toldonce.steering.plans.better_care.uplift import Uplift, findings
from toldonce.steering.sheets.declaring import Grade


def found(minimum: str) -> list[tuple[Grade, str, object]]:
    heads = "partner | base | rate | minimum | increase | nearest | rate_nearest"
    contents = plan(minimum=f"{heads}\n{minimum}")
    return [(each.grade, each.at.column, each.should) for each in findings(contents)]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("group | 10437000 | 4.6 | 10917102 | 480102 | £1 | 0", []),
        ("group | 10437000 | 4.6 | 10917101 | 480101 | £1 | 0", [(Grade.ERROR, "minimum", 10_917_102)]),
        ("group | 10437000 | 4.6 | 10917102 | 482000 | £1 | 0", [(Grade.ERROR, "increase", 480_102)]),
        ("group | 10437000 | 4.6 | 10919000 | 482000 | £1,000 | 0.1", [(Grade.ROUNDING, "minimum", None)]),
        ("group | 10437000 | 4.6 | 10929000 | 492000 | £1,000 | 0.1", [(Grade.ERROR, "minimum", 10_917_102)]),
        ("group | 10437000 | 4.6 | 10917000 | 481000 | £1,000 | 0.1",
         [(Grade.ROUNDING, "minimum", None), (Grade.ROUNDING, "increase", None)]),
        ("group | 500 | 4.6 | 1000 | 500 | £1,000 | 0.1", [(Grade.ERROR, "base", None)]),
        ("group | 501 | 4.6 | 1000 | 499 | £1,000 | 0.1", [(Grade.ROUNDING, "minimum", None)]),
        ("group | 0 | 4.6 | 0 | 0 | £1,000 | 0.1", []),
        ("group | 10437000 |  |  |  |  | ", []),  # as it is being typed: what is empty is said of its cell
    ],
)  # fmt: skip
def test_what_an_uplift_comes_to(row, says):
    assert found(row) == says


def test_halves_of_a_pound_go_up():
    assert Uplift(1, "group", 150, Decimal(1), 0, None, 1, Decimal(0)).as_they_stand == 152


@given(st.integers(10**6, 10**8), st.integers(0, 999))
def test_what_was_rounded_to_print_is_always_explained(base, rate):
    exact = Uplift(1, "group", base, Decimal(rate) / 100, 0, None, 1, Decimal(0)).as_they_stand
    printed = Uplift(
        *(1, "group", _nearest(base, 1000), round(Decimal(rate) / 100, 1)),
        *(_nearest(exact, 1000), None, 1000, Decimal("0.1")),
    )
    assert printed.possible


def _nearest(amount: int, to: int) -> int:
    return (amount + to // 2) // to * to
