"""How a child grows, drawn: a plot over time for each sign, without centiles."""

from dataclasses import dataclass

from toldonce.record.readings.child_health import Curve, curves
from toldonce.record.readings.record import Record
from toldonce.web.design.charts import Plot, plot


@dataclass(frozen=True, slots=True)
class Drawn:
    """One sign with its plot."""

    curve: Curve
    plot: Plot


def drawn(record: Record) -> list[Drawn]:
    """The plots of a child, weight first; the table below them says the same in numbers."""
    return [Drawn(each, placed) for each in record.once(curves) if (placed := plot(each.points))]
