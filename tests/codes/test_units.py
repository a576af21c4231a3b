"""Quantities in different units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.codes import units


@pytest.mark.parametrize(
    ("value", "code", "to", "result"),
    [
        (5, "mg", "g", "0.005"),
        (500, "ug", "mg", "0.5"),
        ("1.5", "g", "mg", "1500"),
        (120, "g/L", "g/dL", "12"),
        (48, "mmol/mol", "%", "4.8"),
        (95, "umol/L", "mmol/L", "0.095"),
        (1, "kPa", "mm[Hg]", "7.500616827"),
        (37, "Cel", "[degF]", "98.6"),
        ("98.6", "[degF]", "Cel", "37"),
        (2, "wk", "d", "14"),
        (90, "min", "h", "1.5"),
        (7, "10*3/uL", "10*9/L", "7"),
        (11, "[stone_av]", "kg", "69.85322498"),
    ],
)
def test_a_quantity_in_another_unit(value, code, to, result):
    assert abs(units.convert(Decimal(value), code, to) - Decimal(result)) < Decimal("1e-9")


@pytest.mark.parametrize(
    ("code", "other"),
    [("mg/dL", "mmol/L"), ("U/L", "[IU]/L"), ("mg", "mL"), ("{score}", "%"), ("mg", "spoon")],
)
def test_what_cannot_be_compared_is_never_converted(code, other):
    assert units.convert(1, code, other) is None
    assert units.convert(1, other, code) is None


def test_a_unit_that_we_do_not_know_compares_with_nothing():
    assert not units.known("[arb'U]")
    assert units.canonical(1, "[arb'U]") is None


def test_units_are_shown_as_people_write_them():
    assert units.label("ug") == "microgram"
    assert units.label("10*9/L") == "10⁹/L"
    assert units.label("[arb'U]") == "[arb'U]"


@given(st.sampled_from(sorted(units.UNITS)), st.decimals(-1000, 1000, places=4, allow_nan=False))
def test_there_and_back_gives_the_same_quantity(code, value):
    there, base = units.canonical(value, code)
    unit = units.UNITS[code]
    assert base == unit.canonical
    assert abs((there - unit.offset) / unit.factor - value) < Decimal("1e-6")
