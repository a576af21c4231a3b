"""The invented population beside the published figures: prints Markdown, or renews it inside a page.

python -m toldonce.rehearsal.compare places/dorset --people 20000 --seed 1 --until 2026-11-21 [--page PAGE]
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toldonce.rehearsal.events import live
from toldonce.rehearsal.life import Life
from toldonce.rehearsal.marginals import AGES, ETHNIC_GROUPS, Area, Place, rows
from toldonce.rehearsal.people import TENURES, blocks, tenure_of
from toldonce.rehearsal.scene import Scene, set_scene
from toldonce.rehearsal.tell import Batch, tell

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
AGE_BANDS = ((0, 4), (5, 17), (18, 29), (30, 44), (45, 64), (65, 74), (75, 84), (85, 120))
SAMPLE = 2_000  # so many people are told in full to count their resources


@dataclass(slots=True, frozen=True)
class Line:
    """One category: its published and its generated share of the people."""

    name: str
    published: float
    generated: float
    people: int

    @property
    def difference(self) -> float:
        """In percentage points."""
        return 100 * (self.generated - self.published)


@dataclass(slots=True, frozen=True)
class Comparison:
    """One margin of the population."""

    title: str
    lines: list[Line]

    @property
    def worst(self) -> float:
        """The largest difference in percentage points."""
        return max((abs(line.difference) for line in self.lines), default=0.0)


def lives(scene: Scene) -> Iterable[Life]:
    """Everybody's life, told to nobody."""
    for block in blocks(scene.place, scene.people, scene.practices):
        for person in scene.settlers().settle(block):
            yield live(person, scene)


def compare(scene: Scene) -> list[Comparison]:
    """Every margin that is published, for the people of the scene."""
    everybody = list(lives(scene))
    areas = scene.place.areas
    households = list({life.person.household: life for life in everybody}.values())
    return [
        _margin("Age", _published(areas, _ages), everybody, lambda life: _band(life.age)),
        _margin("Sex", _sexes(scene.place), everybody, lambda life: life.person.sex),
        _margin("Ethnic group", _published(areas, _groups), everybody, lambda life: life.person.broad),
        _margin("Tenure of the household", _published(areas, _tenures), households, lambda life: life.person.tenure),
        _margin(
            "Deprivation (tenth of England, 1 most deprived)",
            _published(areas, lambda a: {str(a.decile): a.residents}), everybody, lambda life: str(life.person.decile),
        ),
        _margin("Practice list", _lists(scene.place), everybody, lambda life: life.person.practice),
        _registers(scene, everybody),
    ]  # fmt: skip


def _margin(
    title: str, published: dict[str, float], lives: list[Life], of: Callable[[Life], str]
) -> Comparison:
    counts, whole = Counter(map(of, lives)), sum(published.values())
    people = max(1, len(lives))
    return Comparison(
        title, [Line(name, n / whole, counts[name] / people, counts[name]) for name, n in published.items()]
    )


def _published(areas: list[Area], of: Callable[[Area], dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for area in areas:
        for name, n in of(area).items():
            total[name] = total.get(name, 0.0) + n
    return dict(sorted(total.items(), key=lambda item: (len(item[0].split("-")[0]), item[0])))


def _band(age: int) -> str:
    low, high = next(band for band in AGE_BANDS if age <= band[1])
    return f"{low}-{high}" if high < 120 else f"{low}+"


def _ages(area: Area) -> dict[str, float]:
    total: dict[str, float] = {}
    for age in range(AGES):
        total[_band(age)] = total.get(_band(age), 0.0) + area.ages[age]
    return total


def _groups(area: Area) -> dict[str, float]:
    return dict(zip(ETHNIC_GROUPS, area.ethnicity, strict=True))


def _tenures(area: Area) -> dict[str, float]:
    total: dict[str, float] = dict.fromkeys(TENURES, 0.0)
    for name, n in area.tenure.items():
        total[tenure_of(name)] += n
    return total


def _sexes(place: Place) -> dict[str, float]:
    """England's share of women at each age, applied to the residents of the place."""
    people = [sum(area.ages[age] for area in place.areas) for age in range(AGES)]
    women = sum(n * share for n, share in zip(people, place.female, strict=True))
    return {"female": women, "male": sum(people) - women}


def _lists(place: Place) -> dict[str, float]:
    return {code: float(practice.size) for code, practice in sorted(place.practices.items())}


def _registers(scene: Scene, everybody: list[Life]) -> Comparison:
    """Each register as a share of the list: what the practices of these very people publish, and what came out."""
    names = {
        row["group"]: row["name"] for row in rows(scene.place.folder / "population" / "register_names.csv")
    }
    living = [life for life in everybody if life.died is None]
    cases = Counter(group for life in living for group in life.onset)
    expected: dict[str, float] = {}
    known = 0
    for life in living:
        registers = scene.place.practices[life.person.practice].registers
        known += bool(registers)
        for group, share in registers.items():
            expected[group] = expected.get(group, 0.0) + share
    lines = [
        Line(names.get(group, group), n / known, cases[group] / len(living), cases[group])
        for group, n in sorted(expected.items())
    ]
    return Comparison("Disease registers (QOF) as a share of the whole list", lines)


def tables(comparisons: list[Comparison]) -> str:
    """The comparisons as Markdown; long ones are summed up."""
    return "\n".join(_summary(c) if len(c.lines) > 30 else _table(c) for c in comparisons)


HEAD = "| | published | generated | difference, points | people |\n| --- | ---: | ---: | ---: | ---: |\n"


def _table(comparison: Comparison) -> str:
    body = "".join(
        f"| {x.name} | {x.published:.2%} | {x.generated:.2%} | {x.difference:+.2f} | {x.people:,} |\n"
        for x in comparison.lines
    )
    return f"### {comparison.title}\n\n{HEAD}{body}"


def _summary(comparison: Comparison) -> str:
    worst = max(comparison.lines, key=lambda line: abs(line.difference))
    mean = sum(abs(line.difference) for line in comparison.lines) / len(comparison.lines)
    shares = f"published {worst.published:.2%}, generated {worst.generated:.2%}"
    return (
        f"### {comparison.title}\n\n{len(comparison.lines)} categories: the mean difference is {mean:.2f} points, "
        f"the largest {worst.difference:+.2f} ({worst.name}: {shares}).\n"
    )


def written(folder: Path, *, seed: int, until: date) -> str:
    """What the sources wrote about a sample, by type, and how often they slipped."""
    batches = list(tell(folder, people=SAMPLE, seed=seed, until=until))
    kinds = Counter(_kind(line) for batch in batches for line in batch.lines)
    whole = sum(kinds.values())
    size = sum(len(line) for batch in batches for line in batch.lines) / whole
    body = "".join(f"| {kind} | {n:,} | {n / SAMPLE:.2f} |\n" for kind, n in kinds.most_common())
    head = f"{SAMPLE:,} people: {whole:,} resources of {len(kinds)} types, {whole / SAMPLE:.1f} a person"
    table = f"| type | resources | a person |\n| --- | ---: | ---: |\n{body}"
    return f"### Resources\n\n{head}, {size:.0f} bytes each.\n\n{table}\n{_slips(batches)}"


def _kind(line: bytes) -> str:
    return line[17 : line.index(b'"', 17)].decode()


def _slips(batches: list[Batch]) -> str:
    truth = [row for batch in batches for row in batch.truth]
    seen = [patient for row in truth for patient in row["patients"].values()]
    patients = Counter(patient["feed"] for patient in seen)
    slips = Counter((patient["feed"], slip) for patient in seen for slip in patient["slips"])
    kinds = sorted({slip for _, slip in slips})
    head = "| source | patients | " + " | ".join(kinds) + " |\n| --- | ---: |" + " ---: |" * len(kinds) + "\n"
    body = "".join(
        f"| {feed} | {n:,} | " + " | ".join(f"{slips[feed, kind] / n:.1%}" for kind in kinds) + " |\n"
        for feed, n in patients.most_common()
    )
    return f"### How the sources disagree with the truth\n\n{head}{body}"


def page(text: str, figures: str) -> str:
    """The page with its figures renewed between the two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def main() -> None:
    """Print the comparison, or renew it in a page."""
    parser = argparse.ArgumentParser(
        description="Compare the invented population with the published figures."
    )
    parser.add_argument("place", type=Path)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=date.fromisoformat, default=date.today())
    parser.add_argument("--page", type=Path)
    chosen = parser.parse_args()
    scene = set_scene(chosen.place, people=chosen.people, seed=chosen.seed, until=chosen.until.toordinal())
    said = f"{chosen.people:,} people, seed {chosen.seed}, until {chosen.until}.\n\n"
    figures = (
        said + tables(compare(scene)) + "\n" + written(chosen.place, seed=chosen.seed, until=chosen.until)
    )
    if chosen.page:
        chosen.page.write_text(page(chosen.page.read_text(encoding="utf-8"), figures), encoding="utf-8")
    else:
        print(figures)


if __name__ == "__main__":
    main()
