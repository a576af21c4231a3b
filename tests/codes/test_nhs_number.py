"""The NHS number: what is one, who issues it, how it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.codes import nhs_number

NUMBERS = st.integers(0, nhs_number.SYNTHETIC_COUNT - 1).map(nhs_number.synthetic)


@pytest.mark.parametrize(
    ("text", "valid", "why"),
    [
        ("9434765919", True, "the example of the data dictionary"),
        ("943 476 5919", True, "with spaces as people write it"),
        (" 943-476-5919 ", True, "with hyphens"),
        ("9434765918", False, "wrong check digit"),
        ("9434756919", False, "two digits changed round"),
        ("943476591", False, "nine digits"),
        ("94347659190", False, "eleven digits"),
        ("943476591X", False, "a letter"),
        ("٩٤٣٤٧٦٥٩١٩", False, "digits of another script"),
        ("", False, "nothing"),
        ("9990000050", True, "check digit eleven is written 0"),
    ],
)
def test_a_number_is_valid_when_its_check_digit_is_right(text, valid, why):
    assert nhs_number.is_valid(text) is valid, why


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("4010232137", nhs_number.ENGLAND),
        ("6541003238", nhs_number.ENGLAND),
        ("3999999999", "Northern Ireland"),
        ("0101000000", "Scotland"),
        ("3112999999", "Scotland"),
        ("3150000000", nhs_number.ENGLAND),
        ("9991234567", nhs_number.NEVER_ISSUED),
        ("9000000009", nhs_number.NOT_ISSUED),
        ("5000000000", nhs_number.NOT_ISSUED),
        ("12", ""),
    ],
)
def test_the_range_says_who_issues_the_number(number, issuer):
    assert nhs_number.range_of(number) == issuer


def test_a_number_is_written_in_three_groups():
    assert nhs_number.formatted("9434765919") == "943 476 5919"
    assert nhs_number.formatted("not a number") == "not a number"


@given(NUMBERS)
def test_every_synthetic_number_is_valid_and_belongs_to_nobody(number):
    assert nhs_number.is_valid(number)
    assert nhs_number.range_of(number) == nhs_number.NEVER_ISSUED
    assert nhs_number.normalised(nhs_number.formatted(number)) == number


@given(st.integers(0, nhs_number.SYNTHETIC_COUNT - 2))
def test_synthetic_numbers_are_all_different(n):
    assert int(nhs_number.synthetic(n)) < int(nhs_number.synthetic(n + 1))


@pytest.mark.parametrize("n", [-1, nhs_number.SYNTHETIC_COUNT])
def test_there_are_no_more_synthetic_numbers_than_said(n):
    with pytest.raises(ValueError, match="900,000"):
        nhs_number.synthetic(n)


@given(NUMBERS, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, at, shift):
    wrong = str((int(number[at]) + shift) % 10)
    assert not nhs_number.is_valid(number[:at] + wrong + number[at + 1 :])


@given(NUMBERS, st.integers(0, 8))
def test_two_neighbouring_digits_changed_round_are_always_found(number, at):
    changed = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert changed == number or not nhs_number.is_valid(changed)


@given(st.text())
def test_any_text_gets_an_answer(text):
    assert nhs_number.is_valid(text) in (True, False)
    assert nhs_number.normalised(text) in ("", nhs_number.normalised(text))
    assert isinstance(nhs_number.range_of(text), str)
    assert isinstance(nhs_number.formatted(text), str)
