"""Pages of plans and money over the wire, with the plans and figures of the place: `python -m bench.steering.pages`."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measured import Measured, home_of_its_own, size, tell
from bench.served import SECONDS, asked, of_a_demonstration, serving

PAGES = {
    "Pages of every plan": {
        "all plans": "",
        "a plan": "better-care/bcp-2019-20/",
        "a sheet": "workforce/looking-forwards/sheets/staff/",
        "its history": "better-care/bcp-2019-20/changes/",
    },
    "Pages of the Better Care Fund": {
        "money together": "better-care/bcp-2019-20/money/",
        "conditions and metrics": "better-care/bcp-2019-20/rules/",
        "the narrative": "better-care/bcp-2019-20/narrative/",
        "quarterly monitoring": "better-care/bcp-2019-20/quarter-ends/",
        "submission": "better-care/bcp-2019-20/submission/",
    },
    "Pages of the financial gap": {
        "the gap": "gap/strategy-2016/result/",
        "how sure": "gap/strategy-2016/certainty/",
        "assumptions": "gap/strategy-2016/assumptions/",
        "scenarios": "gap/strategy-2016/scenarios/",
        "does it add up": "gap/strategy-2016/implied/",
    },
    "Pages of money": {
        "a budget": "budget/2015-16-in-year/position/",
        "a line of it": "budget/2015-16-in-year/position/1/",
        "fair shares": "fair-shares/2024-25/shares/",
        "one network": "fair-shares/2024-25/shares/U25251/",
        "the register of contracts": "contracts/2016-17/contracts/",
        "one contract": "contracts/2016-17/contracts/1/",
        "a practice and its contracts": "contracts/2016-17/contracts/6/provider/",
        "the work plan": "contracts/2016-17/work-plan/",
    },
    "Pages of programmes": {
        "the portfolio": "programmes/looking-forward-2019/portfolio/",
        "the timeline": "programmes/looking-forward-2019/timeline/",
        "benefits with their figures": "programmes/looking-forward-2019/benefits/",
        "risks": "programmes/looking-forward-2019/risks/",
        "logic models": "programmes/looking-forward-2019/logic/",
        "reports": "programmes/looking-forward-2019/reports/",
        "the paper for the board": "programmes/looking-forward-2019/reports/print/",
    },
    "Pages of workforce": {
        "need and supply": "workforce/looking-forwards/outlook/",
        "a role": "workforce/looking-forwards/roles/{role}/",
        "scenarios": "workforce/looking-forwards/scenarios/",
        "cost": "workforce/looking-forwards/cost/",
        "what if": "workforce/looking-forwards/what-if/?scenario=Fifty+more+nurse+apprentices+a+year",
    },
}


def main() -> None:
    tell(measured(size(SECONDS)))


def measured(seconds: float) -> Iterator[Measured]:
    """Ask for each page so many seconds, in a home of its own."""
    with home_of_its_own(**of_a_demonstration()):
        from toldonce.project import configuration, installing
        from toldonce.steering.plans.workforce.book import WORKFORCE
        from toldonce.steering.sheets.queries import opened

        installing.load_place(configuration.place())
        installing.load_personas(configuration.place())
        installing.load_figures(configuration.place())
        installing.load_plans(configuration.place() / "plans")
        role = opened(WORKFORCE, "looking-forwards").contents["roles"][0].key
        with serving():
            for about, pages in PAGES.items():
                addresses = {what: f"/plans/{page.format(role=role)}" for what, page in pages.items()}
                yield from asked(about, addresses, seconds)


if __name__ == "__main__":
    main()
