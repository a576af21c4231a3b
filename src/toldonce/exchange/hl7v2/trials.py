"""Messages about nobody: what MSH-11 or its feed says is a test is kept as it came, and never reaches the record.

HL7 (chapter 2, table 0103): P is production, D debugging, T training. The standard lets a receiver refuse the others
(AR, 202); a sending engine then often holds back everything behind the refused one, real people's messages among them.
So a test is taken, its sender is told what became of it, and nothing follows from it.
"""

from __future__ import annotations

TESTS = {"T": "training", "D": "debugging"}
BY_FEED = "Kept as a test and not applied: the feed is declared as a test feed."
BY_MESSAGE = (
    "Kept as a test and not applied: MSH-11 is {letter} ({word}). Send what is about real people with P."
)


def why_a_test(processing_id: str, *, is_test_feed: bool) -> str:
    """Why a message is a test, from the first letter of MSH-11; empty when it is about real people."""
    if is_test_feed:
        return BY_FEED
    letter = processing_id[:1].upper()
    return BY_MESSAGE.format(letter=letter, word=TESTS[letter]) if letter in TESTS else ""
