"""The outlook in words: the chance, and the record without which no chance is told."""

from __future__ import annotations

from toldonce.figures.missing import Missing
from toldonce.figures.spc.outlook import Outlook
from toldonce.figures.spc.series import Series
from toldonce.figures.spc.tables import Table


def chance_words(chance: float) -> str:
    """Return a chance as a whole per cent; nothing that is still to come is called certain."""
    if chance < 0.01:
        return "less than 1%"
    return "more than 99%" if chance > 0.99 else f"{chance:.0%}"


def outlook_sentence(series: Series, outlook: Outlook | Missing) -> str:
    """Say how likely the year misses its target, and how good the method was; its numbers are in `outlook_table`."""
    if isinstance(outlook, Missing):
        return f"The chance of missing the target at the end of the year cannot be told: {outlook.reason}."
    target, ends = series.unit.words(outlook.target), series.period(outlook.ends)
    if outlook.left == 0:
        came_out = _came_out(outlook)
        return f"The year that ended with {ends} {came_out} its target of {target}, by {outlook.closing}."
    said = (
        f"The chance that the year ending with {ends} misses its target of {target}, by {outlook.closing}, "
        f"is {chance_words(outlook.chance)}, with {outlook.left} of {outlook.known + outlook.left} periods to come."
    )
    return f"{said} {_trust(outlook)}"


def outlook_table(series: Series, outlook: Outlook | Missing) -> Table:
    """Return the chance, what it rests on, and the record of the method by bands of what it had said."""
    caption = f"{series.name}: the target at the end of the year"
    if isinstance(outlook, Missing):
        return Table(caption, ("Fact", "Value"), (("Chance of missing", outlook.reason),))
    rows = [
        ("Year ends with", series.period(outlook.ends)),
        ("Judged by", str(outlook.closing)),
        ("Target", series.unit.words(outlook.target)),
        ("Periods to come", f"{outlook.left} of {outlook.known + outlook.left}"),
        (
            "Chance of missing",
            chance_words(outlook.chance) if outlook.left else f"the year is over: {_came_out(outlook)}",
        ),
        *_record_rows(outlook),
    ]
    return Table(caption, ("Fact", "Value"), tuple(rows))


def _came_out(outlook: Outlook) -> str:
    return "missed" if outlook.chance == 1 else "met"


def _trust(outlook: Outlook) -> str:
    record = outlook.track_record
    if isinstance(record, Missing):
        return f"How good the method is cannot be told: {record.reason}."
    years = "1 past year" if record.years == 1 else f"{record.years} past years"
    scores = (
        f"In {years} of this series ({len(record.forecasts)} forecasts) it scored {record.brier:.3f} "
        f"against {record.brier_of_base:.3f} for the share of earlier years that missed (0 is perfect)"
    )
    return f"{scores}." if record.better else f"{scores}: it did no better than that."


def _record_rows(outlook: Outlook) -> list[tuple[str, str]]:
    record = outlook.track_record
    if isinstance(record, Missing):
        return [("Record of the method", record.reason)]
    bands = [
        (f"Said {low:.0%} to {high:.0%}", f"{count}, of which {share:.0%} missed")
        for low, high, count, share in record.calibration()
    ]
    return [
        ("Past years", str(record.years)),
        ("Forecasts in them", str(len(record.forecasts))),
        ("Score of the method (Brier: 0 is perfect)", f"{record.brier:.3f}"),
        ("Score of the share of earlier years that missed", f"{record.brier_of_base:.3f}"),
        *bands,
    ]
