"""What an audit says: findings with their proof, what rounding explains, and what could not be checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from toldonce.figures.audit.cells import Cell

CERTAIN, LIKELY, POSSIBLE = "certain", "likely", "possible"
STRENGTHS = (CERTAIN, LIKELY, POSSIBLE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as a report names it."""

    table: str
    address: str
    name: str
    printed: str


def shown(cell: Cell) -> Shown:
    """How a report names a cell; one that was computed has no address."""
    return Shown(
        cell.table, cell.address or cell.text, cell.name, cell.text if cell.address else f"{cell.value:,.10g}"
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a table that does not hold, the cell at fault where that can be told, and the proof."""

    kind: str
    strength: str
    sentence: str
    cell: Shown
    should_be: str = ""
    between: str = ""  # the values that the printed precision allows, where they are more than one
    slip: str = ""
    rules: tuple[str, ...] = ()
    proof: tuple[Shown, ...] = ()
    instead: tuple[
        tuple[Shown, str], ...
    ] = ()  # other cells that could be at fault, each with what it should be


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rule that is off by no more than rounding explains."""

    rule: str
    cell: Shown
    off_by: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Audit:
    """All that an audit says of some tables."""

    tables: tuple[str, ...]
    figures: int
    checked: int
    rules: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    roundings: tuple[Rounding, ...] = ()
    unchecked: tuple[str, ...] = field(default=())

    def as_json(self) -> dict:
        """The audit as plain lists and dictionaries."""
        return asdict(self)
