"""Our own lists of codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.codes import terms, units
from toldonce.codes.terms import SNOMED, has_right_check_digit

EVERY = [(name, term) for name in terms.LISTS for term in terms.terms(name)]


def test_every_list_is_there():
    assert set(terms.LISTS) == {
        *("allergies", "careplans", "encounters", "ethnicity", "flags", "icd10", "medicines", "opcs"),
        *("problems", "procedures", "sensitive", "specialties", "tests", "vaccines", "vitals"),
    }


def test_every_snomed_code_has_the_right_check_digit():
    wrong = [(name, t.code) for name, t in EVERY if t.system == SNOMED and not has_right_check_digit(t.code)]
    assert wrong == []


def test_every_row_has_words_and_says_where_it_was_seen():
    assert [(name, term) for name, term in EVERY if not term.display or not term.seen_in] == []


def test_a_row_without_a_code_is_a_medicine_described_in_words():
    assert {name for name, term in EVERY if not term.code} == {"medicines"}
    assert all(bool(term.system) == bool(term.code) for _, term in EVERY)


@pytest.mark.parametrize("name", [name for name in terms.LISTS if name != "tests"])
def test_a_code_stands_once_in_a_list(name):
    codes = [term.code for term in terms.terms(name) if term.code]
    assert len(codes) == len(set(codes))


def test_a_test_stands_once_for_each_sex():
    rows = [(term.code, term.about["sex"]) for term in terms.terms("tests")]
    assert len(rows) == len(set(rows))


def test_the_reference_range_of_a_test_is_a_range_in_a_known_unit():
    for term in (*terms.terms("tests"), *terms.terms("vitals")):
        low, high = term.about["low"], term.about["high"]
        assert not low or not high or float(low) <= float(high), term
        assert units.known(term.about["unit"]), term


def test_every_register_of_the_outcomes_framework_has_a_problem():
    registers = {term.about["register"] for term in terms.terms("problems")} - {""}
    assert registers == {
        *("AF", "AST", "CAN", "CHD", "CKD", "COPD", "DEM", "DEP", "DM", "EP", "HF", "HYP", "LD", "MH", "NDH"),
        *("OB", "OST", "PAD", "PC", "RA", "STIA"),
    }


def test_every_icd10_and_opcs4_code_that_a_list_names_has_words():
    icd10 = {term.code for term in terms.terms("icd10")}
    opcs4 = {term.code for term in terms.terms("opcs")}
    assert {term.about["icd10"] for term in terms.terms("problems")} <= icd10 | {""}
    assert {term.about["opcs4"] for term in terms.terms("procedures")} <= opcs4 | {""}


@pytest.mark.parametrize(
    ("system", "code", "words"),
    [
        (SNOMED, "44054006", "Type 2 diabetes mellitus"),
        (terms.ICD10, "I10", "Essential (primary) hypertension"),
        ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory"),
        ("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory"),
        (SNOMED, "999999999", None),
        ("", "", None),
    ],
)
def test_a_code_has_words(system, code, words):
    assert terms.display(system, code) == words


@pytest.mark.parametrize("code", ["", "0", "44054007", "0440540", "44054006a", "４４０５４００６", "1" * 19])
def test_what_is_no_snomed_identifier(code):
    assert not has_right_check_digit(code)


SNOMED_CODES = sorted({term.code for _, term in EVERY if term.system == SNOMED})


@given(st.sampled_from(SNOMED_CODES), st.data())
def test_one_wrong_digit_is_always_found(code, data):
    at = data.draw(st.integers(1, len(code) - 1))
    wrong = str((int(code[at]) + data.draw(st.integers(1, 9))) % 10)
    assert not has_right_check_digit(code[:at] + wrong + code[at + 1 :])
