"""Everything that must hold of a portfolio before anything is worked out from it."""

from __future__ import annotations

from collections.abc import Iterator

from toldonce.steering.plans.findings import twice
from toldonce.steering.plans.programmes import agreed_sheets, progress_sheets, words
from toldonce.steering.plans.programmes.checks_of_benefits import of_benefits
from toldonce.steering.plans.programmes.checks_of_logic import of_logic
from toldonce.steering.plans.programmes.checks_of_milestones import of_milestones
from toldonce.steering.plans.programmes.plan import Line, Portfolio
from toldonce.steering.plans.programmes.reading import portfolio_of
from toldonce.steering.plans.programmes.telling import said_day
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade
from toldonce.steering.sheets.saying import year_words

ONCE = (
    (agreed_sheets.PROGRAMMES, "key"),
    (agreed_sheets.PROJECTS, "key"),
    (agreed_sheets.MILESTONES, "key"),
    (progress_sheets.PROGRESS, "milestone"),
    (agreed_sheets.DEPENDENCIES, "milestone", "waits_for"),
    (agreed_sheets.BENEFITS, "key"),
    (progress_sheets.RISKS, "key"),
    (agreed_sheets.LOGIC, "key"),
    (agreed_sheets.LINKS, "step", "leads_to"),
    (agreed_sheets.MONEY, "key"),
    (progress_sheets.OUTTURN, "line"),
    (progress_sheets.REPORTS, "programme", "as_at"),
    (progress_sheets.REPORTED, "milestone", "as_at"),
)  # what stands once on each sheet


def what_does_not_hold(contents: Contents) -> list[Finding]:
    """The errors and the doubts, each with its cell."""
    portfolio = portfolio_of(contents)
    return [
        *_of_the_portfolio(contents),
        *(found for sheet, *columns in ONCE for found in twice(sheet, contents.get(sheet.key, ()), *columns)),
        *_ended_before_they_start(portfolio),
        *of_milestones(portfolio),
        *of_benefits(portfolio),
        *_off_the_scale(portfolio),
        *of_logic(portfolio),
        *_recurring_no_more(portfolio),
    ]


def _of_the_portfolio(contents: Contents) -> Iterator[Finding]:
    rows = len(contents.get("portfolio", ()))
    if rows != 1:
        yield Finding(At(progress_sheets.PORTFOLIO), f"has {rows} rows, and a portfolio has one.")


def _ended_before_they_start(portfolio: Portfolio) -> Iterator[Finding]:
    for each in portfolio.programmes:
        if each.starts and each.ends and each.ends < each.starts:
            says = f"is before “{each.name}” starts ({said_day(each.starts)})."
            yield Finding(At(agreed_sheets.PROGRAMMES, each.number, "ends"), says)


def _off_the_scale(portfolio: Portfolio) -> Iterator[Finding]:
    """Risks that are said in the words of another scale than that of the portfolio."""
    levels = words.LEVELS_OF[portfolio.scale]
    for risk in portfolio.risks:
        for column, said in (("likelihood", risk.likelihood), ("impact", risk.impact)):
            if said and said not in levels:
                says = f"is not on the scale of this portfolio: say one of {', '.join(levels.values())}."
                yield Finding(At(progress_sheets.RISKS, risk.number, column), says)


def _recurring_no_more(portfolio: Portfolio) -> Iterator[Finding]:
    """Amounts that come again every year, of which the next year of the programme has no row: each year is typed."""
    last: dict[str, int] = {}
    for each in portfolio.lines:
        last[each.programme] = max(each.year, last.get(each.programme, each.year))
    known = {_line(each, each.year) for each in portfolio.lines}
    for each in portfolio.lines:
        if each.recurrent and each.year < last[each.programme] and _line(each, each.year + 1) not in known:
            says = f"comes again every year, and has no row in {year_words(each.year + 1)}: each year needs its own."
            yield Finding(At(agreed_sheets.MONEY, each.number, "recurrent"), says, Grade.DOUBT)


def _line(line: Line, year: int) -> tuple[str, str, str, int]:
    return line.programme, line.kind, line.name, year
