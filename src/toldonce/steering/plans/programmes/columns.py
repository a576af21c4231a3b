"""Columns that many sheets of a portfolio have."""

from __future__ import annotations

from toldonce.steering.plans.programmes import words
from toldonce.steering.sheets.declaring import Column
from toldonce.steering.sheets.kinds import Flag, Pick, Reference, Words

SHORT, NAME, TEXT = Words(longest=40), Words(longest=200), Words()
KEY = Column("key", "Key", SHORT, "A short word by which other sheets refer to it", True)
WORDED = Column("name", "Name", NAME, needed=True)
OWNER = Column("owner", "Owner", NAME, "The post that answers for it")
SOURCE = Column("source", "Source", TEXT, "Document, section and date; or why this was assumed", needed=True)
INVENTED = Column("invented", "Invented", Flag(), "Yes where nothing that was published says this")
A_PROGRAMME = Reference(sheet="programmes", column="key")
A_PROJECT = Reference(sheet="projects", column="key")
A_MILESTONE = Reference(sheet="milestones", column="key")
A_BENEFIT = Reference(sheet="benefits", column="key")
A_STEP = Reference(sheet="logic", column="key")
A_RATING = Pick(words.RATINGS)
PROGRAMME = Column("programme", "Programme", A_PROGRAMME, needed=True)
OF_PROGRAMME = (PROGRAMME, WORDED)
