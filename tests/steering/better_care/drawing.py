"""Better Care Fund plans drawn as tables, and what is found in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from toldonce.steering.plans.better_care.book import BETTER_CARE
from toldonce.steering.sheets.declaring import Contents, Finding, Grade
from toldonce.steering.sheets.opening.folders import read
from toldonce.steering.sheets.typed import drawn

SHIPPED = Path(__file__).parents[3] / "places/dorset/plans/better-care"
PRINTED = SHIPPED / "bcp-2019-20"
SMALL = {
    "about": """
        board     | year    | nearest
        Tinyshire | 2019/20 | £1
        """,
    "partners": """
        key     | name              | kind    | code | signs            | post
        group   | Tinyshire Group   | nhs     | AAA  | Finance director |
        council | Tinyshire Council | council | BBB  | Treasurer        | Head of finance
        """,
    "sources": """
        key   | name         | partner | type        | amount
        grant | Grant        | council | dfg         | 300
        least | Minimum      | group   | nhs_minimum | 700
        """,
    "schemes": """
        key    | name
        carers | Carers
        home   | Help at home
        """,
    "spending": """
        scheme | partner | source | area             | amount
        carers | council | grant  | social_care      | 100
        home   | council | grant  | social_care      | 200
        carers | group   | least  | social_care      | 250
        home   | group   | least  | community_health | 450
        """,
}


def plan(**changed: str) -> Contents:
    """The small plan, some of whose sheets are drawn anew."""
    return drawn(BETTER_CARE, {**SMALL, **changed})


def printed() -> Contents:
    """The plan that was printed, as the place ships it."""
    return read(PRINTED, BETTER_CARE).contents


def with_cell(contents: Contents, sheet: str, row: int, **values: object) -> Contents:
    """The contents with some cells of a row (counted from 1) saying something else."""
    rows = [
        type(each)(each.key, each.number, {**each.values, **values}) if each.number == row else each
        for each in contents[sheet]
    ]
    return {**contents, sheet: rows}


def told(findings: list[Finding], grade: Grade = Grade.ERROR) -> Mapping[str, object]:
    """Cells with what they should be, of the findings of one grade."""
    return {str(each.at): each.should for each in findings if each.grade == grade}


def without_rules(findings: list[Finding]) -> list[Finding]:
    """Findings about money: small plans have no metrics, no conditions and no model of change."""
    rules = ("National condition", "Planning requirement")
    return [each for each in findings if not each.says.startswith(rules)]
