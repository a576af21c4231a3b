"""The 58 public messages become valid resources, or are kept and named."""

from __future__ import annotations

import re
from pathlib import Path

from tests.exchange.hl7v2.writing import FEED, heard, record
from toldonce.codes.fhir import validation

NOBODYS_NUMBER = "OUL"  # its patients were made unknown by noughts
NOT_MAPPED = {"ADT^A41", "ADT^A45", "BAR", "DFT", "OMG", "OML", "ORM", "RDE", "RDS"}
IS_A_TEST = re.compile(rb"^(MSH(?:\|[^|]*){9}\|)[TD](?=[|^])")


def as_if_real(path: Path) -> bytes:
    """A public message with P where it says that it is a test, so that it is applied."""
    return IS_A_TEST.sub(rb"\1P", path.read_bytes())


def test_each_is_applied_or_kept_and_named(shared_data, own_database):
    for path in sorted((shared_data / "hl7v2").glob("*.hl7")):
        (became,) = heard(as_if_real(path))
        kind = path.stem.replace("-", "^", 1)[:7]
        if kind in NOT_MAPPED or kind[:3] in NOT_MAPPED:
            assert became.state == "stored" and became.reason.startswith(f"{kind} ("), path.name
        elif kind.startswith(NOBODYS_NUMBER):
            assert became.state == "quarantined" and "PID-3" in became.reason
        else:
            assert became.state == "applied" and became.pids, (path.name, became.reason)
    resources = record().values()
    assert len(resources) > 30
    assert [problem for each in resources for problem in validation.problems(each)] == []


def test_all_at_once_is_what_one_after_the_other_is(shared_data, own_database, new_database):
    from tests.conftest import connected_to

    bodies = [as_if_real(path) for path in sorted((shared_data / "hl7v2").glob("*.hl7"))]
    states = [each.state for each in heard(*bodies, feed=FEED)]
    assert states.count("quarantined") == 3
    together = record()
    with connected_to(new_database()):
        for body in bodies:
            heard(body, feed=FEED)
        assert record() == together
