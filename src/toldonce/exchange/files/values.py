"""From a cell to a value: text, date, time, number, yes or no, code, NHS number; or why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from toldonce.codes import nhs_number
from toldonce.exchange.files.mapping import Column
from toldonce.exchange.files.templates import Coded

HERE = ZoneInfo("Europe/London")
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d")
TIMES = ("T%H:%M:%S", "T%H:%M", " %H:%M:%S", " %H:%M")
EARLIEST, LATEST = date(1880, 1, 1), date(2200, 1, 1)
EXCEL_EPOCH, EXCEL_DAYS = date(1899, 12, 30), range(10_000, 80_000)
TEXT_AT_MOST = 100_000
YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
NUMBER = re.compile(r"[£$€]?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*%?")
SPREADSHEET_ERROR = re.compile(r"#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
UNKNOWN = "unknown code"


class Bad(ValueError):
    """The cell holds no value of its column's kind; the message says why."""


def plain(cell: Any) -> str:
    """A cell as words: what a person would read in it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.replace("\u00a0", " ").strip()
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, list):
        return ", ".join(plain(each) for each in cell if not isinstance(each, dict | list))
    return "" if isinstance(cell, dict) else str(cell)


def value(column: Column, cell: Any, row: Map[str, Any], *, today: date) -> Any:
    """The value of a cell that is not empty; raises Bad."""
    said = plain(cell)
    if SPREADSHEET_ERROR.fullmatch(said):
        raise Bad(f"the spreadsheet could not work it out ({said})")
    if len(said) > TEXT_AT_MOST:
        raise Bad(f"longer than {TEXT_AT_MOST:,} letters")
    if CONTROL.search(said):
        raise Bad("holds a character that no text has")
    found = _KINDS[column.kind](column, cell, said, row, today)
    if column.pattern and not column.pattern.fullmatch(said):
        raise Bad("does not have the shape that the mapping asks for")
    return found


def _text(column: Column, cell: Any, said: str, row: Map[str, Any], today: date) -> str:
    return said


def _date(column: Column, cell: Any, said: str, row: Map[str, Any], today: date) -> str:
    found = _day(column, cell, said)
    if not EARLIEST <= found <= LATEST:
        raise Bad(f"the year {found.year} is not believable")
    if column.past and found > today:
        raise Bad("the day is still to come")
    return found.isoformat()


def _day(column: Column, cell: Any, said: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if "excel" in column.formats and (found := _excel_day(said)):
        return found
    shapes = _shapes(column)
    if parsed := _parsed(said, shapes) or _parsed(said, _with_times(shapes)):
        return parsed.date()
    if _excel_day(said):
        raise Bad("looks like a day number of Excel: add `excel` to the formats of this column if it is one")
    raise Bad("is no date that this column knows")


def _shapes(column: Column) -> tuple[str, ...]:
    return tuple(each for each in column.formats if each != "excel") or FORMATS


@lru_cache
def _with_times(shapes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{day}{time}" for day in shapes for time in TIMES)


def _excel_day(said: str) -> date | None:
    whole = said.partition(".")[0]
    return EXCEL_EPOCH + timedelta(int(whole)) if whole.isascii() and whole.isdigit() and len(whole) == 5 and int(
        whole) in EXCEL_DAYS else None  # fmt: skip


@lru_cache(1 << 16)  # the same days stand in a file again and again, and strptime is slow
def _parsed(said: str, shapes: tuple[str, ...]) -> datetime | None:
    for shape in shapes:
        try:
            return datetime.strptime(said, shape)
        except ValueError:
            continue
    return None


def _time(column: Column, cell: Any, said: str, row: Map[str, Any], today: date) -> str:
    """A moment; a day alone stays a day, and a time without a zone is that of England."""
    found = cell if isinstance(cell, datetime) else _moment(column, said)
    if found is None:
        return _date(column, cell, said, row, today)
    if not EARLIEST <= found.date() <= LATEST:
        raise Bad(f"the year {found.year} is not believable")
    if column.past and found.date() > today:
        raise Bad("the moment is still to come")
    return (found if found.tzinfo else found.replace(tzinfo=HERE)).isoformat(timespec="seconds")


def _moment(column: Column, said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said) if len(said) > 10 else None
    except ValueError:
        return _parsed(said, _with_times(_shapes(column)))


def _number(column: Column, cell: Any, said: str, row: Map[str, Any], today: date) -> Decimal:
    found = NUMBER.fullmatch(said)
    digits = found[1].replace(",", "") if found else said
    try:
        number = Decimal(digits)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(digits) > 30 or abs(number.adjusted()) > 30:
        raise Bad(
            "is not a number" + (": write a point, not a comma, before decimals" if "," in said else "")
        )
    if column.at_least is not None and number < Decimal(str(column.at_least)):
        raise Bad(f"is less than {column.at_least:g}, the smallest that is believed")
    if column.at_most is not None and number > Decimal(str(column.at_most)):
        raise Bad(f"is more than {column.at_most:g}, the largest that is believed")
    return number


def _yes_no(column: Column, cell: Any, said: str, row: Map[str, Any], today: date) -> bool:
    if said.casefold() in YES | NO:
        return said.casefold() in YES
    raise Bad("is neither yes nor no")


def _nhs_number(column: Column, cell: Any, said: str, row: Map[str, Any], today: date) -> str:
    if re.fullmatch(r"[\d.]+[Ee][+]?\d+", said):
        raise Bad("a spreadsheet has shortened the number: make the column text and write it anew")
    digits = nhs_number.normalised(said)
    if not digits:
        raise Bad("is not ten digits")
    if not nhs_number.is_valid(digits):
        raise Bad("the last digit does not check the others: look at the number again")
    return digits


def _code(column: Column, cell: Any, said: str, row: Map[str, Any], today: date) -> Coded | None:
    day = str(row.get(column.on) or "")[:10]
    entries = column.codes.get(said.casefold(), ())
    known = next((entry for entry in entries if entry.holds_on(day)), None)
    if known is None and column.unknown == "refuse":
        raise Bad(
            "is a code that was not in use on its day" if entries else "is a code that the list does not have"
        )
    return None if known is None and column.unknown == "leave" else Coded(said, known)


_KINDS: dict[str, Callable[[Column, Any, str, Map[str, Any], date], Any]] = {
    "text": _text,
    "date": _date,
    "time": _time,
    "number": _number,
    "yes-no": _yes_no,
    "code": _code,
    "nhs-number": _nhs_number,
}
SHOWN_AS_IT_IS = frozenset({"date", "time", "number", "yes-no", "code"})


def example(column: Column, said: str) -> str:
    """A bad cell as a report may show it: words and NHS numbers only by their shape, because they tell who it is."""
    short = said[:40]
    if column.kind in SHOWN_AS_IT_IS:
        return short
    return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", short))
