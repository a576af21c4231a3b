"""Every kind of book that people can plan in."""

from __future__ import annotations

from toldonce.steering.money.budgets.book import BUDGET
from toldonce.steering.money.contracts.book import REGISTER
from toldonce.steering.money.fair_shares.book import FAIR_SHARES
from toldonce.steering.money.gap.book import GAP
from toldonce.steering.plans.better_care.book import BETTER_CARE
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.workforce.book import WORKFORCE
from toldonce.steering.sheets.declaring import BookKind

KINDS: dict[str, BookKind] = {
    kind.key: kind for kind in (PROGRAMMES, BETTER_CARE, GAP, BUDGET, FAIR_SHARES, REGISTER, WORKFORCE)
}
