"""The national metrics of a plan: what is planned, counted out of what, by whom, and which figure follows it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from toldonce.steering.plans.better_care import words
from toldonce.steering.sheets.declaring import Contents


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric; `plan` is None where it is not set yet, `elsewhere` says which other plan sets it."""

    row: int
    key: str
    better: str
    plan: Decimal | None
    unit: str
    numerator: str
    denominator: str
    elsewhere: str
    owner: str
    indicator: str
    place: str
    source: str

    @property
    def name(self) -> str:
        """Its name in words."""
        return words.METRICS[self.key]

    @property
    def says(self) -> str:
        """Its plan with its unit, "" where there is none: 25.0 beds a day, 79.7%, 10,400 per 100,000 people."""
        if self.plan is None:
            return ""
        return f"{self.plan:,}{'' if self.unit in ('', '%') else ' '}{self.unit}"

    def meets(self, value: float) -> bool | None:
        """Whether a value is at the plan or better; None without a plan."""
        if self.plan is None:
            return None
        counted = Decimal(repr(value))  # as it is written: a float of 4.6 is a little less than 4.6
        return counted <= self.plan if self.better == "lower" else counted >= self.plan


TEXTS = ("unit", "numerator", "denominator", "elsewhere", "owner", "indicator", "place", "source")


def metrics_of(contents: Contents) -> list[Metric]:
    """The metrics of a plan in the order of its sheet."""
    return [
        Metric(
            *(row.number, str(row["metric"]), str(row["better"] or ""), row["plan"]),  # type: ignore[arg-type]
            *(str(row[each] or "") for each in TEXTS),
        )
        for row in contents.get("metrics", ())
        if row["metric"]
    ]
