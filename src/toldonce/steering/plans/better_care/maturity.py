"""The High Impact Change Model: eight changes on five levels that are an order and no numbers, so never averaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toldonce.steering.plans.better_care import sheets, words
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade

LEVELS = tuple(words.LEVELS)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One change at one place: its level now and the one that is planned, None where it is not said."""

    row: int
    change: str
    site: str
    now: str | None
    planned: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Picture:
    """How many assessments stand on each level, which are lowest, and which changes nobody assessed."""

    assessments: Sequence[Assessment]
    count: dict[str, int]
    lowest: Sequence[Assessment]
    missing: Sequence[str]

    @property
    def sentence(self) -> str:
        """The distribution and the lowest level in one sentence."""
        if not any(self.count.values()):
            return "No change has been assessed."
        told = [f"{count} {words.LEVELS[level].lower()}" for level, count in self.count.items() if count]
        level = words.LEVELS[str(self.lowest[0].now)].lower()
        names = sorted({words.CHANGES[each.change] for each in self.lowest})
        which = names[0] if len(names) == 1 else f"{len(names)} of {len(words.CHANGES)} changes"
        return f"Of {sum(self.count.values())} assessments {', '.join(told)}. The lowest level is {level}: {which}."


def assessments(contents: Contents) -> list[Assessment]:
    """What is said of each change, in the order of the model."""
    found = [
        Assessment(
            *(row.number, str(row["change"]), str(row["site"] or "")),
            *(row["now"], row["planned"], str(row["evidence"] or "")),  # type: ignore[arg-type]
        )
        for row in contents.get("maturity", ())
        if row["change"]
    ]
    return sorted(found, key=lambda each: list(words.CHANGES).index(each.change))


def picture(contents: Contents) -> Picture:
    """The distribution over the levels, and the lowest."""
    found = assessments(contents)
    assessed = [each for each in found if each.now]
    count = {level: sum(each.now == level for each in assessed) for level in LEVELS}
    least = min((LEVELS.index(str(each.now)) for each in assessed), default=None)
    lowest = [each for each in assessed if LEVELS.index(str(each.now)) == least]
    missing = [change for change in words.CHANGES if change not in {each.change for each in assessed}]
    return Picture(found, count, lowest, missing)


def findings(contents: Contents) -> Iterator[Finding]:
    """A change assessed twice at a place, and a plan to fall back."""
    seen: set[tuple[str, str]] = set()
    for each in assessments(contents):
        if (each.change, each.site) in seen:
            says = f"“{words.CHANGES[each.change]}” is assessed twice for “{each.site}”."
            yield Finding(At(sheets.MATURITY, each.row, "change"), says)
        seen.add((each.change, each.site))
        if each.now and each.planned and LEVELS.index(each.planned) < LEVELS.index(each.now):
            says = "is planned to be lower than it is now."
            yield Finding(At(sheets.MATURITY, each.row, "planned"), says, Grade.DOUBT)
