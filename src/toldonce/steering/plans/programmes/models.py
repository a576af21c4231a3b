"""Logic models: the steps of a programme by their stage, and which of them lead to which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toldonce.steering.plans.programmes.plan import Link, Portfolio, Step
from toldonce.steering.plans.programmes.words import STAGES

ORDER = {stage: at for at, stage in enumerate(STAGES)}


@dataclass(frozen=True, slots=True)
class Model:
    """The logic model of one programme; its links lead from and to steps of its own."""

    steps: tuple[Step, ...]
    links: tuple[Link, ...]

    def of(self, stage: str) -> list[Step]:
        """The steps of a stage, in the order of the sheet."""
        return [each for each in self.steps if each.stage == stage]


@dataclass(frozen=True, slots=True)
class Path:
    """One arrow in words: from a step to a step, and why."""

    start: Step
    end: Step
    because: str


def model_of(portfolio: Portfolio, programme: str) -> Model:
    """The logic model of a programme."""
    steps = tuple(each for each in portfolio.steps if each.programme == programme)
    own = {each.key for each in steps}
    return Model(steps, tuple(each for each in portfolio.links if each.step in own and each.leads_to in own))


def paths(portfolio: Portfolio, programme: str) -> list[Path]:
    """What leads to what, in the order of the stages and of the sheet."""
    model = model_of(portfolio, programme)
    found = [
        Path(portfolio.step[each.step], portfolio.step[each.leads_to], each.because) for each in model.links
    ]
    return sorted(found, key=lambda path: (ORDER[path.start.stage], path.start.number, path.end.number))


def leading_nowhere(model: Model) -> Iterator[Step]:
    """What goes in, is done or comes of it, and leads to nothing."""
    leading = {each.step for each in model.links}
    return (each for each in model.steps if each.stage != "outcome" and each.key not in leading)


def out_of_nothing(model: Model) -> Iterator[Step]:
    """What is said to come of it, and that nothing leads to."""
    led_to = {each.leads_to for each in model.links}
    return (each for each in model.steps if each.stage in ("output", "outcome") and each.key not in led_to)
