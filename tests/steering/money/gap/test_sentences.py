"""What is said of a gap: amounts as a finance director says them, and sentences that hold at both ends."""

from __future__ import annotations

import pytest

from tests.steering.money.gap.drawn import NOTHING_GROWS, worked
from toldonce.steering.money.gap.saying import percent, roughly
from toldonce.steering.money.gap.sentences import closed_or_left, control, delivery, headline
from toldonce.steering.sheets.saying import listed, pounds

ONE = "solution | acts_on | kind | amount | start | confidence\nA | cost | level | {amount} | 01/04/2016 | {sure}"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "£0"), (482_000, "£482,000"), (-482_000, "−£482,000"), (999_949, "£999,949"), (999_950, "£1m"),
        (1_000_000, "£1m"), (158_000_000, "£158m"), (87_426_400, "£87.4m"), (999_900_000, "£999.9m"),
        (999_960_000, "£1bn"), (1_807_234_428, "£1.81bn"), (-27_000_000, "−£27m"),
    ],
)  # fmt: skip
def test_amounts_as_they_are_spoken(amount, words):
    assert roughly(amount) == words


def test_shares_pounds_and_lists():
    assert [percent(each) for each in (0.04, 0.0553421, -0.01, 0.1)] == ["4%", "5.53%", "−1%", "10%"]
    assert (pounds(-1_234), pounds(0)) == ("−£1,234", "£0")
    assert [listed(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@pytest.mark.parametrize(
    ("amount", "sure", "said"),
    [
        ("£50m", "", "the gap is £87.4m in 2020/21; the solutions save £50m and leave £37.4m of it."),
        ("£100m", "", "the gap is £87.4m in 2020/21; the solutions save £100m and are £12.6m more than it."),
        ("£87,426,400", "", "the gap is £87.4m in 2020/21; the solutions save £87.4m and close it."),
        ("£100m", "50%", "the gap is £87.4m in 2020/21; the solutions save £50m and leave £37.4m of it."),
    ],
)
def test_the_gap_in_a_sentence(amount, sure, said):
    assert headline(worked(solutions=ONE.format(amount=amount, sure=sure))) == f"If nothing is done {said}"


def test_where_income_grows_as_fast_there_is_no_gap():
    lines = "body | service | income | cost\nA | B | £1.2bn | £1bn"
    assert headline(worked(lines=lines, growth=NOTHING_GROWS)) == (
        "If nothing is done there is no gap in 2020/21: income is £200m more than cost."
    )


def test_what_is_promised_beside_what_is_expected():
    assert delivery(worked(solutions=ONE.format(amount="£100m", sure="75%"))) == (
        "In full they would save £100m; at their confidence £75m is expected."
    )


@pytest.mark.parametrize(
    ("position", "said"),
    [
        ("£10m", "The control total, a surplus of £10m, is missed by £97.4m."),
        ("£0", "The control total, balance, is missed by £87.4m."),
        ("-£100m", "The control total, a deficit of £100m, is met with £12.6m to spare."),
    ],
)
def test_the_control_total(position, said):
    assert control(worked(control=f"year | position\n2020/21 | {position.replace('-£', '-')}")) == said


def test_a_gap_stands_open_or_closed():
    said = [closed_or_left(each) for each in (65_500_000, -27_000_000, 10)]
    assert said == ["open by £65.5m", "closed with £27m to spare", "closed"]
