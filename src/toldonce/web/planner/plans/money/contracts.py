"""The register of contracts, one contract in the year, and everything that one provider has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.money.contracts.declared import FORMS, KINDS
from toldonce.steering.money.contracts.declared_quality import SCHEME_KINDS, STEPS
from toldonce.steering.money.contracts.duplicates import duplicates
from toldonce.steering.money.contracts.notices import matters_of
from toldonce.steering.money.contracts.position import Position, position
from toldonce.steering.money.contracts.procurement import ending
from toldonce.steering.money.contracts.quality import schemes_of
from toldonce.steering.money.contracts.reconciled import reconciled
from toldonce.steering.money.contracts.register import Contract, Register, register_of
from toldonce.steering.money.contracts.words import of_contract, of_provider
from toldonce.steering.money.months import NAMES, named
from toldonce.steering.sheets.queries import Opened
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.plans.money import charts
from toldonce.web.planner.plans.money.cells import Origin, cell, origin, row_origin, today
from toldonce.web.planner.readers import readers_of_figures

TAB = "Register"
NOTHING = "planner/pages/plans/money/nothing.html"


@dataclass(frozen=True, slots=True)
class Line:
    """A contract of the list: where it stands, and whether it ends soon."""

    contract: Contract
    stands: Position
    ends_soon: bool


def opened_register(key: str) -> tuple[Opened, Register | None]:
    """A book of contracts and the register that it makes; raises Http404."""
    opened = showing.book_called("contracts", key)
    return opened, register_of(opened.contents, today())


@readers_of_figures
@require_safe
def every(request: HttpRequest, key: str) -> HttpResponse:
    """Every contract, the largest first, with providers to choose from."""
    opened, register = opened_register(key)
    if register is None:
        return render(request, NOTHING, framed(opened, TAB))
    soon = set(ending(register))
    lines = [Line(each, position(register, each), each in soon) for each in _largest_first(register)]
    shown = {
        "register": register,
        "lines": lines,
        "providers": _providers(register),
        "kinds": KINDS,
        "total": sum(each.value for each in register.contracts),
        "soon": len(soon),
        "twice": len(duplicates(register.contracts)),
    }
    return render(request, "planner/pages/plans/money/contracts.html", framed(opened, TAB, **shown))


def _largest_first(register: Register) -> list[Contract]:
    return sorted(register.contracts, key=lambda each: (-each.value, each.number))


def _providers(register: Register) -> list[tuple[str, int, int]]:
    """Each provider with a number for its address, and how many contracts it has."""
    counts: dict[str, list[Contract]] = {}
    for each in register.contracts:
        counts.setdefault(each.provider, []).append(each)
    return [(name, those[0].row, len(those)) for name, those in sorted(counts.items())]


@readers_of_figures
@require_safe
def provider(request: HttpRequest, key: str, row: int) -> HttpResponse:
    """Everything that one provider has, by commissioner, with what may be paid twice and what ends."""
    opened, register = opened_register(key)
    one = next((each for each in register.contracts if each.row == row), None) if register else None
    if register is None or one is None:
        raise Http404("There is no such contract in this register.")
    theirs = [each for each in register.contracts if each.provider == one.provider]
    ends = [each for each in ending(register) if each in theirs]
    twice = duplicates(theirs)
    shown = {
        "register": register,
        "provider": one.provider,
        "sentences": of_provider(one.provider, theirs, ends, twice),
        "groups": _by_commissioner(theirs),
        "ends": ends,
        "twice": twice,
        "kinds": KINDS,
        "address": lambda each: cell(opened, "contracts", each.row, "value"),
    }
    return render(request, "planner/pages/plans/money/provider.html", framed(opened, TAB, **shown))


def _by_commissioner(contracts: list[Contract]) -> list[tuple[str, int, list[Contract]]]:
    groups: dict[str, list[Contract]] = {}
    for each in contracts:
        groups.setdefault(each.commissioner, []).append(each)
    made = [(name, sum(each.value for each in those), those) for name, those in groups.items()]
    return sorted(made, key=lambda group: -group[1])


@readers_of_figures
@require_safe
def contract(request: HttpRequest, key: str, row: int) -> HttpResponse:
    """One contract in the year: position, account, quality, variations, matters."""
    opened, register = opened_register(key)
    one = next((each for each in register.contracts if each.row == row), None) if register else None
    if register is None or one is None:
        raise Http404("There is no such contract in this register.")
    stands = position(register, one)
    schemes = schemes_of(opened.contents, one.number, stands.total("value"))
    matters = matters_of(opened.contents, one.number)
    account = reconciled(stands, schemes, matters)
    shown = {
        "register": register,
        "contract": one,
        "stands": stands,
        "sentences": of_contract(stands, schemes, account),
        "chart": _chart(stands),
        "months": [(named(register.year, at), *pair) for at, pair in enumerate(stands.by_month())],
        "account": account,
        "schemes": schemes,
        "variations": _variations(stands),
        "matters": matters,
        "origins": _origins(opened, stands),
        "words": {"forms": FORMS, "kinds": KINDS, "schemes": SCHEME_KINDS, "steps": STEPS},
        "through": NAMES[register.closed - 1] if register.closed else "",
        "address": lambda sheet, number, column: cell(opened, sheet, number, column),
    }
    return render(request, "planner/pages/plans/money/contract.html", framed(opened, TAB, **shown))


def _chart(stands: Position) -> str:
    if not stands.lines:
        return ""
    words = "Twelve months, each with the value that was planned and the value that is due; the table says the same."
    return charts.months("by-month", f"{stands.contract.title} by month", stands.by_month(), words)


def _variations(stands: Position) -> list[tuple]:
    """Every variation of the contract with its line, in the order of their days."""
    found = [(each, line.line) for line in stands.lines for each in line.line.variations]
    return sorted(found, key=lambda pair: (pair[0].on, pair[0].row))


def _origins(opened: Opened, stands: Position) -> list[Origin]:
    """Every cell that the position was made of, but the months, which have their own sheets."""
    made = [origin(opened, "contracts", stands.contract.row, "value", "As signed", stands.contract.source)]
    for each in stands.lines:
        if each.line.form == "block":
            made.append(origin(opened, "lines", each.line.row, "value", each.line.point))
        else:
            price = origin(opened, "lines", each.line.row, "price", each.line.point)
            made.append(replace(price, says=f"{each.line.price:,.2f}"))
        if each.line.plan_row:
            made.append(row_origin(opened, "plan", each.line.plan_row, each.line.point))
        if each.line.activity_row:
            made.append(row_origin(opened, "activity", each.line.activity_row, each.line.point))
    return made
