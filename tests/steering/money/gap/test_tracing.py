"""Where a pound comes from: every number leads down to cells, and its parts add up to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.steering.money.gap.drawn import shipped
from toldonce.steering.money.gap.plan import Override
from toldonce.steering.money.gap.rows import plan_of
from toldonce.steering.money.gap.scenarios import overridden
from toldonce.steering.money.gap.steps import steps
from toldonce.steering.money.gap.told import Told, told
from toldonce.steering.money.gap.traced import Node, Unknown
from toldonce.steering.money.gap.tracing import trace


@pytest.fixture(scope="module")
def example() -> Told:
    """The worked example."""
    return told(plan_of(shipped("worked-example")))


def lines(node: Node, depth: int = 0) -> Iterator[str]:
    """A tree as it is read aloud."""
    where = f" [{node.origin.sheet} {node.origin.row} {node.column}]" if node.origin else ""
    rule = f" = {node.rule}" if node.rule else ""
    yield f"{'  ' * depth}{node.says}: {node.value}{rule}{where}"
    for part in node.parts:
        yield from lines(part, depth + 1)


def test_the_cost_of_a_line_leads_to_its_base_and_to_what_made_it_grow(example):
    assert list(lines(trace(example, "cost/2017/4", 3))) == [
        (
            "Cost of Continuing care services, NHS Dorset CCG in 2017/18: £88,273,137 = £83,507,950.63 × (1 + 0.5%) × "
            "(1 + 1.9%) × (1 + 2.4%) × (1 + 0.8%) = £88,273,136.95, in whole pounds"
        ),
        (
            "  Cost of Continuing care services, NHS Dorset CCG in 2016/17: £83,507,951 = £79,000,000.00 × (1 + 0.5%) "
            "× (1 + 1.9%) × (1 + 2.4%) × (1 + 0.8%) = £83,507,950.63, in whole pounds"
        ),
        "    Cost of Continuing care services, NHS Dorset CCG in 2015/16: £79,000,000 = the base",
        "      Base cost: £79,000,000 [lines 4 cost]",
        *(
            f"{indent}{each}"
            for indent in ("    ", "  ")
            for each in (
                "Activity: “Activity”: 0.5% a year [growth 4 percent]",
                "Price: “Prices and pay”: 1.9% a year [growth 5 percent]",
                "Demography: “Demography of continuing care”: 2.4% a year [growth 7 percent]",
                "Non-demographic: “New treatments and expectations”: 0.8% a year [growth 8 percent]",
            )
        ),
    ]


def test_a_saving_leads_to_what_is_promised_how_sure_it_is_and_when_it_starts(example):
    assert list(lines(trace(example, "saving/2018/3"))) == [
        (
            "What “Outpatients by telephone and in the community” saves in 2018/19: £5,683,333 = £8,000,000 × 73.3333% "
            "delivered × 96.875% of the year = £5,683,333.33, in whole pounds"
        ),
        "  Saving in a full year: £8,000,000 [solutions 3 amount]",
        (
            "  Share delivered: 73.3333% on average (low 50%, most likely 75%, high 95%, triangular) "
            "[solutions 3 confidence]"
        ),
        "  Share of the effect of a full year in 2018/19: 96.875%",
        "    Starts in: July 2017 [solutions 3 start]",
        "    Full effect after: 12 months [solutions 3 ramp]",
    ]


def test_a_scenario_leads_to_what_is_asked():
    asked = [Override(of="Outpatients", later=6), Override(of="Costs", growth=0.03)]
    made = told(overridden(plan_of(shipped("strategy-2016")), asked))
    assert list(lines(trace(made, "saving/2020/3")))[-2:] == [
        "    Starts in: April 2020, 6 months late [solutions 3 start]",
        "    Full effect after: at once [solutions 3 ramp]",
    ]
    assert "Cost, undivided: “Costs”: 3% a year [scenarios 0 percent]" in [
        each.strip() for each in lines(trace(made, "cost/2020/1"))
    ]


def amount(node: Node) -> int:
    return int(node.value.replace("£", "").replace(",", "").replace("−", "-"))


@pytest.mark.parametrize("year", range(2015, 2021))
def test_parts_add_up_to_what_they_are_part_of(example, year):
    for output in ("cost", "income", "saved", "paid"):
        node = trace(example, f"{output}/{year}", 1)
        assert sum(map(amount, node.parts)) == amount(node)
    gap, left = trace(example, f"gap/{year}", 1), trace(example, f"left/{year}", 1)
    assert amount(gap) == amount(gap.parts[0]) - amount(gap.parts[1])
    assert amount(left) == amount(left.parts[0]) - amount(left.parts[1]) + amount(left.parts[2])


def test_every_branch_leads_down_to_cells(example):
    def ends(node: Node) -> Iterator[Node]:
        if not node.parts:
            yield node
        for part in node.parts:
            yield from ends(part)

    assert [each.says for each in ends(trace(example, "left/2018", 12)) if not each.origin] == [
        "What they cost to achieve"  # nothing is paid in that year
    ]


def test_every_step_of_the_waterfall_can_be_traced(example):
    for step in steps(example):
        node = trace(example, step.output, 0)
        if step.output.startswith(("gap", "left", "paid")):
            assert amount(node) == step.amount
        elif step.output.startswith(("saving", "double")):
            assert amount(node) == -step.amount


@pytest.mark.parametrize(
    "output",
    ["", "gap", "gap/2014", "gap/2020/1", "cost/2020/99", "cost/2020/0", "saving/2020", "saving/2020/99",
     "double/2020/9", "pounds/2020", "gap/²", "gap/-1", "control/2016"],
)  # fmt: skip
def test_an_address_that_is_no_output_is_refused(example, output):
    with pytest.raises(Unknown):
        trace(example, output)
