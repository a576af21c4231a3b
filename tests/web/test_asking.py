"""One box understands how people write numbers, names, dates and postcodes."""

from datetime import date

import pytest

from toldonce.web.design.asking import Asked, understood

TODAY = date(2026, 11, 21)
BORN = date(1950, 3, 12)


@pytest.mark.parametrize(
    ("typed", "likeliest"),
    [
        ("9991234564", Asked(nhs="9991234564")),
        ("999 123 4564", Asked(nhs="9991234564")),
        (" 999-123-4564 ", Asked(nhs="9991234564")),
        ("NHS 999 123 4564", Asked(nhs="9991234564")),
        ("Hardy 12/3/1950", Asked(family="Hardy", birth_date=BORN)),
        ("Hardy 12.03.50", Asked(family="Hardy", birth_date=BORN)),
        ("Hardy 1950-03-12", Asked(family="Hardy", birth_date=BORN)),
        ("Hardy 12 March 1950", Asked(family="Hardy", birth_date=BORN)),
        ("Hardy 12mar50", Asked(family="Hardy", birth_date=BORN)),
        ("Hardy 12th Mar 1950", Asked(family="Hardy", birth_date=BORN)),
        ("12031950 hardy", Asked(family="hardy", birth_date=BORN)),
        ("Hardy 1/1/26", Asked(family="Hardy", birth_date=date(2026, 1, 1))),
        ("Hardy 1/1/27", Asked(family="Hardy", birth_date=date(1927, 1, 1))),
        ("Thomas Hardy", Asked(family="Hardy", given="Thomas")),
        ("HARDY, Thomas 12/3/50", Asked(family="HARDY", given="Thomas", birth_date=BORN)),
        ("O'Brien-Smith", Asked(family="O'Brien-Smith")),
        ("Hardy DT1 2AB", Asked(family="Hardy", postcode="DT1 2AB")),
        ("dt12ab", Asked(postcode="DT12AB")),
        ("12/3/1950", Asked(birth_date=BORN)),
        ("H0012345", Asked(local_id="H0012345")),
        ("123456", Asked(local_id="123456")),
        ("Renée", Asked(family="Renée")),
    ],
)
def test_the_likeliest_meaning_comes_first(typed, likeliest):
    assert understood(typed, TODAY)[0] == likeliest


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("Thomas Hardy", [("Thomas", "Hardy"), ("Hardy", "Thomas")]),
        ("Hardy", [("", "Hardy"), ("Hardy", "")]),
        ("Ana de Souza", [("Ana", "Souza"), ("de", "Ana"), ("Ana", "de Souza")]),
    ],
)
def test_names_are_tried_in_both_orders(typed, ways):
    assert [(asked.given, asked.family) for asked in understood(typed, TODAY)] == ways


@pytest.mark.parametrize("typed", ["", "   ", "!!", "%", "'"])
def test_what_says_nothing_finds_nothing(typed):
    assert understood(typed, TODAY) == []


def test_an_impossible_birth_date_is_not_taken_for_a_date():
    assert understood("Hardy 31/2/1950", TODAY)[0].birth_date is None


def test_a_number_is_also_tried_as_a_local_number():
    assert [asked.parts for asked in understood("9991234564", TODAY)] == [
        {"nhs": "9991234564"},
        {"local_id": "9991234564"},
    ]
