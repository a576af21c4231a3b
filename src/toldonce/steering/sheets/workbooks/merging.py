"""What a file changes, beside what others changed since it was made: theirs stays, and what collides is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toldonce.steering.sheets.comparing import Comparison, compare
from toldonce.steering.sheets.declaring import Row, Sheet
from toldonce.steering.sheets.earlier import as_it_was
from toldonce.steering.sheets.queries import Opened
from toldonce.steering.sheets.workbooks.knowing import known_again
from toldonce.steering.sheets.workbooks.reading import Read


@dataclass
class Proposal:
    """What taking a file would change, what of it is left as it is with the reason, and how its rows were known."""

    differences: Comparison
    left: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


def proposed(opened: Opened, file: Read) -> Proposal:
    """What a file without faults changes in a plan: what is different in it from the version that it was made of."""
    base = opened.contents if file.version is None else as_it_was(opened, file.version)
    left: list[str] = []
    known: list[str] = []
    merged = {}
    for sheet in opened.kind.sheets:
        then, now = base[sheet.key], opened.contents[sheet.key]
        theirs = known_again(opened.kind, sheet, then, file.contents[sheet.key], known)
        merged[sheet.key] = _Merged(sheet, then, now, theirs, left).rows()
    return Proposal(compare(opened.kind, opened.contents, merged), left, known)


class _Merged:
    """One sheet in three states: as the file was made, as it stands now, and as the file says."""

    def __init__(
        self, sheet: Sheet, base: Sequence[Row], now: Sequence[Row], file: Sequence[Row], left: list[str]
    ) -> None:
        self.sheet, self.left = sheet, left
        self.base, self.now, self.file = ({row.key: row for row in rows} for rows in (base, now, file))

    def rows(self) -> list[Row]:
        """The rows that both sides together make."""
        kept = {key: self._cells(row) for key, row in self.now.items() if self._stays(key)}
        for key, row in self.file.items():
            if key not in self.base and key not in self.now:
                self._added(key, row, kept)
        for key in self.file:
            if key in self.base and key not in self.now and self._differs(key):
                self._leave(f"row {self.base[key].number} of then was removed here since the file was made")
        order = self._order(list(kept))
        return [Row(key, number, kept[key].values, kept[key].version) for number, key in enumerate(order, 1)]

    def _added(self, key: int, row: Row, kept: dict[int, Row]) -> None:
        if key > 0:
            self._leave(f"line {key} of the file is none of this sheet: leave the line empty for a new row")
        elif any(each.values == row.values for other, each in self.now.items() if other not in self.base):
            first = self.sheet.columns[0]
            words = first.kind.say(row[first.key])
            self._leave(
                f"a new row of the file, “{words}”, is the same as one that was added here since it was made"
            )
        else:
            kept[key] = row

    def _stays(self, key: int) -> bool:
        if key in self.file or key not in self.base:
            return True
        if self.now[key].values == self.base[key].values:
            return False
        self._leave(f"row {self.now[key].number} is not in the file, and was edited here since it was made")
        return True

    def _differs(self, key: int) -> bool:
        return self.file[key].values != self.base[key].values

    def _cells(self, row: Row) -> Row:
        """A row as it stands now, with the cells that the file alone changed."""
        if row.key not in self.file:
            return row
        theirs, base = self.file[row.key], self.base.get(row.key, row)
        values = dict(row.values)
        for column in self.sheet.columns:
            said, was, now = theirs[column.key], base[column.key], row[column.key]
            if said in (was, now):
                continue
            if now == was:
                values[column.key] = said
            else:
                told, stood, stands = map(column.kind.say, (said, was, now))
                here = f"here “{stood}” became “{stands}”"
                self._leave(f"row {row.number}, {column.head}: the file says “{told}”, and {here}")
        return Row(row.key, row.number, values, row.version)

    def _order(self, keys: list[int]) -> list[int]:
        """The order of the file, as long as nobody changed the order or the rows here since it was made."""
        file = [key for key in self.file if key in keys]
        if list(self.now) == list(self.base) and len(file) == len(keys):
            return file
        order = [key for key in keys if key in self.now]
        before: int | None = None
        for key in file:
            if key not in self.now:
                order.insert(order.index(before) + 1 if before in order else len(order), key)
            before = key
        return order

    def _leave(self, words: str) -> None:
        self.left.append(f"{self.sheet.title}, {words}")
