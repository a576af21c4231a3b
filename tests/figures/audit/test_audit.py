"""A table in, its findings out."""

import pytest

from toldonce.figures.audit.auditing import audit, audit_text
from toldonce.figures.audit.findings import CERTAIN
from toldonce.figures.audit.grids import of_text
from toldonce.figures.audit.tables import tables_of


def findings(text):
    """What is said of each cell: its address, what it should be, and by which slip it came about."""
    return [(each.cell.address, each.should_be, each.slip) for each in audit_text(text).findings]


def kinds(text):
    return [(each.kind, each.cell.address) for each in audit_text(text).findings]


RATES = """Area,Cases,People,"Rate per 100,000"
North,120,20000,600.0
South,95,31000,306.5
East,210,44000,477.3
West,77,18500,461.2"""

SPEND = """Service,2017/18 £m,2018/19 £m,Change £m,% change
Acute,513.2,520.1,6.9,1.3%
Mental health,109.0,112.4,3.4,3.1%
Community,79.3,81.0,1.7,2.1%
Subtotal NHS,701.5,713.5,12.0,1.7%
Adult care,53.1,55.0,1.9,3.6%
Children,26.0,27.3,1.3,5.0%
Subtotal council,79.1,82.3,3.2,4.0%
Total,780.6,795.8,15.2,1.9%"""


def test_a_table_that_holds():
    assert findings(SPEND) == []
    assert audit_text(SPEND).checked == audit_text(SPEND).figures == 32


@pytest.mark.parametrize(
    ("printed", "typed", "finding"),
    [
        ("55.0,1.9", "50.5,1.9", ("C6", "55.0", "two of its digits are swapped")),
        ("Total,780.6", "Total,870.6", ("B9", "780.6", "two of its digits are swapped")),
        ("1.7,2.1%", "-1.7,2.1%", ("D4", "1.7", "its sign is wrong")),
        (
            "79.3,81.0",
            "79300,81.0",
            ("B4", "79.3", "it is in thousands where the others are in units, or the other way round"),
        ),
        ("12.0,1.7%", "21.0,1.7%", ("D5", "12.0", "two of its digits are swapped")),
        ("3.4,3.1%", "3.4,0.031%", ("E3", "3.1%", "it is a fraction where the others are percentages")),
        ("1.9,3.6%", "1.9,5.6%", ("E6", "3.6%", "one of its digits is another")),
    ],
)
def test_one_figure_is_changed(printed, typed, finding):
    assert printed in SPEND
    address, should_be, slip = finding
    found = findings(SPEND.replace(printed, typed))
    assert [each[0] for each in found] == [address]
    assert found[0][2] == slip
    assert float(found[0][1].strip("%")) == pytest.approx(float(should_be.strip("%")), abs=0.05)


def test_the_proof_of_a_finding_is_the_cells_it_was_computed_from():
    (finding,) = audit_text(
        "Area,Male,Female,Total\nNorth,120,131,251\nSouth,40,44,84\nTotal,160,175,353"
    ).findings
    assert (finding.cell.address, finding.cell.printed, finding.should_be) == ("D4", "353", "335")
    assert {each.address for each in finding.proof} == {"D2", "D3", "B4", "C4"}
    assert finding.rules == ("“Total” = “North” + “South”", "“Total” = “Male” + “Female”")
    assert finding.strength == CERTAIN


def test_what_rounding_explains_is_no_finding_and_is_said():
    found = audit_text("Scheme,£m\nCarers,1.4\nEquipment,2.4\nHousing,3.4\nTotal,7.3")
    assert found.findings == ()
    assert [(each.cell.address, each.off_by, each.at_most) for each in found.roundings] == [("B5", 0.1, 0.2)]


def test_what_rounding_does_not_explain_is_a_finding():
    found = audit_text("Scheme,£m\nCarers,1.4\nEquipment,2.4\nHousing,3.4\nTotal,7.5")
    assert [(each.cell.address, each.should_be) for each in found.findings] == [("B5", "7.2")]


def test_counts_that_are_never_off_by_one_are_not_rounded():
    rows = [f"Area {n},{17 * n + 3},{29 * n + 8},{46 * n + 11}" for n in range(1, 9)]
    text = "\n".join(["Area,Male,Female,Total", *rows, "Total,636,1108,1744"])
    assert findings(text) == []
    assert findings(text.replace("Area 3,54,95,149", "Area 3,54,96,149")) == [
        ("C4", "95", "one of its digits is another")
    ]


ONE_RULE = "Month,Planned,Urgent,All\nApril,150,171,321\nMay,161,185,391\nJune,158,190,348"


def test_a_finding_without_a_second_rule_names_every_cell_that_may_be_wrong():
    (finding,) = audit_text(ONE_RULE).findings
    assert (finding.cell.address, finding.should_be) == ("D3", "346")
    assert [(cell.address, value) for cell, value in finding.instead] == [("B3", "206"), ("C3", "230")]
    assert finding.sentence.endswith("which of its 3 figures is wrong the table does not tell")


def test_a_swap_that_rounding_would_make_fit_tells_nothing():
    # 13.8 should be 14.8; 961.3 and 963.1 are no further apart than the rounded total allows
    (finding,) = audit_text(
        'Resources,£m\nProgramme,961.3\nSocial care,15.8\nRunning costs,16.8\nOnce,10.0\nSurplus,13.8\nTotal,"1,019"'
    ).findings
    assert finding.slip != "two of its digits are swapped"
    assert "which of its 6 figures is wrong the table does not tell" in finding.sentence


def test_a_slip_tells_which_of_several_cells_is_wrong():
    (finding,) = audit_text(ONE_RULE.replace("391", "364")).findings
    assert (finding.cell.address, finding.should_be, finding.instead) == ("D3", "346", ())
    assert finding.slip == "two of its digits are swapped"


@pytest.mark.parametrize(
    ("text", "kind", "address"),
    [
        (
            "Month,Opening,In,Out,Closing\nApril,300,51,40,311\nMay,311,62,47,326\nJune,362,55,52,329\nJuly,329,48,61,316",
            "balance",
            "B4",
        ),
        (
            RATES,
            "quotient",
            "D5",
        ),
        (
            "Drug,Packs,Price £,Cost £\nA,120,4.15,498.00\nB,310,2.05,635.50\nC,95,10.60,1007.00\nD,210,7.40,1545.00",
            "quotient",
            "D5",
        ),
        (
            "Group,Number,% of total\nA,120,24.0\nB,205,41.0\nC,90,18.0\nD,85,71.0\nTotal,500,100.0",
            "share",
            "C5",
        ),
        (
            "Month,New,Cumulative\nApril,120,120\nMay,131,251\nJune,98,394\nJuly,143,492\nAugust,77,569",
            "running total",
            "C4",
        ),
        ("Ward,Beds,Staff\nNorth,20,31\nSouth,22,35\nEast,27,42\nAverage,23,39", "average", "C5"),
        (",2018/19,2019/20,% change\nSpend £000,10437,10919,6.4%", "claim", "D2"),
        (",2018/19,2019/20,Change\nSpend £000,10437,10919,428", "claim", "D2"),
        (
            "Opening budget,£1109m\nAcute,£513m\nMental,£109m\nCommunity,£79m\nContinuing,£79m\nOther,£239m",
            "claim",
            "B1",
        ),
        ("Spend,£m\nActual,47\nPlan,31\nOther,22\nTotal,110", "claim", "B5"),
    ],
)
def test_each_kind_of_rule(text, kind, address):
    assert (kind, address) in kinds(text)


def test_growth_over_several_years_is_compounded():
    text = "Year,2014,2018,CAGR %\nSpend,1000,1215.5,5.0\nStaff,400,468.0,4.0\nBeds,300,324.7,2.0"
    assert findings(text) == []
    assert [each[0] for each in findings(text.replace("468.0,4.0", "468.0,7.0"))] == ["D3"]


@pytest.mark.parametrize(
    ("text", "kind", "address"),
    [
        ("A,B,C\nx,#DIV/0!,2\ny,3,4", "spreadsheet error", "B2"),
        (
            "Ward,Beds,Staff,Days\n"
            + "\n".join(f"Ward {n},{15 * n},{30 * n + 15},{45 * n}" for n in range(1, 6))
            + "\nf,73,15,30",
            "grain",
            "B7",
        ),
        ("Ward,A,B,C\na,10,21,31\nb,14,25,37\nc,12000,22,35\nd,15,27,39", "scale", "B4"),
        ("Ward,Visits\na,10\nb,14\nc,-12\nd,15\ne,19", "sign", "B4"),
        ("Contents,Page\nForeword,3\nSummary,9\nBackground,7\nEnd,12", "order", "B4"),
        ("Standard,Achieved %\nA&E,92.1\n18 weeks,88.4\nCancer,0.857\nDiagnostics,97.0", "fraction", "B4"),
        ("Year,A\n2014/15,10\n2015/16,12\n2016/18,13\n2018/19,17", "period", "B4"),
        ("Ward,A,B,C\na,1041,2153,5531\nb,1455,2577,3731\nc,1041,2153,5531", "repeat", "B4"),
        (
            "Ward,A,B\na,1041,2153\nb,1455,2577\na,1051,2150\nd,1,3\ne,7,9\nf,8,8\ng,5,1\nh,2,2\ni,1,1\nj,6,4",
            "repeat",
            "B4",
        ),
        (
            "Area,Male,Female,Total\nNorth,120,130,250\nSouth,*,44,50\nEast,61,72,133\nWest,88,93,181\nTotal,275,339,614",
            "disclosure",
            "B3",
        ),
    ],
)
def test_what_is_odd_without_a_rule(text, kind, address):
    assert (kind, address) in kinds(text)


def test_the_same_figure_in_two_tables():
    heads = "Scheme,Health £000,Council £000,Total £000"
    one = f"{heads}\nCarers,1148,500,1648\nHomes,7265,2182,9447\nTotal,8413,2682,11095"
    two = "Sources,£m\nHealth,8.4\nCouncil,2.8\nTotal,11.1"
    found = audit([*tables_of(of_text(one, "schemes")), *tables_of(of_text(two, "sources"))]).findings
    assert [(each.kind, each.cell.table, each.cell.address, each.should_be) for each in found] == [
        ("repeat", "sources", "B3", "2.7")
    ]


def test_what_could_not_be_checked_is_said():
    found = audit_text("Area,Beds,Note\nNorth,12,good\nSouth,*,poor\nEast,31,fair")
    assert found.findings == ()
    assert found.unchecked == (
        "table: column “Beds”: no rule was found for its 2 figures",
        "table: 1 figures are kept back or not known: B3 (*)",
    )


def test_the_total_that_shares_are_of_may_be_the_wrong_figure():
    rows = "North,66,57,123,4.4\nSouth,1317,1177,2494,89.5\nEast,46,122,168,6.0\nTotal,1429,1356,2805,100.0"
    text = f"Area,A,B,Total,% of total\n{rows}"
    assert [each[:2] for each in findings(text)] == [("D5", "2,785")]


def test_a_subtotal_that_is_wrong_in_one_of_two_columns():
    text = "Spend,2018,2019\nA,14653,13264\nB,23578,22415\nSubtotal,38231,45679\nC,53175,58264\nTotal,91406,93943"
    assert [each[:2] for each in findings(text)] == [("C4", "35,679")]


def test_memo_lines_and_subtotals_are_not_added_twice():
    text = "Spend,£000\nAcute,513\nCommunity,79\nof which nursing,41\nPrescribing,115\nTotal,707"
    assert findings(text) == []
    assert findings(text.replace("Total,707", "Total,770"))[0][:2] == ("B6", "707")


POOL = "Scheme,£000\nBeds at home,2922\nReablement,862\nEquipment,1500\n{},{}"


@pytest.mark.parametrize("label", ["Pooled budget", "The pooled fund", "Pooled Budgets"])
def test_the_pooled_budget_is_the_total_of_what_is_pooled(label):
    assert audit_text(POOL.format(label, 5284)).findings == ()
    (finding,) = audit_text(POOL.format(label, 5384)).findings
    assert (finding.cell.address, finding.should_be) == ("B5", "5,284")


def test_what_goes_into_a_pooled_budget_is_no_total():
    assert audit_text(POOL.format("Contribution to the pooled budget", 5384)).findings == ()


YEAR = "Item,£m\nTotal income,1019.0\nSpending,1003.7\nSurplus,15.3\n{},{}"
SHARES = [
    "Surplus as a % of total income",
    "Surplus (% of total income)",
    "Surplus %",
    "Surplus as per cent of the total income",
]


@pytest.mark.parametrize("label", SHARES)
def test_a_share_of_a_named_total_is_checked_although_it_stands_alone(label):
    assert audit_text(YEAR.format(label, "1.5%")).findings == ()
    (finding,) = audit_text(YEAR.format(label, "1.8%")).findings
    assert (finding.cell.address, finding.cell.printed) == ("B5", "1.8%")
    assert "as a share of “Total income” does not hold" in finding.sentence


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Surplus as a % of spending", "1.5%"),  # 15.3 of 1003.7
        ("Surplus %", "30.1%"),  # of what, the table does not tell
        ("Growth of the surplus %", "1.8%"),
        ("Average surplus %", "1.8%"),
        ("Surplus as a % of turnover", "1.8%"),
        ("Staff %", "1.8%"),
    ],
)
def test_a_share_of_something_else_is_left_alone(label, value):
    assert audit_text(YEAR.format(label, value)).findings == ()


HOMES = """Care home,Beds,Occupied,Occupancy %,Weekly fee £,Weekly income £
Oak Lodge,42,39,92.9%,785,"30,615"
Rose Court,60,51,85.0%,810,"41,310"
Sea View,28,27,96.4%,925,"24,975"
Mill House,35,33,94.3%,760,"25,080"
Total,165,150,90.9%,,"121,980\""""


@pytest.mark.parametrize(
    ("printed", "typed", "address", "should_be"),
    [
        ("96.4%", "94.6%", "D4", "96.4%"),  # 27 of 28: between 93.0% and 100% if both were rounded
        ("90.9%", "92.1%", "D6", "90.9%"),
        ("760", "706", "E5", "760"),
    ],
)
def test_shares_of_small_counts_are_checked_to_their_last_digit(printed, typed, address, should_be):
    assert audit_text(HOMES).findings == ()
    assert [each[:2] for each in findings(HOMES.replace(printed, typed))] == [(address, should_be)]


def test_where_amounts_were_rounded_their_shares_are_not_checked_so_closely():
    # 12.4 of 18.6, 7.3 of 9.1, 3.8 of 5.3, 22.6 of 31.4, each shown without its decimal
    text = "Team,Posts,In post,Filled %\nA,19,12,66.7%\nB,9,7,80.2%\nC,5,4,71.7%\nD,31,23,72.0%"
    assert findings(text) == []


def test_fractions_under_a_head_that_says_percent():
    text = (
        "Ward,Available,Occupied,Percent occupied\nA,42,39,0.929\nB,60,51,0.850\nC,28,27,0.964\nD,35,33,0.943"
    )
    assert audit_text(text).checked == 12
    assert [each[:2] for each in findings(text.replace("0.964", "0.946"))] == [("D4", "0.964")]


BEDS = """Beds,31-Mar-18,30-Jun-18,30-Sep-18,31-Dec-18,Average
Acute,812,805,798,815,808
Community,204,204,190,186,196
Mental health,151,149,149,147,149
Total,"1,167","1,158","1,137","1,148","1,153\""""


def test_means_of_counts_are_rounded_although_the_counts_are_not():
    assert findings(BEDS) == []
    assert [each[:2] for each in findings(BEDS.replace("1,137", "1,173"))] == [("D5", "1,137")]


DAYS = """Month,NHS,Social care,Total days,Days in month,Daily average
July,812,738,"1,550",31,50.0
August,790,775,"1,565",31,50.5
September,705,685,"1,390",30,46.3
October,744,715,"1,459",31,47.1
Quarter,"3,051","2,913","5,964",123,48.5"""


def test_the_average_of_all_is_no_sum_even_where_it_is_wrong():
    assert findings(DAYS) == []
    assert [each[:2] for each in findings(DAYS.replace("48.5", "45.8"))] == [("F6", "48.5")]


def test_a_total_that_is_wrong_is_not_made_right_by_leaving_a_line_out():
    # 196, and within rounding it would be 185 without the 8
    text = (
        "Area,£ million\nDemand,28\nPrevention,27\nOutpatients,8\nAcute,73\nSystem,30\nMerger,30\nTotal,185"
    )
    assert [each[:2] for each in findings(text)] == [("B8", "196")]


def test_cells_that_are_left_empty_are_not_nought_where_most_of_a_column_is():
    text = "Area,Head £m,Text £m\nDemand,28,28\nPrevention,27,\nOutpatients,8,\nAcute,73,\nMerger,49,30\nTotal,185,185"
    assert findings(text) == []


def test_an_amount_beside_words_that_name_a_percentage_is_an_amount():
    text = ',£000\nContribution 2018/19,"10,437"\nUplift of 4.6%,482\nTotal 2019/20,"{}"'
    assert audit_text(text.format("10,919")).checked == 3
    assert [each[:2] for each in findings(text.format("10,991"))] == [("B4", "10,919")]


def waits(totals):
    """A long file: one row for each month and specialty, the totals among them in the order of the alphabet."""
    rows = ["Trust,Month,Specialty,Over 18 weeks,Over 52 weeks"]
    for at, month in enumerate(["2020-04", "2020-05", "2020-06", "2020-07"]):
        parts = {"Cardiology": 90 + at, "General": 300 - 17 * at, "Surgery": 410 + 3 * at, "Urology": 55}
        longest = {"Cardiology": 0, "General": 4 + at, "Surgery": 9 - at, "Urology": 0}
        whole = sum(parts.values()) + totals.get(month, 0)
        said = {
            **{name: (parts[name], longest[name]) for name in parts},
            "Total": (whole, sum(longest.values())),
        }
        rows += [f"RAA,{month},{name},{','.join(map(str, said[name]))}" for name in sorted(said)]
    return "\n".join(rows)


def test_a_total_that_stands_among_the_parts_of_its_group():
    assert findings(waits({})) == []
    assert audit_text(waits({})).checked == 40
    assert [each[:2] for each in findings(waits({"2020-05": 90}))] == [("D10", "842")]


def test_rows_that_all_have_the_same_label_are_not_added_to_each_other():
    # in two of the thirty areas the flats are by chance as many as the caravans and the boats together
    rows = [
        f"Area {n},{500 + n},{kind},{count},{count / (500 + n):.10f}"
        for n in range(30)
        for kind, count in (
            ("Detached", 443 + n),
            ("Flat", 41 if n in (7, 19) else 47),
            ("Caravan", 30),
            ("Boat", 11),
        )
    ]
    assert findings("\n".join(["area,households,kind,number,share", *rows])) == []


def test_shares_that_are_those_of_the_one_part_there_is_are_no_sums():
    rows = [f"Trust {n},{70 + 1.37 * n:.2f},{70 + 1.37 * n:.2f}," for n in range(12)]
    text = "\n".join(
        ["Trust,Total % occupied,General % occupied,Maternity % occupied", *rows, "Trust Z,81.16,80.02,99.10"]
    )
    assert findings(text) == []


SURVEY = """Question,Strongly agree,Agree,Neither,Disagree,Responses
Easy to get an appointment,21%,38%,17%,24%,412
Treated with respect,48%,39%,8%,5%,409
Know whom to ask,19%,35%,25%,21%,398
Would recommend,33%,41%,15%,11%,405"""


def test_answers_that_are_shares_of_each_question_add_up_to_a_hundred():
    assert audit_text(SURVEY).findings == ()
    assert [each[:2] for each in findings(SURVEY.replace("39%", "93%"))] == [("C3", "39%")]


def test_answers_of_which_several_may_be_given_need_not_add_up():
    rows = "A,61%,48%,37%\nB,55%,41%,30%\nC,70%,22%,8%\nD,49%,50%,33%"
    assert findings(f"Group,Walks,Swims,Cycles\n{rows}") == []


def test_a_share_whose_words_name_both_figures_is_checked_although_it_has_two_digits():
    rows = "People,762400,54316600,1.4%\nAged 65,185715,9537700,{}\nPractices,98,7841,1.2%\nPharmacies,154,11674,1.3%"
    text = f"Measure,North,England,North as % of England\n{rows}"
    assert findings(text.format("1.9%")) == []
    assert [each[:2] for each in findings(text.format("9.1%"))] == [("D3", "1.9%")]


POINTS = """Standard,2017/18,2018/19,Change (percentage points)
A&E %,91.2%,88.7%,-2.5
18 weeks %,87.9%,85.1%,{}
Cancer %,83.4%,79.8%,-3.6
Diagnostics %,98.1%,97.2%,-0.9"""


def test_what_the_words_call_a_change_is_what_was_computed():
    assert findings(POINTS.format("-2.8")) == []
    (finding,) = audit_text(POINTS.format("-3.2")).findings
    assert (finding.cell.address, finding.should_be) == ("D3", "-2.8")
    assert finding.rules == ("“Change (percentage points)” = “2018/19” − “2017/18”",)


def test_a_last_line_that_is_the_sum_of_all_others_with_two_digits_swapped():
    text = "Area,£ million\nDemand,28\nPrevention,27\nOutpatients,8\nAcute,73\nSystem,30\nMerger,19\nGap,{}"
    assert findings(text.format(158)) == [("B8", "185", "two of its digits are swapped")]
    assert findings(text.format(147)) == []  # another gap


CARE = "Service,2018/19,2019/20\nHome care,410,430\nEquipment,150,160\nCarers,95,100\nMeals,330,350\nTotal,985,{}"


@pytest.mark.parametrize(
    ("total", "slip"),
    [
        (690, "it leaves out C5, Meals, 2019/20"),
        (1200, "it counts twice C3, Equipment, 2019/20"),
    ],
)
def test_a_total_that_does_not_count_each_of_its_parts_once(total, slip):
    assert findings(CARE.format(total)) == [("C6", "1,040", slip)]


def test_a_total_that_leaves_a_line_out_everywhere_is_said_but_is_no_finding():
    found = audit_text(
        "Spend,2018,2019\nAcute,513,527\nNursing,41,44\nCommunity,79,84\nDrugs,115,121\nTotal,707,732"
    )
    assert found.findings == ()
    assert found.unchecked[0] == (
        "table: “Nursing” (B3) is not in “Total” (B6), the sum of the other lines: a part of one of them, or left out"
    )


def test_a_total_that_counts_subtotals_and_their_parts():
    rows = "Acute,600\nEmergency,250\nSubtotal hospital,850\nCommunity,400\nMental health,270\nSubtotal other,670"
    assert findings(f"Spend,£000\n{rows}\nTotal,1520") == []
    assert [each[:2] for each in findings(f"Spend,£000\n{rows}\nTotal,3040")] == [("B8", "1,520")]


def test_a_row_that_is_given_twice_in_a_small_table():
    rows = "Abbey,8412,5\nBridge,12305,7\nChapel,5118,3\nDowns,16940,9\nChapel,5118,3"
    assert kinds(f"Practice,List,Doctors\n{rows}") == [("repeat", "B6")]


def test_a_sign_that_only_rounding_would_make_fit_tells_less_than_a_swap_that_is_exact():
    text = "£m,Plan,Actual\nNorth,(2.1),(2.6)\nSouth,(3.0),(4.1)\nEast,1.2,(1.7)\nWest,0.4,0.0\nTotal,(3.5),(4.8)"
    assert findings(text) == [("C6", "-8.4", "two of its digits are swapped")]


def test_a_table_of_more_columns_than_shares_are_looked_for_among_says_so():
    heads = ",".join(["Area", *(f"Measure {n}" for n in range(30))])
    rows = "\n".join(
        ",".join([f"Area {at}", *(str(37 * at * n % 101 + 11) for n in range(30))]) for at in range(3)
    )
    assert audit_text(f"{heads}\n{rows}").unchecked[0] == (
        "table: shares, rates and growth are looked for only among 24 columns or fewer, and this has 30"
    )
