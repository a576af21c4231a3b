"""The workforce reckoned a second time, from the words on its sheets and with fractions: both come to the same."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toldonce.steering.plans.workforce.book import WORKFORCE
from toldonce.steering.plans.workforce.costing import bills
from toldonce.steering.plans.workforce.outcome import Outcome, outcome
from toldonce.steering.plans.workforce.reading import changes_of, plan_of
from toldonce.steering.plans.workforce.scenarios import with_changes
from toldonce.steering.sheets.typed import understood

Cells = dict[str, str]
Tables = dict[str, list[Cells]]
Heads = dict[tuple[str, str], list[Fraction]]  # by role and employer, for each age band

BASE, LAST = 2018, 2023
YEARS = range(BASE, LAST + 1)
ROLES, EMPLOYERS = ("Nurses", "Assistants"), ("Hospital", "Clinic")
BANDS = ("under-25", "25-34", "35-44", "45-54", "55-59", "60-64", "65-over")
GROWING_OLDER = [Fraction(1, years) for years in (7, 10, 10, 10, 5, 5)] + [Fraction(0)]
NOUGHT, ONE = Fraction(0), Fraction(1)
WHAT_IF = "What if"


def number(cell: str) -> Fraction:
    """What a cell says; a percentage is a share of one."""
    return Fraction(cell.rstrip("%") or 0) / (100 if cell.endswith("%") else 1)


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def within_one(share: Fraction) -> Fraction:
    return min(ONE, max(NOUGHT, share))


class Reckoned:
    """A plan on paper: the sheets as they are written, year after year."""

    def __init__(self, tables: Tables):
        self.tables = tables
        self.ages = {role: self._ages(role) for role in ROLES}
        self.fte_a_head = {row["role"]: number(row["fte"]) for row in tables["participation"]}
        self.at_start: Heads = {
            (role, employer): self._at_start(role, employer) for role in ROLES for employer in EMPLOYERS
        }
        self.in_post: dict[tuple[str, int], Fraction] = {}
        heads = self.at_start
        for year in YEARS:
            heads = heads if year == BASE else self._a_year_later(heads, year)
            for role in ROLES:
                people = sum(sum(heads[role, employer]) for employer in EMPLOYERS)
                more = self._changed("participation", role, year)
                self.in_post[role, year] = people * within_one(self.fte_a_head[role] + more)

    def _changed(self, effect: str, of: str, year: int) -> Fraction:
        """What the scenario adds in a year; the base year is over and stays what it was."""
        return sum(
            (
                number(row.get("points") or row["amount"])
                for row in self.tables["changes"]
                if row["effect"] == effect and row["of"] in (of, "") and _holds(row, year)
            ),
            NOUGHT,
        )

    def _ages(self, role: str) -> dict[str, list[Fraction]]:
        own = [row for row in self.tables["ages"] if row["role"] == role]
        rows = {row["band"]: row for row in own or [row for row in self.tables["ages"] if not row["role"]]}
        return {
            what: [number(rows[band][what]) if band in rows else NOUGHT for band in BANDS]
            for what in ("staff", "joining", "retiring")
        }

    def _at_start(self, role: str, employer: str) -> list[Fraction]:
        (place,) = (row for row in self.tables["employers"] if row["employer"] == employer)
        here = number(place["share"]) if place["share"] else ONE
        counted = [NOUGHT] * len(BANDS)
        for row in self.tables["staff"]:
            if (row["role"], row["employer"]) == (role, employer):
                heads = number(row["heads"]) if row["heads"] else number(row["fte"]) / self.fte_a_head[role]
                for at, band in enumerate(BANDS):
                    part = self.ages[role]["staff"][at] if row["band"] == "all" else row["band"] == band
                    counted[at] += here * heads * part
        return counted

    def _parts(self, role: str, among: list[str]) -> dict[str, Fraction]:
        """Who gets which part: by the staff of the role at the start, else by all staff, else all alike."""
        for roles in ((role,), ROLES):
            staff = {each: sum(sum(self.at_start[one, each]) for one in roles) for each in among}
            if sum(staff.values()):
                return {each: Fraction(staff[each], sum(staff.values())) for each in among}
        return {each: Fraction(1, len(among)) for each in among}

    def _joining(self, role: str, employer: str, year: int) -> Fraction:
        """Heads who join or return at an employer."""
        rows = {row["employer"]: row for row in self.tables["flows"] if row["role"] == role}
        row = rows.get(employer) or rows.get("") or {"joiners": "0", "returners": "0"}
        others = [each for each in EMPLOYERS if each not in rows]
        part = ONE if employer in rows else self._parts(role, others)[employer]
        more = self._changed("joiners", role, year) * self._parts(role, list(EMPLOYERS))[employer]
        return max(NOUGHT, part * number(row["joiners"]) + more) + part * number(row["returners"])

    def _leaving(self, role: str, employer: str, year: int) -> Fraction:
        rows = {row["employer"]: row for row in self.tables["flows"] if row["role"] == role}
        row = rows.get(employer) or rows.get("") or {"leavers": "0"}
        return max(NOUGHT, number(row["leavers"]) + self._changed("leavers", role, year))

    def _a_year_later(self, heads: Heads, year: int) -> Heads:
        after = {team: [NOUGHT] * len(BANDS) for team in heads}
        moves = [(row["role"], row["into"], number(row["rate"])) for row in self.tables["moves"]]
        for (role, employer), now in heads.items():
            leaving, joining = self._leaving(role, employer, year), self._joining(role, employer, year)
            moving = [(into, rate) for source, into, rate in moves if source == role]
            for at, people in enumerate(now):
                going = leaving + self.ages[role]["retiring"][at] + sum(rate for _, rate in moving)
                held = min(ONE, 1 / going) if going else ONE
                staying = people * (1 - going * held)
                after[role, employer][at] += staying * (1 - GROWING_OLDER[at])
                if GROWING_OLDER[at]:
                    after[role, employer][at + 1] += staying * GROWING_OLDER[at]
                for into, rate in moving:
                    after[into, employer][at] += people * rate * held
                after[role, employer][at] += joining * self.ages[role]["joining"][at]
        for pipeline in self.tables["pipelines"]:
            self._qualify(pipeline, year, after)
        return after

    def _qualify(self, pipeline: Cells, year: int, after: Heads) -> None:
        start, role = year - int(pipeline["years"]), pipeline["role"]
        heads = self._starting(pipeline["pipeline"], start)
        for each in range(start, year):
            more = self._changed("dropout", pipeline["pipeline"], each)
            heads *= 1 - within_one(number(pipeline["dropout"]) + more)
        heads *= number(pipeline["practise"]) * number(pipeline["stay"])
        own = pipeline["employer"]
        for employer, part in ({own: ONE} if own else self._parts(role, list(EMPLOYERS))).items():
            after[role, employer][BANDS.index(pipeline["band"])] += heads * part

    def _starting(self, name: str, wanted: int) -> Fraction:
        """Who start in a year: of what was planned for each year the part that comes into this one by its delay."""
        starting = NOUGHT
        for year in range(BASE - 15, LAST + 1):
            planned = sum(
                number(row["heads"])
                for row in self.tables["intakes"]
                if (row["pipeline"], row["year"]) == (name, financial(year))
            )
            planned = max(NOUGHT, planned + self._changed("intake", name, year))
            late = year + self._changed("delay", name, year)
            starting += planned * max(NOUGHT, 1 - abs(wanted - late))
        return starting

    def _driver(self, name: str, year: int) -> Fraction:
        (row,) = (row for row in self.tables["drivers"] if row["driver"] == name)
        growth = number(row["growth"])
        value = number(row["value"]) * (1 + growth) ** (BASE - int(row["year"][:4]))
        for each in range(BASE + 1, year + 1):
            value *= max(NOUGHT, 1 + growth + self._changed("growth", name, each))
        return value

    def needed(self, role: str, year: int) -> Fraction:
        rules = [row for row in self.tables["needs"] if row["role"] == role]
        for row in self.tables["changes"]:
            if (row["effect"], row["of"]) == ("one-for-each", role) and _holds(row, year):
                return self._driver(rules[0]["driver"], year) / number(row["amount"])
        needed = NOUGHT
        for row in rules:
            units = number(row["per"]) or self._driver(row["driver"], BASE)
            saved = (1 - number(row["productivity"])) ** (year - BASE)
            needed += self._driver(row["driver"], year) * number(row["fte"]) / units * saved if units else 0
        return needed

    def bill(self, role: str, year: int) -> tuple[int, int, int]:
        """Pounds for those in post, for those needed, and for agencies where they cover what is missing."""
        (row,) = (row for row in self.tables["costs"] if row["role"] == role)
        prices = [self._price(row, number(row[what]), year) for what in ("pounds", "cover")]
        in_post, needed = (
            Fraction(half_up(fte * 100), 100) for fte in (self.in_post[role, year], self.needed(role, year))
        )
        missing = max(NOUGHT, needed - in_post)
        return half_up(in_post * prices[0]), half_up(needed * prices[0]), half_up(missing * prices[1])

    def _price(self, row: Cells, amount: Fraction, year: int) -> Fraction:
        """What an amount has become, to the penny."""
        pay = number(row["pay"])
        amount *= (1 + pay) ** (BASE - int(row["year"][:4]))
        for each in range(BASE + 1, year + 1):
            amount *= 1 + pay + self._changed("pay", row["role"], each)
        return Fraction(half_up(amount * 100), 100)


def _holds(row: Cells, year: int) -> bool:
    since, until = (int(row[end][:4]) if row[end] else None for end in ("since", "until"))
    return year > BASE and (since is None or year >= since) and (until is None or year <= until)


def financial(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


def worked_out_from(tables: Tables) -> Outcome:
    contents, faults = understood(WORKFORCE, tables)
    assert not faults
    return outcome(with_changes(plan_of(contents), changes_of(contents, WHAT_IF)))


def heads(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most * 4).map(lambda quarters: f"{quarters / 4:g}")


def percent(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least * 2, most * 2).map(lambda halves: f"{halves / 2:g}%")


def parts_of_a_whole(draw) -> list[str]:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=len(BANDS) - 1, max_size=len(BANDS) - 1)))
    return [f"{to - since}%" for since, to in zip([0, *cuts], [*cuts, 100], strict=True)]


def ages(draw) -> Iterator[Cells]:
    for role in ("", *draw(st.sets(st.sampled_from(ROLES)))):
        staff, joining = parts_of_a_whole(draw), parts_of_a_whole(draw)
        for at, band in enumerate(BANDS):
            told = {"staff": staff[at], "joining": joining[at], "retiring": draw(percent(0, 60))}
            yield {"role": role, "band": band, **told}


def staff(draw) -> Iterator[Cells]:
    for role in ROLES:
        for employer in EMPLOYERS:
            for band in draw(st.sampled_from([(), ("all",), ("under-25", "60-64"), ("45-54",)])):
                fte = draw(heads(300))
                counted = draw(st.sampled_from(["", f"{float(fte) * 1.25:g}"]))
                yield {"role": role, "employer": employer, "band": band, "heads": counted, "fte": fte}


def changes(draw) -> Iterator[Cells]:
    """What a scenario changes: the effect, of what, by how much, in which years."""
    choices = [
        *(("joiners", role, "amount", heads(40)) for role in (*ROLES, "")),
        *(("leavers", role, "points", percent(-10, 20)) for role in (*ROLES, "")),
        *(("pay", role, "points", percent(-2, 5)) for role in (*ROLES, "")),
        *(("participation", role, "amount", st.sampled_from(["-0.3", "0.05", "0.4"])) for role in ROLES),
        *(("one-for-each", role, "amount", st.sampled_from(["3000", "12500"])) for role in ROLES),
        ("intake", "Degree", "amount", st.sampled_from(["-30", "12", "50"])),
        ("dropout", "Degree", "points", percent(-10, 30)),
        ("delay", "Degree", "amount", st.sampled_from(["0.25", "0.5", "1", "2.75"])),
        ("growth", "Population", "points", percent(-3, 3)),
    ]
    unique = draw(st.lists(st.sampled_from(choices), max_size=4, unique_by=lambda each: each[:2]))
    for effect, of, column, amount in unique:
        years = {end: draw(st.sampled_from(["", *map(financial, YEARS)])) for end in ("since", "until")}
        yield {"scenario": WHAT_IF, "effect": effect, "of": of, column: draw(amount), **years}


@st.composite
def sheets(draw) -> Tables:
    """Any workforce of two roles at two employers."""
    flowing = draw(
        st.lists(
            st.tuples(st.sampled_from(ROLES), st.sampled_from(["", *EMPLOYERS])), unique=True, max_size=5
        )
    )
    return {
        "plan": [{"base": financial(BASE), "last": financial(LAST), "judged": financial(LAST), "meets": "1",
                  "draws": "100", "seed": "1"}],
        "roles": [{"role": role, "group": "nurses", "hours": "37.5"} for role in ROLES],
        "employers": [
            {"employer": each, "kind": "acute", "share": draw(st.sampled_from(["", "40%", "12.5%"]))}
            for each in EMPLOYERS
        ],
        "staff": list(staff(draw)),
        "ages": list(ages(draw)),
        "participation": [
            {"role": role, "fte": draw(st.sampled_from(["0.8", "0.85", "1", "0.64"]))} for role in ROLES
        ],
        "flows": [
            {"role": role, "employer": employer, "leavers": draw(percent(0, 40)), "joiners": draw(heads(60)),
             "returners": draw(heads(5))}
            for role, employer in flowing
        ],
        "moves": [
            {"role": source, "into": into, "rate": draw(percent(0, 50))}
            for source, into in draw(st.sampled_from([[], [ROLES], [ROLES, ROLES[::-1]]]))
        ],
        "pipelines": [
            {"pipeline": "Degree", "role": draw(st.sampled_from(ROLES)), "years": str(draw(st.integers(0, 5))),
             "dropout": draw(percent(0, 30)), "practise": draw(percent(50, 100)), "stay": draw(percent(50, 100)),
             "employer": draw(st.sampled_from(["", *EMPLOYERS])), "band": draw(st.sampled_from(BANDS))}
        ],
        "intakes": [
            {"pipeline": "Degree", "year": financial(year), "heads": draw(heads(60))}
            for year in sorted(draw(st.sets(st.sampled_from(range(BASE - 6, LAST + 1)))))
        ],
        "drivers": [
            {"driver": "Population", "unit": "people", "value": str(draw(st.integers(0, 900_000))),
             "year": financial(draw(st.sampled_from([BASE - 3, BASE, BASE + 2]))), "growth": draw(percent(-3, 5))}
        ],
        "needs": [
            {"role": role, "driver": "Population", "fte": draw(heads(300)),
             "per": draw(st.sampled_from(["", "7500", "30000"])), "productivity": draw(percent(0, 4))}
            for role in ROLES
        ],
        "costs": [
            {"role": role, "pounds": str(draw(st.integers(10_000, 90_000))), "pay": draw(percent(0, 5)),
             "year": financial(draw(st.sampled_from([BASE - 2, BASE, BASE + 3]))),
             "cover": draw(st.sampled_from(["", "70001"]))}
            for role in ROLES
        ],
        "scenarios": [{"scenario": WHAT_IF}],
        "changes": list(changes(draw)),
    }  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(sheets())
def test_people_need_and_pounds_are_those_of_a_second_reckoning(tables):
    made, again = worked_out_from(tables), Reckoned(tables)
    for at, role in enumerate(ROLES):
        in_post = [float(again.in_post[role, year]) for year in YEARS]
        needed = [float(again.needed(role, year)) for year in YEARS]
        assert made.supply[:, at].tolist() == pytest.approx(in_post, rel=1e-9, abs=1e-6)
        assert made.need[:, at].tolist() == pytest.approx(needed, rel=1e-9, abs=1e-6)
    found = {(ROLES[bill.role], bill.year): (bill.in_post, bill.needed, bill.cover) for bill in bills(made)}
    assert found == {(role, year): again.bill(role, year) for role in ROLES for year in YEARS}
