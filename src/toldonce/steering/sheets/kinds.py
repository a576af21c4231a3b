"""The kinds of a cell: what people may write in it, what it means, and how it is kept and said; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = int | Decimal | str | date | bool | None

POUNDS = re.compile(
    r"(?:([+-])\s*£\s*|£?\s*([+-]?))((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*(k|m|bn)?", re.IGNORECASE
)
TIMES = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*(%?)")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%d-%b-%Y")
MONTHS = ("%B %Y", "%b %Y")
MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])[/.-](?:1[3-9]|2\d|3[01])[/.-]\d{4}")
YEAR = re.compile(r"(\d{4})\s*[/-]\s*(\d{4}|\d{2})")
# What no file or database keeps, and the unseen marks that turn round how the words beside them are read.
NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
LARGEST = 10**15
LONGEST, LONGEST_NUMBER = 4000, 40  # letters
FIRST_YEAR, LAST_YEAR = 1900, 2199  # that a plan speaks of; dates are counted on from, and years end
YES, NO = ("yes", "y", "true"), ("no", "n", "false")


class NotUnderstood(Exception):
    """What was written is not of this kind; the message says why and what to write."""


@dataclass(frozen=True)
class Kind:
    """A kind of cell; `read` takes what people write, `restore` what was kept, and empty is None in both."""

    unit = ""  # of what `say` says without it

    def read(self, said: str) -> Value:
        """What the words mean. Raises NotUnderstood."""
        said = tidied(said)
        return self.understand(said) if said else None

    def understand(self, said: str) -> Value:
        """What words that are not empty mean. Raises NotUnderstood."""
        raise NotImplementedError

    def keep(self, value: Value) -> str:
        """The value as it is stored: the same value always as the same text."""
        return "" if value is None else str(value)

    def restore(self, kept: str) -> Value:
        """The value that was kept."""
        return self.read(kept)

    def say(self, value: Value) -> str:
        """The value as a page shows it, which `read` understands again."""
        return self.keep(value)


def tidied(said: str) -> str:
    """Words with one space between them, and the minus that every keyboard has."""
    return " ".join(said.replace("−", "-").split())


@dataclass(frozen=True)
class Words(Kind):
    """Free text, its lines kept."""

    longest: int = LONGEST

    def read(self, said: str) -> Value:
        said = said.replace("\r\n", "\n").strip()
        if len(said) > self.longest:
            raise NotUnderstood(f"has {len(said):,} letters: {self.longest:,} at most")
        if not said.isprintable() and (found := NO_TEXT.search(said)):
            raise NotUnderstood(f"holds a character that no text has, U+{ord(found[0]):04X}: type it anew")
        return said or None


@dataclass(frozen=True)
class Pounds(Kind):
    """Whole pounds; `£1.2m` and `482k` are understood, pence and bracketed minus signs are said, never rounded away."""

    negative: bool = True
    unit = "£"

    def understand(self, said: str) -> int:
        number, times = self.parted(said)
        amount = number * times
        if amount != amount.to_integral_value():
            raise NotUnderstood(f"“{said[:40]}” has pence: write whole pounds")
        return self._bounded(int(amount))

    def parted(self, said: str) -> tuple[Decimal, int]:
        """The number that is written, and how many pounds one of it is: 1 where no unit stands behind it."""
        bracketed = said.startswith("(") and said.endswith(")")
        found = POUNDS.fullmatch(said[1:-1].strip() if bracketed else said)
        if not found or len(said) > LONGEST_NUMBER:
            raise NotUnderstood(
                f"“{said[:40]}” is no amount of pounds: write 10919000, £10,919,000 or £10.919m"
            )
        before, sign, digits, unit = found.groups("")
        if len(digits) > 1 and not digits.replace(",", "").strip("0"):
            raise NotUnderstood(f"“{said[:40]}” is how heads say thousands: write 0 if it is nothing")
        number = Decimal(f"{before}{sign}{digits.replace(',', '')}")
        return -number if bracketed else number, TIMES[unit.casefold()]

    def _bounded(self, amount: int) -> int:
        if amount < 0 and not self.negative:
            raise NotUnderstood("is below nothing, which this amount cannot be")
        if abs(amount) >= LARGEST:
            raise NotUnderstood("is larger than any amount that is planned")
        return amount

    def restore(self, kept: str) -> Value:
        return int(kept) if kept else None

    def say(self, value: Value) -> str:
        return "" if value is None else f"{value:,}"


def _parts_of(said: str, what: str) -> tuple[str, str]:
    """The digits of a number and the “%” behind them, or "". Raises NotUnderstood."""
    found = NUMBER.fullmatch(said)
    if not found or not any(map(str.isdigit, found[1])) or len(said) > LONGEST_NUMBER:
        raise NotUnderstood(f"“{said[:40]}” is not {what}")
    return found[1].replace(",", ""), found[2]


@dataclass(frozen=True)
class Number(Kind):
    """A number with decimals, between limits where there are any."""

    least: Decimal | None = None
    most: Decimal | None = None

    def understand(self, said: str) -> Decimal | int:
        digits, percent = _parts_of(said, "a number")
        if percent:
            raise NotUnderstood("has a “%”, and this is no percentage")
        return self._bounded(Decimal(digits))

    def _bounded(self, number: Decimal) -> Decimal:
        if self.least is not None and number < self.least:
            raise NotUnderstood(f"is {number}: {self.least} is the least that it can be")
        if self.most is not None and number > self.most:
            raise NotUnderstood(f"is {number}: {self.most} is the most that it can be")
        if abs(number) >= LARGEST:
            raise NotUnderstood("is larger than anything that is planned")
        return number

    def restore(self, kept: str) -> Value:
        return Decimal(kept) if kept else None

    def say(self, value: Value) -> str:
        return "" if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


@dataclass(frozen=True)
class Whole(Number):
    """A whole number, such as a count of people in post."""

    least: Decimal | None = Decimal(0)

    def understand(self, said: str) -> int:
        number = Number.understand(self, said)
        if number != int(number):
            raise NotUnderstood(f"is {number}: write a whole number")
        return int(number)

    def restore(self, kept: str) -> Value:
        return int(kept) if kept else None


@dataclass(frozen=True)
class Percent(Number):
    """A percentage in percentage points (4.6 is 4.6%); a number below 1 needs its sign, as it may be a fraction.

    Where a percentage is `often_all` of something, so does a 1, which may be all of it.
    """

    least: Decimal | None = Decimal(-100)
    most: Decimal | None = Decimal(1000)
    often_all: bool = False

    def understand(self, said: str) -> Decimal:
        digits, percent = _parts_of(said, "a percentage")
        number = Decimal(digits)
        if not percent and 0 < abs(number) < 1:
            raise NotUnderstood(
                f"is {number:f}: write {number:f}% if it is that, or {_as_percent(number)}% if it is a fraction"
            )
        if not percent and number == 1 and self.often_all:
            raise NotUnderstood("is 1: write 1% if it is that, or 100% if it is all of it")
        return self._bounded(number)

    def say(self, value: Value) -> str:
        return "" if value is None else f"{value:f}%"


def _as_percent(fraction: Decimal) -> str:
    """A fraction in percentage points, without the noughts behind that nobody wrote."""
    return f"{(fraction * 100).normalize():f}"


@dataclass(frozen=True)
class Day(Kind):
    """A day, written with the day before the month; where the month is what counts, its name stands for its first."""

    by_month: bool = False

    def understand(self, said: str) -> date:
        if MONTH_FIRST.fullmatch(said):
            raise NotUnderstood(
                f"“{said}” has its month before its day, and here the day comes first: look at the other days as well"
            )
        for way in DAYS + MONTHS if self.by_month else DAYS:
            try:
                day = datetime.strptime(said, way).date()
            except ValueError:
                continue
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise NotUnderstood(f"“{said[:40]}” is no day of a plan: its year is between 1900 and 2199")
            return day
        raise NotUnderstood(f"“{said[:40]}” is no day: write 31/03/2020 or 2020-03-31")

    def restore(self, kept: str) -> Value:
        return date.fromisoformat(kept) if kept else None

    def say(self, value: Value) -> str:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else ""


@dataclass(frozen=True)
class FinancialYear(Kind):
    """A financial year, as 2019/20; its value is the year in which it begins."""

    def understand(self, said: str) -> int:
        found = YEAR.fullmatch(said)
        if not found or f"{int(found[1]) + 1:04}"[-len(found[2]) :] != f"{int(found[2]):02}":
            raise NotUnderstood(f"“{said[:40]}” is no financial year: write 2019/20")
        if not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise NotUnderstood(f"“{said[:40]}” is no year of a plan: it begins between 1900 and 2199")
        return int(found[1])

    def restore(self, kept: str) -> Value:
        return int(kept) if kept else None

    def say(self, value: Value) -> str:
        return f"{value}/{(value + 1) % 100:02}" if isinstance(value, int) else ""


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    def understand(self, said: str) -> bool:
        if said.casefold() in YES:
            return True
        if said.casefold() in NO:
            return False
        raise NotUnderstood(f"“{said[:40]}” is neither yes nor no")

    def keep(self, value: Value) -> str:
        return "" if value is None else "yes" if value else "no"

    def say(self, value: Value) -> str:
        return self.keep(value).capitalize()


@dataclass(frozen=True)
class Pick(Kind):
    """One of a list: the key is kept, the label is shown, both are understood; the order is that of the list."""

    options: Mapping[str, str] = field(default_factory=dict)

    def understand(self, said: str) -> str:
        wanted = said.casefold()
        for key, label in self.options.items():
            if wanted in (key.casefold(), label.casefold()):
                return key
        raise NotUnderstood(f"“{said[:40]}” is none of: {', '.join(self.options.values())}")

    def restore(self, kept: str) -> Value:
        return kept if kept in self.options else self.read(kept)

    def say(self, value: Any) -> str:
        return "" if value is None else self.options.get(value, str(value))


@dataclass(frozen=True)
class Reference(Words):
    """The key of a row of another sheet, such as the scheme that a line of money belongs to."""

    sheet: str = ""
    column: str = ""  # whose values can be chosen
    longest: int = 200
