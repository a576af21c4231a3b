"""Measure budgets, fair shares and contracts, pure and by page: `python -m bench.steering_money [SECONDS]`.

Pure: 500 lines with months, changes and profiles; 75 practices by two formulas; 300 contracts of six lines. Pages: the
books of the place, asked for one after the other from a server in a home of its own.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench.figures.measured import Measured, own_database, tell
from toldonce.steering.money.budgets.book import BUDGET
from toldonce.steering.money.budgets.lines import budget_of
from toldonce.steering.money.budgets.position import position
from toldonce.steering.money.contracts import position as contracts
from toldonce.steering.money.contracts.book import REGISTER
from toldonce.steering.money.contracts.register import register_of
from toldonce.steering.money.fair_shares.book import FAIR_SHARES
from toldonce.steering.money.fair_shares.shares import shares
from toldonce.steering.money.fair_shares.weights import weights_of
from toldonce.steering.money.months import MONTHS
from toldonce.steering.sheets.declaring import Contents
from toldonce.steering.sheets.opening.folders import read
from toldonce.steering.sheets.typed import understood

PLACE = Path(__file__).parents[1] / "places/dorset/plans"
ABOUT, PAGES = "Money, worked out", "Money, by page"
