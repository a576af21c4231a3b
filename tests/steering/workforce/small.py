"""A small plan that specifications change: one hospital, nurses and assistants, everything easy to work out by hand."""

from __future__ import annotations

from collections.abc import Mapping

from toldonce.steering.plans.workforce.assumptions import Plan
from toldonce.steering.plans.workforce.book import WORKFORCE
from toldonce.steering.plans.workforce.outcome import Outcome, outcome
from toldonce.steering.plans.workforce.reading import plan_of
from toldonce.steering.sheets.declaring import Contents
from toldonce.steering.sheets.typed import drawn, understood

TABLES = {
    "plan": """
        base    | last    | judged  | meets | draws | seed
        2018/19 | 2023/24 | 2023/24 | 2     | 200   | 7""",
    "roles": """
        role       | group            | hours | posts | source
        Nurses     | nurses           | 37.5  | 100   | the trust
        Assistants | support-clinical | 37.5  |       | the trust""",
    "employers": """
        employer | kind  | share | source
        Hospital | acute |       | the trust""",
    "staff": """
        role       | employer | band  | heads | fte | as_at      | source
        Nurses     | Hospital | 35-44 | 100   | 80  | 2019-03-31 | the trust
        Assistants | Hospital | all   | 50    | 40  | 2019-03-31 | the trust""",
    "ages": """
        role | band     | staff | joining | retiring | source
             | under-25 | 10    | 50      | 0        | assumed
             | 35-44    | 50    | 50      | 0        | assumed
             | 60-64    | 40    | 0       | 0        | assumed""",
    "participation": """
        role       | fte | source
        Nurses     | 0.8 | assumed
        Assistants | 0.8 | assumed""",
    "flows": """
        role       | leavers | joiners | source
        Nurses     | 10      | 10      | assumed
        Assistants | 0       | 0       | assumed""",
    "pipelines": """
        pipeline       | role   | years | dropout | practise | stay | band     | source
        Apprenticeship | Nurses | 3     | 10      | 100      | 80   | under-25 | assumed""",
    "drivers": """
        driver     | unit   | value   | year    | growth | source
        Population | people | 750,000 | 2018/19 | 0      | assumed""",
    "needs": """
        role       | driver     | fte | per    | source
        Nurses     | Population | 1   | 7,500  | assumed
        Assistants | Population | 40  |        | assumed""",
    "costs": """
        role       | pounds  | year    | pay | cover  | source
        Nurses     | £40,000 | 2018/19 | 2   | 60,000 | assumed
        Assistants | £25,000 | 2018/19 | 0   |        | assumed""",
}  # a plan in which nobody trains yet, and as many nurses join as leave


def contents(**tables: str) -> Contents:
    """The small plan with some of its sheets drawn anew."""
    return drawn(WORKFORCE, {**TABLES, **tables})


def plan(**tables: str) -> Plan:
    """The assumptions of the small plan with some of its sheets drawn anew."""
    return plan_of(contents(**tables))


def worked_out(**tables: str) -> Outcome:
    """What the small plan comes to with some of its sheets drawn anew."""
    return outcome(plan(**tables))


def findings(**tables: str) -> list[str]:
    """What the check says of the small plan with some of its sheets drawn anew, cells not understood included."""
    parts: Mapping[str, str] = {**TABLES, **tables}
    made, not_understood = understood(WORKFORCE, {key: list(_rows(text)) for key, text in parts.items()})
    return [str(each) for each in (*not_understood, *WORKFORCE.check(made))]


def _rows(text: str):
    heads, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return (dict(zip(heads, row, strict=True)) for row in rows)
