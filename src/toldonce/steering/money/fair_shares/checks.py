"""What must hold in fair shares: everybody weighted once, people and not thousands, no pound spent twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import cast

from toldonce.steering.money.cells import repeated
from toldonce.steering.money.fair_shares import declared
from toldonce.steering.money.fair_shares.declared import COMPONENTS, WEIGHTED
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row, Sheet
from toldonce.steering.sheets.saying import pounds, year_words

LEAST, MOST = (
    Decimal("0.2"),
    Decimal(5),
)  # weighted people for each registered one; published ones lie in 0.43 to 2.37
LITTLE = 1  # pounds for each registered person: less is more likely an amount in thousands


def check(contents: Contents) -> list[Finding]:
    """Everything that does not hold across the sheets of fair shares, each with its cell."""
    return [
        *_one_board(contents),
        *repeated(contents, declared.NETWORKS, "network"),
        *repeated(contents, declared.PRACTICES, "practice"),
        *repeated(contents, declared.WEIGHTS, "practice", "year"),
        *repeated(contents, declared.BOARDS, "board", "year"),
        *repeated(contents, declared.POTS, "pot"),
        *repeated(contents, declared.SPEND, "body", "pot"),
        *_unlikely(contents, declared.WEIGHTS),
        *_unlikely(contents, declared.BOARDS),
        *_unweighted(contents),
        *_as_the_board_says(contents),
        *_amounts(contents),
        *_spent(contents),
    ]


def _one_board(contents: Contents) -> Iterator[Finding]:
    if len(contents["terms"]) != 1:
        yield Finding(
            At(declared.TERMS), f"has {len(contents['terms'])} rows: say in one whose practices these are"
        )


def _unlikely(contents: Contents, sheet: Sheet) -> Iterator[Finding]:
    for row in contents[sheet.key]:
        registered = row["registered"]
        if not isinstance(registered, Decimal | int) or not registered:
            continue
        for key in WEIGHTED:
            value = row[key]
            if isinstance(value, Decimal | int) and not LEAST <= value / registered <= MOST:
                says = (
                    f"is {value:,f} for {registered:,f} registered people: weighting does not go so far. Has a "
                    "column moved, or is it a share?"
                )
                yield Finding(At(sheet, row.number, key), says, Grade.DOUBT)


def _unweighted(contents: Contents) -> Iterator[Finding]:
    weighted = {(row["practice"], row["year"]) for row in contents["weights"]}
    years = sorted({cast(int, row["year"]) for row in contents["weights"] if row["year"] is not None})
    for row in contents["practices"]:
        missing = [year for year in years if (row["practice"], year) not in weighted]
        if missing and row["practice"] is not None:
            named = ", ".join(year_words(year) for year in missing)
            says = (
                f"“{row['practice']}” has no weighted population for {named}: nothing is shared by that year"
            )
            yield Finding(At(declared.PRACTICES, row.number, "practice"), says)


def _as_the_board_says(contents: Contents) -> Iterator[Finding]:
    own = next((row["board"] for row in contents["terms"]), None)
    for row in contents["boards"]:
        if own is None or row["board"] != own:
            continue
        practices = [each for each in contents["weights"] if each["year"] == row["year"]]
        for key in COMPONENTS:
            yield from _as_one_says(row, key, practices)


def _as_one_says(row: Row, key: str, practices: Iterable[Row]) -> Iterator[Finding]:
    parts = [each[key] for each in practices]
    if row[key] is None or None in parts or not parts:
        return
    added, told = sum(cast("list[Decimal]", parts)), cast(Decimal, row[key])
    if abs(added - told) >= 1:
        says = f"is {told:,.1f}, and the practices add up to {added:,.1f}"
        yield Finding(At(declared.BOARDS, row.number, key), says, should=added)


def _amounts(contents: Contents) -> Iterator[Finding]:
    years = [row["year"] for row in contents["weights"] if row["year"] is not None]
    people = sum(
        cast(Decimal, row["registered"] or 0)
        for row in contents["weights"]
        if years and row["year"] == max(cast("list[int]", years))
    )
    entered = {row["pot"] for row in contents["spend"]}
    for row in contents["pots"]:
        at, amount = At(declared.POTS, row.number, "amount"), row["amount"]
        if isinstance(amount, int) and amount < people * LITTLE:
            says = f"is £{amount:,} for {people:,.0f} people: is it typed in thousands?"
            yield Finding(at, says, Grade.DOUBT, should=amount * 1000)
        if amount is None and row["pot"] not in entered:
            yield Finding(at, "is empty, and no spend is entered: there is nothing to share")


def _spent(contents: Contents) -> Iterator[Finding]:
    network_of = {row["practice"]: row["network"] for row in contents["practices"]}
    networks = {row["network"] for row in contents["networks"]}
    entered = {(row["pot"], row["body"]) for row in contents["spend"]}
    for row in contents["spend"]:
        body, at = row["body"], At(declared.SPEND, row.number, "body")
        if body is None:
            continue
        network = network_of.get(body)
        if body not in network_of and body not in networks:
            yield Finding(at, f"“{body}” is neither a practice nor a network of these sheets")
        elif network is not None and (row["pot"], network) in entered:
            says = f"“{body}” is of the network {network}, whose spend is entered as well: it would be counted twice"
            yield Finding(at, says)
    yield from _incomplete(contents, network_of)


def _incomplete(contents: Contents, network_of: dict) -> Iterator[Finding]:
    for row in contents["pots"]:
        spent = [
            each for each in contents["spend"] if each["pot"] == row["pot"] and each["spend"] is not None
        ]
        bodies = {each["body"] for each in spent}
        without = [code for code, network in network_of.items() if not {code, network} & bodies]
        total, amount = sum(cast(int, each["spend"]) for each in spent), row["amount"]
        if spent and without:
            says = f"has spend for all but {len(without)} practices: distances are shown for the others only"
            yield Finding(At(declared.POTS, row.number, "pot"), says, Grade.DOUBT)
        elif spent and isinstance(amount, int) and total != amount:
            off = pounds(total - amount)
            says = f"is £{amount:,}, and the spend adds up to £{total:,}: the distances add up to {off}"
            yield Finding(At(declared.POTS, row.number, "amount"), says, Grade.DOUBT, should=total)
