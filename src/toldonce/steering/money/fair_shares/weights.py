"""Practices, networks and places with their populations, and the amounts and spend, made from the rows of sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from toldonce.steering.money.cells import said
from toldonce.steering.money.fair_shares.declared import COMPONENTS
from toldonce.steering.sheets.declaring import Contents, Row

Populations = Mapping[str, Decimal]  # people by component, "registered" among them


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice with the network and the place that it is counted to, and its populations by year of the formula."""

    code: str
    name: str
    network: str
    place: str
    note: str
    years: Mapping[int, Populations]
    row: int


@dataclass(frozen=True, slots=True)
class Pot:
    """An amount to be shared by a component, and the spend that is known, by code of practice or network."""

    name: str
    component: str
    amount: int | None
    source: str
    spend: Mapping[str, int]
    row: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that shares are made from."""

    practices: tuple[Practice, ...]
    networks: Mapping[str, str]
    pots: tuple[Pot, ...]
    boards: Mapping[int, Mapping[str, Populations]]
    board: str

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the formula for which every practice is weighted, newest first."""
        known = {year for practice in self.practices for year in practice.years}
        whole = (year for year in known if all(year in practice.years for practice in self.practices))
        return tuple(sorted(whole, reverse=True))

    def pot(self, name: str) -> Pot | None:
        """The amount of a name."""
        return next((pot for pot in self.pots if pot.name == name), None)


def weights_of(contents: Contents) -> Weights:
    """The weights that sheets make; a row that is not whole, or refers to none, is left out."""
    networks = {row["network"]: row for row in contents["networks"] if row["network"] and row["place"]}
    years: dict[str, dict[int, Populations]] = {}
    for row in contents["weights"]:
        if row["year"] is not None and row["registered"] is not None:
            years.setdefault(str(row["practice"]), {}).setdefault(cast(int, row["year"]), _populations(row))
    return Weights(
        practices=_practices(contents, networks, years),
        networks={str(code): said(row["name"]) for code, row in networks.items()},
        pots=_pots(contents),
        boards=_boards(contents),
        board=next((said(row["board"]) for row in contents["terms"]), ""),
    )


def _practices(
    contents: Contents, networks: Mapping[Any, Row], years: Mapping[str, Mapping[int, Populations]]
) -> tuple[Practice, ...]:
    made: dict[str, Practice] = {}
    for row in contents["practices"]:
        code, network = said(row["practice"]), networks.get(row["network"])
        if code and code not in made and network is not None:
            words = said(row["name"]) or code, said(row["network"]), said(network["place"]), said(row["note"])
            made[code] = Practice(code, *words, years.get(code, {}), row.number)
    return tuple(made.values())


def _populations(row: Row) -> Populations:
    return {key: cast(Decimal, row[key]) for key in COMPONENTS if row[key] is not None}


def _pots(contents: Contents) -> tuple[Pot, ...]:
    spend: dict[str, dict[str, int]] = {}
    for row in contents["spend"]:
        if row["body"] is not None and row["spend"] is not None:
            spend.setdefault(said(row["pot"]), {}).setdefault(said(row["body"]), cast(int, row["spend"]))
    made: dict[str, Pot] = {}
    for row in contents["pots"]:
        name = said(row["pot"])
        if name and row["component"] and name not in made:
            amount = cast("int | None", row["amount"])
            made[name] = Pot(
                name, said(row["component"]), amount, said(row["source"]), spend.get(name, {}), row.number
            )
    return tuple(made.values())


def _boards(contents: Contents) -> dict[int, dict[str, Populations]]:
    made: dict[int, dict[str, Populations]] = {}
    for row in contents["boards"]:
        if row["year"] is not None and row["board"] and row["registered"] is not None:
            made.setdefault(cast(int, row["year"]), {}).setdefault(said(row["board"]), _populations(row))
    return made
