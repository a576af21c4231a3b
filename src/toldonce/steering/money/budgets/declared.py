"""The sheets of a budget."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.money.months import month_columns
from toldonce.steering.sheets.declaring import Column, Sheet
from toldonce.steering.sheets.kinds import (
    Day,
    FinancialYear,
    Flag,
    Pick,
    Pounds,
    Reference,
    Whole,
    Words,
)

METHODS = {
    "run rate": "Run rate: the average month so far goes on",
    "profile": "Profile: the year is spent in the proportion of the profile so far",
    "plan": "Plan for the rest: the months to come are spent as budgeted",
    "typed": "Typed: a forecast that somebody gives",
}
LINE = Reference(sheet="lines", column="line")

TERMS = Sheet(
    "terms",
    "Terms",
    (
        Column("year", "Year", FinancialYear(), "Such as 2015/16.", needed=True),
        Column(
            "closed",
            "Months closed",
            Whole(most=Decimal(12)),
            "How many months have been reported in full: 0 before the first, 6 after September.",
            needed=True,
        ),
    ),
    "One row: the year, and how far it has been reported.",
    signed=False,
)
LINES = Sheet(
    "lines",
    "Lines",
    (
        Column(
            "line", "Line", Words(200), "What the money is for; no two lines have the same name.", needed=True
        ),
        Column("programme", "Programme", Words(200), "What lines are added up by."),
        Column("holder", "Budget holder", Words(200), "The post that answers for the line."),
        Column(
            *("opening", "Opening budget £", Pounds(), "Whole pounds; £513m is understood."),
            needed=True,
            total=True,
        ),
        Column("recurrent", "Of it recurrent £", Pounds(), "Empty when all of it goes on next year."),
        Column("held", "Held back", Flag(), "Yes for a planned surplus: a line that is not to be spent."),
        Column("method", "Forecast by", Pick(options=METHODS), "Empty means the plan for the rest."),
        Column("forecast", "Typed forecast £", Pounds(), "The full year, where the forecast is typed."),
        Column("why", "Why that forecast", Words(), "Who gives it and on what grounds."),
        Column("source", "Source", Words(), "Where the opening budget is printed, with its date."),
    ),
    "The opening budget, one row for each line.",
)
CHANGES = Sheet(
    "changes",
    "Changes in year",
    (
        Column("line", "Line", LINE, needed=True),
        Column("on", "From", Day(), "The change counts from the month of this day.", needed=True),
        Column("amount", "Amount this year £", Pounds(), "Less is written with a minus.", needed=True),
        Column("full_year", "Full year effect £", Pounds(), "What it is in a whole year, if it goes on."),
        Column("recurrent", "Goes on next year", Flag(), needed=True),
        Column("reason", "Reason", Words(), needed=True),
        Column("agreed", "Agreed by", Words(200), "The post or meeting, with the date."),
    ),
    "Each change is spread evenly over the months from its own to March.",
    signed=False,
)
PROFILE = Sheet(
    "profile",
    "Profile of the opening budget",
    (Column("line", "Line", LINE, needed=True), *month_columns(Pounds())),
    "Only for lines that are not spent in twelfths: the twelve months add up to the opening budget.",
)
ACTUALS = Sheet(
    "actuals",
    "Actual spending",
    (Column("line", "Line", LINE, needed=True), *month_columns(Pounds())),
    "Whole pounds spent in each month; empty is not reported, 0 is nothing spent.",
    signed=False,
)
PRINTED = Sheet(
    "printed",
    "Printed totals",
    (
        Column("programme", "Programme", Words(200), "Empty for the total of all lines."),
        Column("total", "Printed total £", Pounds(), needed=True),
        Column(
            "nearest", "Printed to the nearest £", Pounds(negative=False), "1000000 when printed in millions."
        ),
        Column("source", "Source", Words()),
    ),
    "Totals as a document prints them: the lines are added up and held against them.",
)
