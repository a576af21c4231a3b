"""What must hold in a register of contracts, each with its cell: days, prices, plans and variations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from toldonce.steering.money.cells import repeated
from toldonce.steering.money.contracts import declared, declared_buying, declared_quality
from toldonce.steering.money.contracts.checks_of_buying import lots_unfit
from toldonce.steering.money.contracts.checks_of_quality import notices_unfit, schemes_unfit
from toldonce.steering.money.contracts.duplicates import duplicates
from toldonce.steering.money.contracts.position import signed_value
from toldonce.steering.money.contracts.pricing import worth_as_signed
from toldonce.steering.money.contracts.register import Contract, Line, Register, Variation, register_of
from toldonce.steering.money.months import MONTHS
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row
from toldonce.steering.sheets.scales import strange_beside_before

NEAR = Decimal("0.05")  # how far a thousandth may be from one and still be thousands
FAR_OFF, COUNTED = 5, 50  # times from the plan that a month may be, where so many were planned or delivered
WITHOUT_A_DAY = date(
    1900, 1, 1
)  # the check knows no today: a register without its day is judged by its dates alone


def check(contents: Contents) -> list[Finding]:
    """Everything that does not hold across the sheets of a register."""
    register = register_of(contents, WITHOUT_A_DAY)
    found = [
        *_terms(contents),
        *repeated(contents, declared.CONTRACTS, "contract"),
        *repeated(contents, declared.LINES, "line"),
        *repeated(contents, declared.PLAN, "line"),
        *repeated(contents, declared.ACTIVITY, "line"),
        *repeated(contents, declared.VARIATIONS, "variation", "line"),
        *repeated(contents, declared_quality.SCHEMES, "scheme"),
        *repeated(contents, declared_buying.LOTS, "lot"),
        *_days(contents),
        *_payment(contents),
        *schemes_unfit(contents),
        *notices_unfit(contents),
        *lots_unfit(contents),
    ]
    if register is not None:
        found += [
            *_values(register),
            *_plans(register),
            *_activity(register),
            *_variations(register),
            *_twice(register),
        ]
    return found


def _terms(contents: Contents) -> Iterator[Finding]:
    if len(contents["terms"]) != 1:
        yield Finding(At(declared.TERMS), f"has {len(contents['terms'])} rows: say the year in one")


def _days(contents: Contents) -> Iterator[Finding]:
    for row in contents["contracts"]:
        starts, ends = row["starts"], row["ends"]
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            says = f"is {ends:%d/%m/%Y}, before the start on {starts:%d/%m/%Y}"
            yield Finding(At(declared.CONTRACTS, row.number, "ends"), says)


def _payment(contents: Contents) -> Iterator[Finding]:
    for row in contents["lines"]:
        form = row["form"]
        if form in ("tariff", "cost and volume") and row["price"] is None:
            yield Finding(
                At(declared.LINES, row.number, "price"), "is empty, and the line is paid by the activity"
            )
        if form == "block" and row["value"] is None:
            yield Finding(At(declared.LINES, row.number, "value"), "is empty, and the line is a block")
        if form == "cost and volume":
            yield from (_without(row, column) for column in ("tolerance", "marginal") if row[column] is None)
        if form and form != "block" and row["value"] is not None:
            says = "is not used, as the line is paid by the activity"
            yield Finding(At(declared.LINES, row.number, "value"), says, Grade.DOUBT)


def _without(row: Row, column: str) -> Finding:
    return Finding(At(declared.LINES, row.number, column), "is empty, and the line is cost and volume")


def _values(register: Register) -> Iterator[Finding]:
    """A contract whose lines make another value than it was signed for, and prices or values in thousands."""
    for contract in register.contracts:
        lines, at = register.lines_of(contract), At(declared.CONTRACTS, contract.row, "value")
        planned = signed_value(register, contract)
        if not planned or not all(register.in_force(contract)) or planned == contract.value:
            continue
        says = f"is £{contract.value:,}, and its lines come to £{planned:,} as signed"
        if _near(contract.value * 1000, planned):
            yield Finding(at, f"{says}: it is typed in thousands", should=planned)
        elif _near(contract.value, planned * 1000):
            yield Finding(
                At(declared.LINES, lines[0].row, "price"), f"{says}: are the prices typed in thousands?"
            )
        elif (one := _line_in_thousands(lines, contract.value - planned)) is not None:
            column = "value" if one.form == "block" else "price"
            yield Finding(
                At(declared.LINES, one.row, column), f"is typed in thousands: {contract.number} {says}"
            )
        elif abs(planned - contract.value) > 12 * len(lines):
            yield Finding(
                at, f"{says}: £{abs(planned - contract.value):,} apart", Grade.DOUBT, should=planned
            )


def _line_in_thousands(lines: Sequence[Line], short: int) -> Line | None:
    """The line whose value in the year, a thousand times, is what a contract is short of."""
    return next((each for each in lines if _near(sum(worth_as_signed(each)) * 999, short)), None)


def _near(one: int, other: int) -> bool:
    return bool(other) and abs(Decimal(one) / other - 1) <= NEAR


def _plans(register: Register) -> Iterator[Finding]:
    for line, contract in _with_contracts(register):
        for at, running in enumerate(register.in_force(contract)):
            if line.planned[at] and not running and not _backwards(contract):
                says = f"is planned while {contract.number} is not in force: it is left out"
                yield Finding(At(declared.PLAN, line.plan_row, MONTHS[at]), says)
        if line.form != "block" and line.plan_row is None:
            says = "has no row in the activity plan: its plan is nothing"
            yield Finding(At(declared.LINES, line.row, "line"), says, Grade.DOUBT)


def _backwards(contract: Contract) -> bool:
    return contract.ends is not None and contract.ends < contract.starts


def _activity(register: Register) -> Iterator[Finding]:
    for line, contract in _with_contracts(register):
        for at, says in _doubts_of_months(line, register.closed, register.in_force(contract)):
            cell = At(declared.ACTIVITY, line.activity_row, MONTHS[at])
            yield Finding(cell, says, Grade.DOUBT)


def _doubts_of_months(line: Line, closed: int, running: Sequence[bool]) -> Iterator[tuple[int, str]]:
    """The months of a line whose activity is strange, by their places, and why."""
    for at, done in enumerate(line.delivered):
        if done is None:
            if at < closed and line.activity_row is not None and running[at]:
                yield at, "is empty although the month is closed: write 0 if there was none"
        elif at >= closed:
            yield at, "is given for a month that is not closed, and not used"
        elif done and not running[at]:
            yield at, f"is delivered while {line.contract} is not in force"
        elif done and (line.planned[at] >= COUNTED or done >= COUNTED) and not _alike(done, line.planned[at]):
            yield (
                at,
                f"is {done:,}, and {line.planned[at]:,} are planned: is it of another line, or a digit too many?",
            )


def _alike(done: int, planned: int) -> bool:
    """Whether what was delivered is neither a fifth of what was planned nor five times as much."""
    return not planned or (planned < done * FAR_OFF and done < planned * FAR_OFF)


def _with_contracts(register: Register) -> Iterator[tuple[Line, Contract]]:
    for line in register.lines:
        contract = register.contract(line.contract)
        if contract is not None:
            yield line, contract


def _variations(register: Register) -> Iterator[Finding]:
    for line, contract in _with_contracts(register):
        for each in line.variations:
            yield from _variation(register, line, contract, each)


def _variation(register: Register, line: Line, contract: Contract, each: Variation) -> Iterator[Finding]:
    if unfit := _day_unfit(register, contract, each):
        says, grade = unfit
        yield Finding(At(declared.VARIATIONS, each.row, "on"), says, grade)
    if each.more is None and each.price is None and each.value is None:
        yield Finding(At(declared.VARIATIONS, each.row), "changes neither activity, nor price, nor value")
    if each.value is not None and line.form != "block":
        says = f"is not used, as “{line.name}” is no block"
        yield Finding(At(declared.VARIATIONS, each.row, "value"), says, Grade.DOUBT)
    if each.price is not None and line.form == "block":
        says = f"is not used, as “{line.name}” is a block"
        yield Finding(At(declared.VARIATIONS, each.row, "price"), says, Grade.DOUBT)
    if each.value is not None and line.value and (strange := strange_beside_before(line.value, each.value)):
        says = f"{strange}: is it typed in thousands?"
        yield Finding(At(declared.VARIATIONS, each.row, "value"), says, Grade.DOUBT)
    if each.price is not None and line.price and not Decimal("0.01") < each.price / line.price < 100:
        says = f"is £{each.price:,}, where it was £{line.price:,}: is one of the two typed in thousands?"
        yield Finding(At(declared.VARIATIONS, each.row, "price"), says, Grade.DOUBT)


def _day_unfit(register: Register, contract: Contract, each: Variation) -> tuple[str, Grade] | None:
    """What is wrong or doubtful about the day of a variation."""
    if not contract.covers(each.on, each.on):
        return f"is outside the days of {contract.number}", Grade.ERROR
    if each.since > register.last:
        return "is after the year: it changes nothing here", Grade.DOUBT
    if each.on != each.since:
        return f"is within a month: it counts from {each.since:%d/%m/%Y}", Grade.DOUBT
    return None


def _twice(register: Register) -> Iterator[Finding]:
    for pair in duplicates(register.contracts):
        says = f"{pair.why}: compare with {pair.one.number}, £{pair.value:,} a year may be paid twice"
        yield Finding(At(declared.CONTRACTS, pair.other.row, "title"), says, Grade.DOUBT)
