"""The lists that cells of a financial gap are picked from, each with how it is said."""

from __future__ import annotations

INCOME, COST = "income", "cost"
PARTS_OF_COST = ("activity", "price", "demography", "non_demographic")
DRIVERS = {
    INCOME: "Income",
    COST: "Cost, undivided",
    "activity": "Activity",
    "price": "Price",
    "demography": "Demography",
    "non_demographic": "Non-demographic",
}
ACTS_ON = {INCOME: "Income", COST: "Cost", **{key: DRIVERS[key] for key in PARTS_OF_COST}}
LEVEL, BENDS = "level", "growth"
LEVEL_OR_GROWTH = {LEVEL: "Level", BENDS: "Growth"}
CASH, WITH_LINE = "cash", "line"
MONEY = {CASH: "The same pounds each year", WITH_LINE: "Grows with its service line from the base year"}
TRIANGULAR, PERT, UNIFORM, ALL_OR_NOTHING = "triangular", "pert", "uniform", "all_or_nothing"
SHAPES = {
    TRIANGULAR: "Triangular",
    PERT: "PERT",
    UNIFORM: "Uniform",
    ALL_OR_NOTHING: "All or nothing",
}
SHOWN, SHARED = "shown", "shared"
CROSS = {SHOWN: "Shown by itself", SHARED: "Shared by the logarithms of growth"}
EXACTLY, AT_LEAST, AT_MOST = "exactly", "at_least", "at_most"
COMPARISONS = {EXACTLY: "Exactly", AT_LEAST: "At least", AT_MOST: "At most"}
CLAIMS = {
    "gap": "The gap in a year",
    "solutions": "All solutions together",
    "solution": "What a solution saves",
    "part": "A part of what a solution saves",
    "base": "The budget that grows",
    "cost_growth": "Growth of costs a year",
    "income_growth": "Growth of income a year",
    "cost_increase": "Increase of costs in a year",
    "saving_rate": "Saving a year, as a share of costs",
    "invested": "Invested in all until the end of a year",
    "invested_yearly": "Invested each year",
}
