"""How figures are printed, and how exact they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.figures.audit import printed
from toldonce.figures.audit.printed import Printed, Unit, as_printed, is_nil, is_unknown, unit_of

NO_UNIT = Unit()


def read(text: str, unit: Unit = NO_UNIT) -> Printed:
    number = printed.read(text, unit)
    assert number is not None
    return number


@pytest.mark.parametrize(
    ("text", "value", "half", "unit"),
    [
        ("1234", 1234, 0.5, ""),
        ("1,234", 1234, 0.5, ""),
        ("1 234 567", 1234567, 0.5, ""),
        ("12.50", 12.5, 0.005, ""),
        (".5", 0.5, 0.05, ""),
        ("(1,234)", -1234, 0.5, ""),
        ("-5", -5, 0.5, ""),
        ("−7", -7, 0.5, ""),
        ("1,234-", -1234, 0.5, ""),
        ("4.6%", 4.6, 0.05, "%"),
        ("12 per cent", 12, 0.5, "%"),
        ("£1,019m", 1.019e9, 5e5, "£"),
        ("(£5m)", -5e6, 5e5, "£"),
        ("£1.1bn (transferred)", 1.1e9, 5e7, "£"),
        ("28 million", 28e6, 5e5, ""),
        ("£-3.5k", -3500, 50, "£"),
        ("450 m", 450, 0.5, ""),  # metres, not millions
        ("1234*", 1234, 0.5, ""),
        ("1691.7 (per 100,000 population)", 1691.7, 0.05, ""),
        ("5 (2)", 5, 0.5, ""),
    ],
)
def test_a_figure_as_it_is_printed(text, value, half, unit):
    number = read(text)
    assert (number.value, number.half, number.unit) == (pytest.approx(value), pytest.approx(half), unit)


@pytest.mark.parametrize("text", ["£000", "2015/16", "12,34", "5-7", "<5", "twelve", "(12", "1.2.3"])
def test_what_is_no_figure(text):
    assert printed.read(text) is None


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("2018/19 £m", Unit("£", 1e6)),
        ("Spend (£000's)", Unit("£", 1e3)),
        ("£’000", Unit("£", 1e3)),
        ("Budget £bn", Unit("£", 1e9)),
        ("£ million", Unit("£", 1e6)),
        ("£", Unit("£")),
        ("People (thousands)", Unit("", 1e3)),
        ("% of total", Unit("%")),
        ("Per cent achieved", Unit("%")),
        ("Rate per 100,000", Unit("rate")),
        ("Admissions per 1,000 people", Unit("rate")),
        ("Admissions", Unit()),
        ("Uplift of 4.6%", Unit()),
        ("% within 4 hours (standard 95%)", Unit("%")),
    ],
)
def test_the_unit_that_a_head_names(words, unit):
    assert unit_of(words) == unit


def test_a_figure_stands_in_the_unit_of_its_head_unless_it_has_its_own():
    assert read("1,019", Unit("£", 1e6)).value == 1.019e9
    assert read("£1.1bn", Unit("£", 1e6)).value == pytest.approx(1.1e9)
    assert read("5%", Unit("£", 1e6)).value == 5


@pytest.mark.parametrize("text", ["", " ", "-", "–", "nil"])
def test_nothing(text):
    assert is_nil(text)


@pytest.mark.parametrize("text", ["*", "n/a", "..", "[c]", "<5", "#DIV/0!", "No trajectory"])
def test_not_known(text):
    assert is_unknown(text)


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False), st.sampled_from([0, 1, 2]))
def test_what_is_written_is_read_again_within_half_a_unit_of_its_last_place(value, decimals):
    number = read(f"{value:,.{decimals}f}")
    assert abs(number.value - float(value)) <= number.half * (1 + 1e-6)
    assert Decimal(as_printed(number.value, number).replace(",", "")) == Decimal(f"{value:.{decimals}f}")
