"""The tables of the five documents, and the errors that they hold."""

from pathlib import Path

import pytest
import yaml

from toldonce.figures.audit.auditing import audit_files, audit_text

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
    "surplus.csv": 3,
    "vascular_population.csv": 3,
    "vascular_with_jersey.csv": 4,
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


# the sources of the Better Care Fund as people would type them from the page
SOURCES = {
    "with dashes and without units": """Sources of funding,Social Care,Community Health,Total
Disabled Facilities Grant,"3,101",-,"3,101"
iBCF,"11,296",-,"11,296"
Winter pressures Grant,"1,748",-,"1,748"
Additional LA contribution,"2,497",-,"2,497"
CCG contributions,"10,919","29,280","29,975"
TOTAL,"29,561","29,280","58,841\"""",
    "with a subtotal of the council": """Source,Social Care £000,Community Health £000,Total
Disabled Facilities Grant,3101,0,3101
iBCF,11296,0,11296
Winter pressures Grant,1748,0,1748
Additional LA contribution,2497,0,2497
Subtotal BCP,18642,0,18642
CCG contributions,10919,29280,29975
Total,29561,29280,58841""",
    "with the total first": """Source,Total £k,Social Care £k,Community Health £k
Total,"£58,841","£29,561","£29,280"
CCG contributions,"£29,975","£10,919","£29,280"
DFG,£3101,£3101,
iBCF,"£11,296","£11,296",
Winter pressures,"£1,748","£1,748",
Additional LA,"£2,497","£2,497",""",
    "as it is copied out of a page": """Sources of funding  Social Care £000  Community Health £000  Total
Disabled Facilities Grant  3,101  -  3,101
iBCF  11,296  -  11,296
Winter pressures Grant  1,748  -  1,748
Additional LA contribution  2,497  -  2,497
CCG contributions  10,919  29,280  29,975
Total  29,561  29,280  58,841""",
}


@pytest.mark.parametrize("text", SOURCES.values(), ids=SOURCES)
def test_the_wrong_total_is_found_however_the_table_is_typed(text):
    (finding,) = audit_text(text).findings
    assert finding.cell.printed in ("29,975", "29975", "£29,975")
    assert (finding.should_be, finding.strength) == ("40,199", "certain")


def test_what_the_text_says_agrees_with_the_budget_but_for_rounding():
    assert named("opening_budget.csv", "budget_in_words.csv").findings == ()


def test_every_table_says_where_it_was_typed_from():
    sources = yaml.safe_load((TABLES / "sources.yaml").read_text())
    assert set(sources) == {each.name for each in TABLES.glob("*.csv")}
    assert all(each["document"] and each["at"] and each["lines"] for each in sources.values())
