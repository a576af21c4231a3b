"""The NHS number: ten digits of which the last checks the other nine."""

import re

SYNTHETIC_COUNT = 900_000
ENGLAND = "England, Wales and Isle of Man"
NEVER_ISSUED = "never issued: tests and invented people"
NOT_ISSUED = "not issued"
# First and last number of each range. Scotland's (CHI) begin with a date of birth and are told by it.
RANGES = (
    ("3000000000", "3199999999", ENGLAND),
    ("3200000010", "3999999999", "Northern Ireland"),
    ("4000000000", "4999999999", ENGLAND),
    ("6000000000", "7999999999", ENGLAND),
    ("9990000000", "9999999999", NEVER_ISSUED),
)
_SCOTLAND = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{6}")
_WEIGHTS = range(10, 1, -1)


def normalised(text: str) -> str:
    """The ten digits of a number written with or without spaces or hyphens; "" when there are not ten."""
    digits = re.sub(r"[ \t\u00a0-]", "", text.strip())
    return digits if re.fullmatch(r"[0-9]{10}", digits) else ""


def is_valid(text: str) -> bool:
    """Whether the text is ten digits of which the last is the right check digit."""
    digits = normalised(text)
    return bool(digits) and _check_digit(digits[:9]) == int(digits[9])


def formatted(number: str) -> str:
    """The number as people read it, 999 123 4567; unchanged when it is not ten digits."""
    digits = normalised(number)
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if digits else number


def range_of(number: str) -> str:
    """Who issues numbers of this range, `not issued` when nobody does, "" when it is not ten digits."""
    digits = normalised(number)
    if not digits:
        return ""
    if _SCOTLAND.fullmatch(digits):
        return "Scotland"
    return next((issuer for first, last, issuer in RANGES if first <= digits <= last), NOT_ISSUED)


def synthetic(n: int) -> str:
    """The n-th of 900,000 valid numbers of the range 999…, counted from 0."""
    if not 0 <= n < SYNTHETIC_COUNT:
        raise ValueError(
            f"there are {SYNTHETIC_COUNT:,} synthetic NHS numbers, counted from 0: there is no number {n}"
        )
    # Of ten numbers that differ in the ninth digit alone, at most one has no check digit: nine are left.
    stem, place = divmod(n, 9)
    bodies = [f"999{stem:05}{ninth}" for ninth in range(10)]
    body = [each for each in bodies if _check_digit(each) < 10][place]
    return f"{body}{_check_digit(body)}"


def _check_digit(body: str) -> int:
    """The check digit of nine digits; 10 where the nine digits have none and are not used."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return 0 if check == 11 else check
