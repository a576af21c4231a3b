"""From the rows of the sheets to the nouns of a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from toldonce.steering.money.gap.plan import (
    Claim,
    Control,
    Growth,
    Line,
    Origin,
    Overlap,
    Override,
    Plan,
    Reach,
    Settings,
    Solution,
    Spread,
)
from toldonce.steering.money.gap.words import CASH, EXACTLY, TRIANGULAR
from toldonce.steering.sheets.declaring import Contents, Row

Noun = TypeVar("Noun")


def plan_of(contents: Contents) -> Plan:
    """The plan that sheets make; its needed cells must be filled, which `checking.faults` finds."""
    return Plan(
        settings=_settings(contents["settings"][0]),
        lines=_each(contents, "lines", _line),
        growth=_each(contents, "growth", _growth),
        solutions=_each(contents, "solutions", _solution),
        overlaps=_each(contents, "overlaps", _overlap),
        controls=_each(contents, "control", _control),
        scenarios=_scenarios(contents),
        claims=claims_of(contents),
    )


def claims_of(contents: Contents) -> tuple[Claim, ...]:
    """What the plan says of itself, as far as its rows say what they speak of."""
    return tuple(_claim(row) for row in contents.get("claims", ()) if row["claim"])


def _each(contents: Contents, sheet: str, made: Callable[[Row], Noun]) -> tuple[Noun, ...]:
    return tuple(made(row) for row in contents.get(sheet, ()))


def _origin(sheet: str, row: Row) -> Origin:
    values = row.values
    dated = values.get("dated")
    return Origin(
        sheet,
        row.number,
        str(values.get("source") or ""),
        dated if isinstance(dated, date) else None,
        str(values.get("agreed_by") or ""),
    )


def _text(row: Row, column: str) -> str:
    return str(row[column] or "")


def fraction(value: Any) -> float | None:
    """4 percent as 0.04."""
    return None if value is None else float(value) / 100


def _settings(row: Row) -> Settings:
    values: Any = row.values
    return Settings(
        values["base_year"],
        values["last_year"],
        fraction(values["overlap_limit"]),
        fraction(values["growth_correlation"]) or 0.0,
        fraction(values["delivery_correlation"]) or 0.0,
        values["cross"],
        values["seed"],
    )


def _line(row: Row) -> Line:
    values: Any = row.values
    return Line(values["body"], values["service"], values["income"], values["cost"], _origin("lines", row))


def _reach(row: Row) -> Reach:
    return Reach(_text(row, "body"), _text(row, "service"))


def _spread(row: Row, likely: float) -> Spread:
    low, high = fraction(row["low"]), fraction(row["high"])
    shape = str(row["shape"] or TRIANGULAR)
    return Spread(likely, likely if low is None else low, likely if high is None else high, shape)


def _growth(row: Row) -> Growth:
    values: Any = row.values
    spread = _spread(row, float(values["percent"]) / 100)
    return Growth(
        values["assumption"], values["driver"], _reach(row), values["year"], spread, _origin("growth", row)
    )


def _solution(row: Row) -> Solution:
    values: Any = row.values
    confidence = 1.0 if values["confidence"] is None else float(values["confidence"]) / 100
    return Solution(
        name=values["solution"],
        reach=_reach(row),
        acts_on=values["acts_on"],
        kind=values["kind"],
        amount=values["amount"] or 0,
        points=fraction(values["points"]) or 0.0,
        start=values["start"],
        origin=_origin("solutions", row),
        owner=_text(row, "owner"),
        money=values["money"] or CASH,
        ramp=values["ramp"] or 0,
        delivered=_spread(row, confidence),
        lasts=values["lasts"] if values["recurrent"] is False else None,
        to_achieve=values["to_achieve"] or 0,
        to_achieve_year=values["to_achieve_year"],
        stretch=bool(values["stretch"]),
        states_confidence=values["confidence"] is not None,
    )


def _overlap(row: Row) -> Overlap:
    return Overlap(
        _text(row, "first"), _text(row, "second"), fraction(row["share"]) or 0.0, _origin("overlaps", row)
    )


def _control(row: Row) -> Control:
    values: Any = row.values
    return Control(values["year"], _text(row, "body"), values["position"], _origin("control", row))


def _scenarios(contents: Contents) -> tuple[tuple[str, tuple[Override, ...]], ...]:
    found: dict[str, list[Override]] = {}
    for row in contents.get("scenarios", ()):
        found.setdefault(_text(row, "scenario"), []).append(_override(row))
    return tuple((name, tuple(overrides)) for name, overrides in found.items())


def _override(row: Row) -> Override:
    values: Any = row.values
    return Override(
        _text(row, "of"),
        fraction(values["growth"]),
        fraction(values["more"]),
        values["later"],
        fraction(values["confidence"]),
        values["amount"],
        values["base"],
        bool(values["left_out"]),
        _origin("scenarios", row),
    )


def _claim(row: Row) -> Claim:
    values: Any = row.values
    return Claim(
        values["claim"],
        _text(row, "of"),
        _text(row, "words"),
        values["comparison"] or EXACTLY,
        values["pounds"],
        fraction(values["percent"]),
        values["year"],
        _origin("claims", row),
    )
