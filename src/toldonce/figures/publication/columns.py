"""The columns of every download: one table from which the files, the data dictionary and the schema are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, which never changes, the SQL that makes it, its kind, and what it means."""

    name: str
    sql: str
    kind: str
    meaning: str
    optional: bool = False


TEXT, NUMBER, WHOLE, DAY, FLAG = "text", "number", "whole number", "date", "true or false"
COLUMNS = (
    Column("release", "i.release_id", WHOLE, "The number of the release in which this figure was published."),
    Column("indicator", "i.code", TEXT, "The code of the indicator; it never changes."),
    Column("indicator_name", "i.name", TEXT, "What the indicator is called."),
    Column("place", "cell.place", TEXT, "The code of the place: an ODS code, an ONS code, or one of ours."),
    Column("place_name", "coalesce(place.name, cell.place)", TEXT, "What the place is called."),
    Column(
        "part", "cell.part", TEXT, "The part of the indicator, such as a reason; empty is the whole.", True
    ),
    Column("period", "cell.period", DAY, "The first day of the period."),
    Column(
        "every", "i.every", TEXT, "How long a period is: day, week, month, quarter, financial_year or year."
    ),
    Column(
        "numerator", "cell.numerator", NUMBER, "What is counted, where the value is a share or a rate.", True
    ),
    Column(
        "denominator", "cell.denominator", NUMBER, "Of how many, where the value is a share or a rate.", True
    ),
    Column("value", "cell.value", NUMBER, "The figure, in the unit; empty where there is none.", True),
    Column("low", "cell.low", NUMBER, "The lower end of the 95% interval, where one was published.", True),
    Column("high", "cell.high", NUMBER, "The upper end of the 95% interval, where one was published.", True),
    Column(
        "unit", "i.unit", TEXT, "count, percent, per_1000, per_100000, pounds, days, beds, score or index."
    ),
    Column("missing", "cell.missing", TEXT, "Why there is no value; empty where there is one.", True),
    Column("hidden", "cell.hidden", FLAG, "Whether the value is not shown so that nobody can be recognised."),
    Column(
        "as_at",
        "cell.as_at",
        DAY,
        "The day on which the figure was first told like this; of counts of people, the day of the newest of them.",
    ),
    Column("source", "coalesce(source.title, i.source)", TEXT, "The publication that the figure is from."),
    Column("source_file", "source.name", TEXT, "The file of that publication.", True),
    Column("source_row", "cell.row", WHOLE, "The row of that file.", True),
    Column(
        "licence", "coalesce(source.licence, '{licence}')", TEXT, "The licence under which you may use it."
    ),
)
LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
