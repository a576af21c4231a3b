"""Plans drawn as small tables, for the specifications of the gap; what a table leaves out is as plain as can be."""

from __future__ import annotations

from pathlib import Path

from toldonce.steering.money.gap.book import GAP
from toldonce.steering.money.gap.plan import Plan
from toldonce.steering.money.gap.rows import plan_of
from toldonce.steering.money.gap.told import Told, told
from toldonce.steering.sheets.declaring import Contents
from toldonce.steering.sheets.kinds import FinancialYear
from toldonce.steering.sheets.opening.folders import read
from toldonce.steering.sheets.typed import drawn

SHIPPED = Path(__file__).resolve().parents[4] / "places" / "dorset" / "plans" / "gap"
SETTINGS = """
    base_year | last_year | overlap_limit | growth_correlation | delivery_correlation | cross | seed
    2016/17   | 2020/21   | 10%           | 0%                 | 0%                   | shown | 1
"""
BILLION = """
    body   | service | income | cost
    System | All     | £1bn   | £1bn
"""
FOUR_AND_TWO = """
    assumption | driver | percent
    Income     | income | 2%
    Costs      | cost   | 4%
"""
NOTHING_GROWS = """
    assumption | driver | percent
    Income     | income | 0%
    Costs      | cost   | 0%
"""


def contents(**tables: str) -> Contents:
    """The contents of these sheets, with a balanced base of £1bn whose costs grow by 4% and income by 2%."""
    return drawn(GAP, {"settings": SETTINGS, "lines": BILLION, "growth": FOUR_AND_TWO, **tables})


def plan(**tables: str) -> Plan:
    """The plan of these sheets."""
    return plan_of(contents(**tables))


def worked(**tables: str) -> Told:
    """These sheets worked out."""
    return told(plan(**tables))


def by_year(told: Told, table) -> dict[str, int]:
    """Amounts by their years, in words."""
    return {FinancialYear().say(year): int(each) for year, each in zip(told.years, table, strict=True)}


def shipped(key: str) -> Contents:
    """A book of the folder of the place."""
    return read(SHIPPED / key, GAP).contents


def found(contents: Contents) -> list[str]:
    """What the check of a book says, each with its cell."""
    return [str(each) for each in GAP.check(contents)]
