"""Tables that nobody published: those that are consistent have no findings, those with one wrong cell have that one."""

from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.figures.audit import invented
from toldonce.figures.audit.auditing import audit_text
from toldonce.figures.audit.grids import address

SEEDS = range(25)
COUNTS = st.lists(st.lists(st.integers(20, 9000), min_size=2, max_size=4), min_size=3, max_size=6)


@pytest.mark.parametrize("kind", invented.KINDS, ids=lambda kind: kind.__name__)
def test_tables_that_are_consistent_but_for_rounding_have_no_findings(kind):
    tables = {seed: kind(Random(seed)).text for seed in SEEDS}
    assert [seed for seed, text in tables.items() if audit_text(text).findings] == []


@pytest.mark.parametrize("kind", [invented.by_area, invented.movements], ids=lambda kind: kind.__name__)
def test_one_changed_cell_that_two_rules_hold_is_named(kind):
    missed = []
    for seed in SEEDS:
        random = Random(seed)
        table = kind(random)
        row, column = random.choice(table.held)
        right = table.rows[row][column]
        table.rows[row][column] = invented.changed(right, random)
        found = [
            (each.cell.address, each.should_be.replace(",", "")) for each in audit_text(table.text).findings
        ]
        if (address(row, column), right.replace(",", "")) not in found:
            missed.append((seed, right, table.rows[row][column], found))
    assert missed == []


def unrelated(random: Random) -> str:
    """A table of figures that have nothing to do with each other, or that all grow together."""
    width, base, grows = random.randint(1, 8), random.choice([30, 1000, 50_000]), random.random() < 0.5
    start = [random.uniform(1, base) for _ in range(width)]
    heads = ["Area", *(f"Measure {n}" for n in range(width))]
    rows = [
        [
            f"{(start[n] * (1 + 0.03 * at * random.uniform(0.8, 1.2))) if grows else random.uniform(1, base):.0f}"
            for n in range(width)
        ]
        for at in range(random.randint(3, 12))
    ]
    return written([heads, *([f"Area {at}", *row] for at, row in enumerate(rows))])


def test_figures_that_have_nothing_to_do_with_each_other_have_no_findings():
    assert [seed for seed in range(60) if audit_text(unrelated(Random(seed))).findings] == []


def counted(counts: list[list[int]]) -> list[list[str]]:
    """A table of counts, no two of them the same, with its totals."""
    width = min(map(len, counts))
    flat = [number for row in counts for number in row[:width]]
    assume(len(set(flat)) == len(flat))
    rows = [row[:width] for row in counts]
    heads = ["Area", *(f"Kind {n}" for n in range(width)), "Total"]
    body = [[f"Area {n}", *map(str, row), str(sum(row))] for n, row in enumerate(rows)]
    total = [sum(column) for column in zip(*rows, strict=True)]
    return [heads, *body, ["Total", *map(str, total), str(sum(total))]]


def written(rows: list[list[str]]) -> str:
    return "\n".join(",".join(row) for row in rows)


@settings(deadline=None, max_examples=25)
@given(COUNTS)
def test_counts_with_their_totals_have_no_findings_of_rules(counts):
    found = audit_text(written(counted(counts))).findings
    assert [each for each in found if each.should_be] == []


@settings(deadline=None, max_examples=25)
@given(COUNTS, st.data())
def test_any_one_cell_of_counts_that_is_changed_is_named_with_what_it_should_be(counts, data):
    rows = counted(counts)
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(1, len(rows[0]) - 1))
    right = rows[row][column]
    rows[row][column] = str(
        int(right) + data.draw(st.integers(20, 500)) * data.draw(st.sampled_from([1, -1]))
    )
    found = audit_text(written(rows)).findings
    assert (address(row, column), right) in [
        (each.cell.address, each.should_be.replace(",", "")) for each in found
    ]
