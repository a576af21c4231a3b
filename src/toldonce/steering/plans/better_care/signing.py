"""Who must sign a Better Care Fund plan: the partners of which its sheet says in which capacity they do."""

from __future__ import annotations

from collections.abc import Iterator

from toldonce.steering.plans.better_care import sheets
from toldonce.steering.sheets.declaring import At, Contents, Finding, Party, Row

Signer = tuple[str, str]  # the code of an organisation and the capacity in which it signs


def signers(contents: Contents) -> list[Party]:
    """Who must sign, in the order of the partners; by the post of that title where no other is named."""
    return [
        Party(str(row["code"]), str(row["signs"]), str(row["post"] or row["signs"]))
        for row in _signing(contents)
        if row["code"]
    ]


def who_signs(contents: Contents) -> dict[Signer, str]:
    """The partners that sign, by code and capacity, with their names."""
    return {(str(row["code"]), str(row["signs"])): str(row["name"]) for row in _signing(contents)}


def findings(contents: Contents) -> Iterator[Finding]:
    """The partners that could never sign: without an organisation, or in a capacity that another signs in."""
    seen: dict[Signer, int] = {}
    for row in _signing(contents):
        if not row["code"]:
            says = "is empty, and this partner signs: write its code, by which those who may sign for it are known."
            yield Finding(At(sheets.PARTNERS, row.number, "code"), says)
            continue
        first = seen.setdefault((str(row["code"]), str(row["signs"])), row.number)
        if first != row.number:
            says = (
                f"is that of row {first}, for the same organisation: a capacity signs once, so name another."
            )
            yield Finding(At(sheets.PARTNERS, row.number, "signs"), says)


def _signing(contents: Contents) -> list[Row]:
    return [row for row in contents.get("partners", ()) if row["signs"]]
