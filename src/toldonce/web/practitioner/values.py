"""How measured values are shown: value close to its name, range, arrow and word, trend."""

from dataclasses import dataclass

from toldonce.record.readings.measurements import ABNORMAL, HIGH, LOW, Measurement, Series
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Provenance
from toldonce.web.practitioner.shown import Flag

FLAGS = {
    HIGH: Flag("↑", "High", "amber"),
    LOW: Flag("↓", "Low", "amber"),
    ABNORMAL: Flag("!", "Abnormal", "amber"),
}
CRITICAL = {
    HIGH: Flag("⇈", "Very high", "red"),
    LOW: Flag("⇊", "Very low", "red"),
    ABNORMAL: Flag("‼", "Very abnormal", "red"),
}


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One test with its newest value."""

    slug: str
    name: str
    value: str
    unit: str
    flag: Flag | None
    range: str
    points: tuple[float, ...]
    low: float | None
    high: float | None
    taken: Moment | None
    change: str
    status: str
    told_by: tuple[Provenance, ...]
    earlier: tuple[Measurement, ...]


def value_line(series: Series) -> ValueLine:
    """The newest value of a test with its trend."""
    latest = series.latest
    return ValueLine(
        slug=series.slug,
        name=series.name,
        value=latest.words or "no value",
        unit=latest.unit,
        flag=flag_of(latest),
        range=latest.expected.words if latest.expected else "",
        points=tuple(value for _, value in series.points),
        low=latest.expected.low if latest.expected else None,
        high=latest.expected.high if latest.expected else None,
        taken=latest.taken,
        change=_change(series),
        status=status_words(latest.status),
        told_by=(latest.provenance,),
        earlier=series.values[1:],
    )


def flag_of(measurement: Measurement) -> Flag | None:
    """The arrow and the word of a value outside its range."""
    return (CRITICAL if measurement.is_critical else FLAGS).get(measurement.flag)


def status_words(status: str) -> str:
    """What to say of a value that is not final."""
    words = {
        "preliminary": "Preliminary",
        "amended": "Amended",
        "corrected": "Corrected",
        "registered": "Awaited",
    }
    return words.get(status, "")


def _change(series: Series) -> str:
    if series.change is None or series.previous is None or series.change == 0:
        return ""
    return f"{'up' if series.change > 0 else 'down'} from {series.previous.words}"
