"""One change on its way into the rows of a book: what it does to cells and rows, then all of it written at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from django.db import connection

from toldonce.directory.actors import Actor
from toldonce.steering.sheets.comparing import Comparison
from toldonce.steering.sheets.declaring import ROWS_AT_MOST, THE_PLAN, At, BookKind, Finding, Sheet
from toldonce.steering.sheets.errors import EditRefused
from toldonce.steering.sheets.kinds import NO_TEXT, Value
from toldonce.steering.sheets.models import Act, Book, BookChange, BookEdit, BookRow, State
from toldonce.steering.sheets.queries import Opened, found, opened_with
from toldonce.steering.sheets.stored import in_order, kept

NO_REASON = "Say why: whoever reads the plan in a year must be able to judge the change."
LONGEST_REASON = 1_000  # letters
ROWS_AGAIN = """
    update steering_sheets_bookrow as row
    set "values" = new.told::jsonb, position = new.position, version = new.version
    from unnest(%s::bigint[], %s::text[], %s::float8[], %s::int[]) as new (id, told, position, version)
    where row.id = new.id
"""
NARROWEST = 1e-6  # between two positions; the rows of a sheet are put apart again where one is needed


@dataclass(frozen=True)
class Saved:
    """A change that was made with its edits, and the book as it stands after it."""

    change: BookChange
    edits: Sequence[BookEdit]
    opened: Opened


@dataclass
class Saving:
    """The rows of a locked book, and what one change does to them; nothing is written before `write`."""

    kind: BookKind
    book: Book
    rows: dict[int, BookRow]
    edits: list[BookEdit] = field(default_factory=list)
    edited: set[int] = field(default_factory=set)
    added: set[int] = field(default_factory=set)
    removed: dict[int, BookRow] = field(default_factory=dict)

    def sheet(self, row: BookRow) -> Sheet:
        """The sheet that a row belongs to."""
        return self.kind.by_key[row.sheet]

    def ordered(self, sheet: Sheet) -> list[BookRow]:
        """The rows of a sheet as they stand now."""
        return sorted((row for row in self.rows.values() if row.sheet == sheet.key), key=in_order)

    def at(self, row: BookRow, column: str = "") -> At:
        """Where people find a row or one of its cells now."""
        sheet = self.sheet(row)
        return At(sheet, self.ordered(sheet).index(row) + 1, column)

    def found_at(self, cells: Iterable[tuple[BookRow, str, str, Value]]) -> list[Finding]:
        """What is found at each of many cells: its row and column, what is said of it, and what it should be."""
        ordered = (enumerate(self.ordered(sheet), 1) for sheet in self.kind.sheets)
        numbers = {row.key: number for rows in ordered for number, row in rows}
        return [
            Finding(At(self.sheet(row), numbers[row.key], column), says, should=should)
            for row, column, says, should in cells
        ]

    def row(self, key: int) -> BookRow:
        """A row of this book. Raises EditRefused."""
        if key not in self.rows:
            raise EditRefused(
                "A row that this is about is not there, or not there any more: open the page again."
            )
        return self.rows[key]

    def set_cell(self, row: BookRow, column: str, text: str) -> None:
        """Let a cell say something else; the same again is no edit."""
        was = row.values.get(column, "")
        if was == text:
            return
        self.edits.append(BookEdit(sheet=row.sheet, row=row.key, column=column, was=was, became=text))
        row.values = {key: kept for key, kept in {**row.values, column: text}.items() if kept}
        self._touch(row)

    def add(
        self,
        sheet: Sheet,
        position: float,
        values: Mapping[str, str],
        key: int | None = None,
        version: int = 1,
    ) -> BookRow:
        """Add a row, or bring one back under its `key`."""
        row = BookRow(
            book=self.book,
            sheet=sheet.key,
            key=key or new_keys(1)[0],
            position=position,
            values=dict(values),
            version=version,
        )
        self.rows[row.key] = row
        self.added.add(row.key)
        self.edits.append(BookEdit(sheet=sheet.key, row=row.key, was=None, became=_told(row)))
        return row

    def add_all(self, sheet: Sheet, rows: Sequence[Mapping[str, str]], behind: BookRow | None) -> None:
        """Add rows behind one, or behind the last. Raises EditRefused."""
        there = self.ordered(sheet)
        if len(there) + len(rows) > ROWS_AT_MOST:
            raise EditRefused(f"The sheet “{sheet.title}” is full: it holds {ROWS_AT_MOST:,} rows.")
        behind = behind or next(iter(reversed(there)), None)
        places = self.positions_after(sheet, behind, len(rows))
        for position, values, key in zip(places, rows, new_keys(len(rows)), strict=True):
            self.add(sheet, position, values, key)

    def remove(self, row: BookRow) -> None:
        """Take a row out; its history keeps what it held."""
        self.edits.append(BookEdit(sheet=row.sheet, row=row.key, was=_told(row), became=None))
        self.removed[row.key] = self.rows.pop(row.key)

    def move(self, row: BookRow, position: float) -> None:
        """Let a row stand elsewhere."""
        if row.position == position:
            return
        was = _told(row)
        row.position = position
        self.edits.append(BookEdit(sheet=row.sheet, row=row.key, was=was, became=_told(row)))
        self._touch(row)

    def positions_after(self, sheet: Sheet, row: BookRow | None, count: int = 1) -> list[float]:
        """Positions behind a row and before the next one; before all where there is no row."""
        rows = self.ordered(sheet)
        place = rows.index(row) + 1 if row is not None else 0
        below = rows[place - 1].position if place else 0.0
        if place == len(rows):
            return [below + each for each in range(1, count + 1)]
        step = (rows[place].position - below) / (count + 1)
        if step < NARROWEST:
            self._put_apart(rows)
            return self.positions_after(sheet, row, count)
        return [below + step * each for each in range(1, count + 1)]

    def _put_apart(self, rows: list[BookRow]) -> None:
        for number, row in enumerate(rows, 1):
            row.position = float(number)
            self._touch(row)

    def _touch(self, row: BookRow) -> None:
        if row.key not in self.added and row.key not in self.edited:
            row.version += 1
            self.edited.add(row.key)

    def become(self, differences: Comparison) -> None:
        """Change whatever is different in another version of the contents."""
        for cell in differences.cells:
            self.set_cell(self.row(cell.row.key), cell.column.key, cell.column.kind.keep(cell.became))
        for each in differences.rows:
            if each.was and each.became is None:
                self.remove(self.row(each.was.key))
        now = dict(self.rows)  # with those that are added, under the keys by which the comparison knows them
        placed = [(each.became.number, each, each.became) for each in differences.rows if each.became]
        for _, each, row in sorted(placed, key=lambda place: place[0]):
            (position,) = self.positions_after(each.sheet, None if each.behind is None else now[each.behind])
            if each.was is None:
                now[row.key] = self.add(each.sheet, position, kept(each.sheet, row.values))
            else:
                self.move(self.row(row.key), position)

    def write(self, *, by: Actor, act: Act, reason: str, undoes: BookChange | None = None) -> Saved:
        """Write all of it as one change; the surrounding transaction commits it. Raises EditRefused."""
        if not reason.strip():
            raise EditRefused(NO_REASON)
        if len(reason) > LONGEST_REASON or NO_TEXT.search(reason):
            raise EditRefused(
                f"The reason is longer than {LONGEST_REASON} letters, or holds one that no text has."
            )
        if not self.edits:
            raise EditRefused("Nothing is different from what stands there already.")
        described = {edit.column for edit in self.edits if edit.sheet == THE_PLAN.key}
        if described or any(self.kind.by_key[edit.sheet].signed for edit in self.edits):
            _refuse_unless_draft(self.book)
        self.book.version += 1
        self.book.save(update_fields=["version", *described])
        change = BookChange.objects.create(
            book=self.book, version=self.book.version, act=act, by=by.account, name=by.name,
            reason=reason.strip(), undoes=undoes,
        )  # fmt: skip
        for edit in self.edits:
            edit.change = change
        BookEdit.objects.bulk_create(self.edits)
        self._write_rows()
        return Saved(change, self.edits, opened_with(self.kind, self.book, list(self.rows.values())))

    def _write_rows(self) -> None:
        BookRow.objects.filter(pk__in=[row.pk for row in self.removed.values() if row.pk]).delete()
        BookRow.objects.bulk_create([self.rows[key] for key in self.added if key in self.rows])
        _write_again([self.rows[key] for key in self.edited if key in self.rows])


def _write_again(rows: Sequence[BookRow]) -> None:
    """Write rows that are stored already as they are now, in one statement however many they are."""
    columns = [
        [row.pk for row in rows],
        [orjson.dumps(row.values).decode() for row in rows],
        [row.position for row in rows],
        [row.version for row in rows],
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(ROWS_AGAIN, columns)


def locked(kind: BookKind, key: str) -> Saving:
    """A book that can be edited, locked until the transaction ends. Raises NoSuchBook, EditRefused."""
    book = found(kind, key, locked=True)
    if all(sheet.signed for sheet in kind.sheets):
        _refuse_unless_draft(book)
    return Saving(kind, book, {row.key: row for row in BookRow.objects.filter(book=book)})


def _refuse_unless_draft(book: Book) -> None:
    if book.state != State.DRAFT:
        raise EditRefused(
            f"“{book.title}” is {book.get_state_display().casefold()} and cannot be edited: withdraw it first, with a "
            "reason."
        )


def new_keys(count: int) -> list[int]:
    """Keys that no row of any book has."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('steering_sheets_row_key') from generate_series(1, %s)", [count])
        return [key for (key,) in cursor.fetchall()]


def refused(sentence: str, cells: list[Finding]) -> EditRefused:
    """A refusal that names its cells; the first of them in the sentence itself."""
    more = f" (and {len(cells) - 1} more)" if len(cells) > 1 else ""
    return EditRefused(f"{sentence} {cells[0]}{more}", cells)


def _told(row: BookRow) -> dict:
    return {"position": row.position, "values": row.values}
