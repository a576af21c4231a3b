"""Columns that many sheets of a workforce plan have."""

from __future__ import annotations

from decimal import Decimal

from toldonce.steering.sheets.declaring import Column
from toldonce.steering.sheets.kinds import Day, Flag, Number, Percent, Reference, Words

RATE = Percent(least=Decimal(0), most=Decimal(100))
PART_OF_ALL = Percent(least=Decimal(0), most=Decimal(100), often_all=True)
HEADS = Number(least=Decimal(0))
SHARE_OF_ONE = Number(Decimal("0.01"), Decimal(1))
SPREAD = Column("spread", "Spread", RATE, "How far it may be off: one standard deviation, percent of itself")
SOURCE = Column(
    "source", "Source", Words(), "Document, section and date; or why this was assumed", needed=True
)
INVENTED = Column("invented", "Invented", Flag(), "Yes where nothing that was published says this")
AGREED = (Column("agreed_by", "Agreed by", Words(200)), Column("agreed_on", "Agreed on", Day()))


def role(head: str = "Role", *, needed: bool = True, help: str = "") -> Column:
    """The role that a row is about."""
    return Column("role", head, Reference(sheet="roles", column="role"), help, needed)


def employer(help: str = "") -> Column:
    """The employer that a row is about; it may be left empty."""
    return Column("employer", "Employer", Reference(sheet="employers", column="employer"), help)
