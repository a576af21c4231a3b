"""Invented tables as people publish them: consistent but for rounding, and with one cell changed."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field

WORDS = [f"Service {letter}" for letter in "ABCDEFGHIJKL"]
PLACES = ["North", "South", "East", "West", "Central", "Harbour", "Valley", "Coast", "Heath", "Forest"]


@dataclass
class Invented:
    """Rows of text, where the figures are, and the cells that at least two rules hold."""

    rows: list[list[str]]
    held: list[tuple[int, int]] = field(default_factory=list)
    kind: str = ""

    @property
    def text(self) -> str:
        return "\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in self.rows)


def shown(value: float, decimals: int, brackets: bool = False) -> str:
    said = f"{abs(value):,.{decimals}f}"
    if value < 0 and float(said.replace(",", "")):
        return f"({said})" if brackets else f"-{said}"
    return said


def by_period(random: random.Random) -> Invented:
    """Amounts by service and year with subtotals, a total, the change and its percentage."""
    decimals = random.choice([0, 0, 1, 2])
    scale = random.choice([50, 800, 20_000]) if decimals == 0 else random.choice([20, 300])
    groups = [random.randint(2, 4) for _ in range(random.randint(1, 3))]
    names = (
        random.sample(WORDS, sum(groups))
        if sum(groups) <= len(WORDS)
        else [f"Service {n}" for n in range(sum(groups))]
    )
    years = ["2017/18", "2018/19", "2019/20"][: random.randint(2, 3)]
    growth = random.random() < 0.6
    change = random.random() < 0.5
    title = [["Table 4: What was spent by service"] + [""] * 8] if random.random() < 0.5 else []
    unit = random.choice(["£m", "£000", ""]) if decimals else random.choice(["£000", ""])
    heads = (
        [f"{year} {unit}".strip() for year in years]
        + (["Change"] if change else [])
        + (["% change"] if growth else [])
    )
    rows = [["Service", *heads]]
    held = []

    def line(name: str, values: list[float]) -> list[str]:
        cells = [shown(value, decimals) for value in values]
        if change:
            cells.append(shown(values[-1] - values[-2], decimals, random.random() < 0.3))
        if growth:
            cells.append(f"{(values[-1] / values[-2] - 1) * 100:.1f}%")
        return [name, *cells]

    total = [0.0] * len(years)
    top = len(title)
    at = 0
    for group, size in enumerate(groups):
        subtotal = [0.0] * len(years)
        for _ in range(size):
            start = random.uniform(0.2, 3) * scale
            values = [start * random.uniform(0.8, 1.3) for _ in years]
            if decimals == 0 and unit == "":
                values = [float(max(1, round(value))) for value in values]
            subtotal = [one + two for one, two in zip(subtotal, values, strict=True)]
            rows.append(line(names[at], values))
            at += 1
        total = [one + two for one, two in zip(total, subtotal, strict=True)]
        if len(groups) > 1:
            rows.append(line(f"Subtotal {group + 1}", subtotal))
    rows.append(line("Total", total))
    for row in range(1, len(rows)):
        for column in range(1, len(years) + 1):
            if (change or growth) and column >= len(years) - 1:
                held.append((row + top, column))
    return Invented(
        [*([line_ + [""] * (len(rows[0]) - len(line_)) for line_ in title]), *rows], held, "by period"
    )


def by_area(random: random.Random) -> Invented:
    """Counts by area and kind with totals both ways and shares."""
    areas = random.sample(PLACES, random.randint(3, 8))
    kinds = random.sample(
        ["Male", "Female", "Unknown sex", "Under 18", "Planned", "Urgent"], random.randint(2, 4)
    )
    first = random.random() < 0.2
    share = random.random() < 0.5
    counts = [[random.randint(5, random.choice([200, 5000])) for _ in kinds] for _ in areas]
    total = [sum(column) for column in zip(*counts, strict=True)]
    whole = sum(total)

    def line(name: str, values: list[int]) -> list[str]:
        cells = [*map(str, values), str(sum(values))]
        return [name, *cells, *([f"{sum(values) / whole * 100:.1f}"] if share else [])]

    body = [line(area, row) for area, row in zip(areas, counts, strict=True)]
    last = line(random.choice(["Total", "All areas", ""]), total)
    heads = ["Area", *kinds, "Total", *(["% of total"] if share else [])]
    rows = [heads, *([last, *body] if first else [*body, last])]
    held = [(row, column) for row in range(1, len(rows)) for column in range(1, len(kinds) + 2)]
    return Invented(rows, held, "by area")


def with_rates(random: random.Random) -> Invented:
    """Cases, population and rate by area; price, activity and cost by service."""
    areas = random.sample(PLACES, random.randint(4, 9))
    rows = [["Area", "Cases", "Population", "Rate per 100,000", "Spend £000", "£ per head"]]
    for area in areas:
        cases, people, spend = (
            random.randint(80, 900),
            random.randint(20_000, 200_000),
            random.uniform(900, 9000),
        )
        rows.append(
            [
                area,
                f"{cases:,}",
                f"{people:,}",
                f"{cases / people * 1e5:.1f}",
                f"{spend:,.0f}",
                f"{round(spend) * 1000 / people:.2f}",
            ]
        )
    return Invented(rows, [], "with rates")


def movements(random: random.Random) -> Invented:
    """Opening balances, what came in, what went out, closing balances, month after month."""
    months = [f"Month {number}" for number in range(1, random.randint(4, 9) + 1)]
    opening = random.randint(300, 3000)
    rows = [["Month", "Opening", "Added", "Removed", "Closing"]]
    held = []
    for at, month in enumerate(months, 1):
        added, removed = random.randint(40, 400), random.randint(40, 300)
        closing = opening + added - removed
        rows.append([month, *map(str, (opening, added, removed, closing))])
        opening = closing
        if at < len(months):
            held.append((at, 4))
        if at > 1:
            held.append((at, 1))
    return Invented(rows, held, "movements")


def of_wards(random: random.Random) -> Invented:
    """Small counts, and shares of them that are right to their last digit."""
    rows = [["Ward", "Beds", "Occupied", "Occupancy %"]]
    for ward in random.sample(PLACES, random.randint(3, 9)):
        beds = random.randint(8, 40)
        occupied = random.randint(beds // 2, beds)
        rows.append([ward, str(beds), str(occupied), f"{occupied / beds * 100:.1f}"])
    return Invented(rows, [], "of wards")


def of_posts(random: random.Random) -> Invented:
    """Parts of posts shown without their decimals, and shares that were computed with them."""
    rows = [["Team", "Posts", "In post", "Filled %"]]
    for team in random.sample(PLACES, random.randint(3, 9)):
        posts = random.uniform(8, 400)
        filled = posts * random.uniform(0.6, 1)
        rows.append([team, f"{posts:.0f}", f"{filled:.0f}", f"{filled / posts * 100:.1f}"])
    return Invented(rows, [], "of posts")


def of_answers(random: random.Random) -> Invented:
    """What share of those asked gave each answer, in whole per cent."""
    answers = random.randint(3, 6)
    rows = [["Question", *(f"Answer {n}" for n in range(answers)), "Responses"]]
    for question in range(random.randint(3, 8)):
        given = [random.random() for _ in range(answers)]
        shares = [f"{each / sum(given) * 100:.0f}%" for each in given]
        rows.append([f"Question {question}", *shares, str(random.randint(100, 900))])
    return Invented(rows, [], "of answers")


def of_groups(random: random.Random) -> Invented:
    """Kinds of activity by trust under merged labels, with the total of each trust and of all."""
    rows = [["Trust", "Kind", "2018", "2019"]]
    whole = [0, 0]
    for trust in random.sample(PLACES, random.randint(2, 4)):
        kinds = ["Elective", "Emergency", "Day case"][: random.randint(2, 3)]
        counts = [[random.randint(30, 3000) for _ in range(2)] for _ in kinds]
        total = [sum(column) for column in zip(*counts, strict=True)]
        whole = [one + two for one, two in zip(whole, total, strict=True)]
        first = {kinds[0]: trust}
        rows += [
            [first.get(kind, ""), kind, *map(str, each)] for kind, each in zip(kinds, counts, strict=True)
        ]
        rows.append(["", "Total", *map(str, total)])
    rows.append(["All trusts", "", *map(str, whole)])
    return Invented(rows, [], "of groups")


KINDS = (by_period, by_area, with_rates, movements, of_wards, of_posts, of_answers, of_groups)


def changed(cell: str, random: random.Random) -> str:
    """The cell as somebody mistypes it: digits swapped, one digit another, or another figure altogether."""
    digits = [place for place, letter in enumerate(cell) if letter.isdigit()]
    how = random.choice(["swap", "digit", "digit", "sign"])
    letters = list(cell)
    if how == "sign" and cell[0].isdigit():
        return f"-{cell}"
    swaps = [
        (one, two)
        for one, two in itertools.pairwise(digits)
        if cell[one] != cell[two] and not (one == digits[0] and cell[two] == "0")
    ]
    if how == "swap" and swaps:
        one, two = random.choice(swaps)
        letters[one], letters[two] = letters[two], letters[one]
        return "".join(letters)
    # The last digit may be rounding: what is mistyped stands before it where there is more than one.
    place = random.choice(digits[:-1] or digits)
    letters[place] = random.choice([d for d in "123456789" if d != cell[place]])
    return "".join(letters)
