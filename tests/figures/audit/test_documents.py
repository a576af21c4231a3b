"""The tables of the five documents, and the errors that they hold."""

from pathlib import Path

import pytest
import yaml

from toldonce.figures.audit.auditing import audit_files

TABLES = Path(__file__).parent / "tables"

# tables that were read together; the cell that is wrong, what is printed, what it should be
ERRORS = {
    ("bcf_sources.csv",): [("D8", "29,975", "40,199")],
    ("bcf_schemes.csv", "bcf_sources.csv"): [("D8", "29,975", "40,199")],
    ("bcf_local_allocation.csv", "bcf_in_words.csv"): [("C4", "60.2", "60.3")],
    ("gap_2020.csv", "gap_2020_in_words.csv"): [("B3", "30", "19")],
    ("vascular_procedures.csv",): [("C10", "73", "")],
}
# figures of which another rule of the same table says that they are right
CHECKED = {
    "bcf_schemes.csv": 18,
    "bcf_sources.csv": 14,
    "bcf_local_allocation.csv": 9,
    "community_investment.csv": 6,
    "gap_2020.csv": 7,
    "gap_2024.csv": 4,
    "minimum_contribution.csv": 4,
    "opening_budget.csv": 12,
    "primary_care_spend.csv": 3,
    "resources.csv": 6,
    "vascular_population.csv": 3,
}


def named(*files):
    return audit_files([TABLES / file for file in files])


@pytest.mark.parametrize("files", ERRORS)
def test_the_errors_of_the_documents_are_found_and_named(files):
    found = [(each.cell.address, each.cell.printed, each.should_be) for each in named(*files).findings]
    assert found == ERRORS[files]


@pytest.mark.parametrize(
    "file",
    sorted({each.name for each in TABLES.glob("*.csv")} - {each[0] for each in ERRORS if len(each) == 1}),
)
def test_the_other_tables_hold(file):
    assert named(file).findings == ()


@pytest.mark.parametrize("file", CHECKED)
def test_how_many_figures_a_rule_of_the_table_checks(file):
    assert named(file).checked == CHECKED[file]


def test_the_wrong_total_is_told_by_its_row_its_column_and_the_other_table():
    (finding,) = named("bcf_schemes.csv", "bcf_sources.csv").findings
    assert finding.strength == "certain"
    assert len(finding.rules) == 3
    assert {each.printed for each in finding.proof} >= {"10,919", "29,280", "58,841", "40,199"}


def test_every_table_says_where_it_was_typed_from():
    sources = yaml.safe_load((TABLES / "sources.yaml").read_text())
    assert set(sources) == {each.name for each in TABLES.glob("*.csv")}
    assert all(each["document"] and each["at"] and each["lines"] for each in sources.values())
