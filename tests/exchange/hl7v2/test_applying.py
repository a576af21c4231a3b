"""Applying whatever comes: a batch never fails for one message, and a thing made anew is what it was."""

from __future__ import annotations

import random

from tests.exchange.hl7v2 import test_documents as documents
from tests.exchange.hl7v2 import test_merges as merges
from tests.exchange.hl7v2 import test_patients as patients
from tests.exchange.hl7v2 import test_results as results
from tests.exchange.hl7v2 import test_visits as visits
from tests.exchange.hl7v2.writing import heard, message, record
from toldonce.codes.fhir import validation

HISTORY = [
    *visits.WHOLE,
    patients.told("ADT^A28", "202405010900", patients.FULL),
    results.FIRST,
    results.FINAL,
    results.CORRECTED,
    documents.SENT,
    documents.REPLACED,
    documents.BOOKED,
    documents.MOVED,
    documents.referral("REF^I12", "202405010900", "P"),
    documents.vaccination("202405010900"),
    message("ADT^A40", "202501011000", "MRG|H1^^^RBD^PI", patient=merges.NEW),
    message(
        "ADT^A08",
        "202405010905",
        visits.visit("STROKE"),
        "DG1|1||I63^Stroke^I10",
        "AL1|1|DA|PEN^Penicillin|SV",
    ),
]


MARKS = [b"", b"|", b"^", b"~", b"\\", b"&", b"\r", b'""', b"\x00", b"\xff", b"9" * 30, b"\\X00\\"]


def mutilated(body: bytes, rng: random.Random) -> bytes:
    """A message in which some bytes were changed, lost or doubled."""
    made = bytearray(body)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(made))
        made[at : at + rng.randint(0, 4)] = rng.choice([*MARKS, bytes([rng.randrange(256)])])
    return bytes(made)


def test_mutilated_messages_are_applied_kept_or_quarantined_and_nothing_else(own_database):
    rng = random.Random(7)
    bodies = [mutilated(rng.choice(HISTORY), rng) for _ in range(240)]
    became = [each for at in range(0, len(bodies), 40) for each in heard(*bodies[at : at + 40])]
    assert len(became) == len(bodies)
    assert {each.state for each in became} <= {"applied", "stored", "quarantined"}
    assert [each.reason for each in became if each.state != "applied" and not each.reason] == []
    faults = [each.reason for each in became if "tell the makers" in each.reason]
    assert faults == []
    assert [problem for each in record().values() for problem in validation.problems(each)] == []


def test_the_whole_history_in_any_order_and_in_any_batches_is_one_record(own_database, new_database):
    from tests.conftest import connected_to

    heard(*HISTORY)
    in_order = record()
    for seed in range(2):
        rng = random.Random(seed)
        jumbled = [*HISTORY, *rng.sample(HISTORY, 5)]
        rng.shuffle(jumbled)
        with connected_to(new_database()):
            while jumbled:
                size = rng.randint(1, 8)
                heard(*jumbled[:size])
                jumbled = jumbled[size:]
            assert record() == in_order
