"""From the sheets of a workforce plan to its assumptions: percentages become shares, decimals become numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from toldonce.steering.plans.workforce.assumptions import (
    Bands,
    Change,
    Cost,
    Criterion,
    Driver,
    Move,
    Need,
    Pipeline,
    Plan,
    Promise,
    Role,
    Team,
)
from toldonce.steering.plans.workforce.words import ALL_AGES, BANDS, IN_POINTS
from toldonce.steering.sheets.declaring import Contents, Row
from toldonce.steering.sheets.kinds import Value

BAND_AT = {band: at for at, band in enumerate(BANDS)}
LATEST = 9999
HALF_OF_ONE = 0.5


def plan_of(contents: Contents) -> Plan:
    """The assumptions of a book of which `check` finds no error."""
    settings, names = contents["plan"][0], [_word(row["role"]) for row in contents["roles"]]
    at = {name: number for number, name in enumerate(names)}
    return Plan(
        *(_whole(settings[key]) for key in ("base", "last", "judged", "meets", "draws", "seed")),
        roles=tuple(_role(row, contents) for row in contents["roles"]),
        teams=tuple(_teams(contents, at)),
        moves=tuple(_move(row, at) for row in contents["moves"]),
        pipelines=tuple(_pipeline(row, contents, at) for row in contents["pipelines"]),
        drivers=tuple(_driver(row) for row in contents["drivers"]),
        needs=tuple(_need(row, contents, at) for row in contents["needs"]),
        costs=tuple(_cost(row, at) for row in contents["costs"]),
        criteria=tuple(_criterion(row) for row in contents["criteria"]),
    )


def _role(row: Row, contents: Contents) -> Role:
    fte = {_word(each["role"]): _number(each["fte"]) for each in contents["participation"]}
    name = _word(row["role"])
    posts = None if row["posts"] is None else _number(row["posts"])
    return Role(name, _word(row["group"]), fte.get(name, 1.0), posts)


def _teams(contents: Contents, at: dict[str, int]) -> Iterable[Team]:
    """A team for every role at every employer: people can be moved or trained into any of them."""
    employers = [_word(row["employer"]) for row in contents["employers"]]
    heads = dict.fromkeys(product(at, employers), (0.0,) * len(BANDS)) | _heads_of_teams(contents)
    at_all = {employer: sum(sum(heads[role, employer]) for role in at) for employer in employers}
    for role in at:
        ages = ages_of(contents["ages"], role)
        retiring, joining = _column(ages, "retiring"), _column(ages, "joining")
        for employer, flow, share in _shared(contents["flows"], role, employers, heads, at_all):
            yield Team(
                at[role],
                employer,
                heads[role, employer],
                retiring,
                joining,
                _share(flow["leavers"]) if flow else 0.0,
                share * _number(flow["joiners"]) if flow else 0.0,
                share * _number(flow["returners"]) if flow else 0.0,
                _share(flow["spread"]) if flow else 0.0,
            )


def _shared(
    flows: Sequence[Row],
    role: str,
    employers: list[str],
    heads: dict[tuple[str, str], Bands],
    at_all: dict[str, float],
) -> Iterable[tuple[str, Row | None, float]]:
    """Each employer with the row that holds for it, and its part of the heads of that row."""
    own = {_word(row["employer"]): row for row in flows if row["role"] == role}
    rest = [employer for employer in employers if employer not in own]
    weights = {employer: sum(heads[role, employer]) for employer in rest}
    if not sum(weights.values()):
        weights = {employer: at_all[employer] for employer in rest}
    total = sum(weights.values())
    for employer in employers:
        if employer in own:
            yield employer, own[employer], 1.0
        else:
            yield employer, own.get(""), weights[employer] / total if total else 1 / len(rest)


def _heads_of_teams(contents: Contents) -> dict[tuple[str, str], Bands]:
    """The heads who work here by age band, of every role at an employer where there are some."""
    staff: dict[tuple[str, str], list[Row]] = {}
    for row in contents["staff"]:
        staff.setdefault((_word(row["role"]), _word(row["employer"])), []).append(row)
    return {
        (role, employer): _heads_of(contents, role, employer, rows)
        for (role, employer), rows in staff.items()
    }


def _heads_of(contents: Contents, role: str, employer: str, staff: Sequence[Row]) -> Bands:
    counted = [0.0] * len(BANDS)
    here = _part_here(contents["employers"], employer)
    for row in staff:
        heads = here * _heads(row, contents["participation"])
        if row["band"] == ALL_AGES:
            spread = _column(ages_of(contents["ages"], role), "staff")
            counted = [was + heads * part for was, part in zip(counted, spread, strict=True)]
        else:
            counted[BAND_AT[_word(row["band"])]] += heads
    return tuple(counted)


def _part_here(employers: Sequence[Row], employer: str) -> float:
    row = next(row for row in employers if row["employer"] == employer)
    return 1.0 if row["share"] is None else _share(row["share"])


def _heads(row: Row, participation: Sequence[Row]) -> float:
    if row["heads"] is not None:
        return _number(row["heads"])
    fte = next((_number(each["fte"]) for each in participation if each["role"] == row["role"]), 1.0)
    return _number(row["fte"]) / fte


def ages_of(ages: Sequence[Row], role: str) -> Sequence[Row]:
    """The rows of the sheet of ages that hold for a role: its own, or those of every role."""
    return [row for row in ages if row["role"] == role] or [row for row in ages if row["role"] is None]


def _column(ages: Sequence[Row], column: str) -> Bands:
    parts = [0.0] * len(BANDS)
    for row in ages:
        parts[BAND_AT[_word(row["band"])]] = _share(row[column])
    return tuple(parts)


def _move(row: Row, at: dict[str, int]) -> Move:
    return Move(at[_word(row["role"])], at[_word(row["into"])], _share(row["rate"]))


def _pipeline(row: Row, contents: Contents, at: dict[str, int]) -> Pipeline:
    name = _word(row["pipeline"])
    intakes = [each for each in contents["intakes"] if each["pipeline"] == name]
    return Pipeline(
        name,
        at[_word(row["role"])],
        _whole(row["years"]),
        _share(row["dropout"]),
        _share(row["practise"]),
        _share(row["stay"]),
        BAND_AT[_word(row["band"])],
        tuple((_whole(each["year"]), _number(each["heads"])) for each in intakes),
        _share(row["spread"]),
        _word(row["employer"]),
    )


def _driver(row: Row) -> Driver:
    value, year = _number(row["value"]), _whole(row["year"])
    growth = _share(row["growth"])
    if row["later"] is not None:
        growth = (_number(row["later"]) / value) ** (1 / (_whole(row["later_year"]) - year)) - 1
    return Driver(_word(row["driver"]), _word(row["unit"]), value, year, growth, _share(row["spread"]))


def _need(row: Row, contents: Contents, at: dict[str, int]) -> Need:
    drivers = [_word(each["driver"]) for each in contents["drivers"]]
    per = None if row["per"] is None else _number(row["per"])
    return Need(
        at[_word(row["role"])],
        drivers.index(_word(row["driver"])),
        _number(row["fte"]),
        per,
        _share(row["productivity"]),
    )


def _cost(row: Row, at: dict[str, int]) -> Cost:
    cover = None if row["cover"] is None else _whole(row["cover"])
    return Cost(at[_word(row["role"])], _whole(row["pounds"]), _whole(row["year"]), _share(row["pay"]), cover)


def _criterion(row: Row) -> Criterion:
    by_years = row["measure"] == "training"
    threshold = _number(row["years"]) if by_years else _share(row["percent"])
    return Criterion(_word(row["measure"]), threshold, _word(row["agreed_by"]))


def changes_of(contents: Contents, scenario: str) -> tuple[Change, ...]:
    """What a scenario changes, by its name."""
    return tuple(
        Change(
            _word(row["effect"]),
            _word(row["of"]),
            _share(row["points"]) if row["effect"] in IN_POINTS else _number(row["amount"]),
            _whole(row["since"]),
            LATEST if row["until"] is None else _whole(row["until"]),
        )
        for row in contents["changes"]
        if row["scenario"] == scenario
    )


def promises_of(contents: Contents) -> tuple[Promise, ...]:
    """What the documents say there will be."""
    return tuple(
        Promise(
            _word(row["said"]),
            _word(row["measure"]),
            _word(row["of"]),
            _number(row["number"]),
            _whole(row["by"]),
            HALF_OF_ONE if row["within"] is None else _number(row["within"]),
            _word(row["scenario"]),
            _word(row["source"]),
            row.number,
        )
        for row in contents["promises"]
    )


def _number(value: Value) -> float:
    return 0.0 if value is None else float(value)  # type: ignore[arg-type]


def _whole(value: Value) -> int:
    return int(_number(value))


def _share(value: Value) -> float:
    return _number(value) / 100


def _word(value: Value) -> str:
    return "" if value is None else str(value)
