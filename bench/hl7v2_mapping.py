"""How fast HL7 v2 messages become resources, in batches as they are applied."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

BATCH = 50
HOUR = timedelta(hours=1)


def messages(patients: int, *, since: datetime) -> Iterator[bytes]:
    """What a hospital tells of invented patients: admission, transfer, update, blood count, discharge."""
    for step in ("A01", "A02", "A08", "ORU", "A03"):
        for number in range(patients):
            at = since + HOUR * ("A01", "A02", "A08", "ORU", "A03").index(step) + timedelta(seconds=number)
            yield _message(step, number, at)


def _message(step: str, number: int, at: datetime) -> bytes:
    when = f"{at:%Y%m%d%H%M%S}"
    kind = "ORU^R01" if step == "ORU" else f"ADT^{step}"
    address = f"{number} High Street^^Dorchester^Dorset^DT1 1AA^GBR^H||01305 000000^PRN^PH|||M|||||||A"
    lines = [
        f"MSH|^~\\&|PAS|RBD|TIE|DCR|{when}||{kind}|{step}{number}|P|2.4",
        f"EVN|{step}|{when}",
        f"PID|1||B{number:07}^^^RBD^PI||Invented{number}^Ada^May^^Mrs||1940{number % 12 + 1:02}02|F|||{address}",
        "PD1|||A SURGERY^^J81010|G1234567^Gee^Pat^^^Dr",
    ]
    if step == "ORU":
        lines += [
            f"ORC|RE|P{number}^TIE|F{number}^LAB",
            f"OBR|1|P{number}^TIE|F{number}^LAB|FBC^Full blood count|||{when}",
        ]
        lines[-1] += f"|||||||||||||||{when}||HM|F"
        tests = (
            ("HB", "132", "g/L", "115-165"),
            ("WBC", "7.20", "10*9/L", "4.0-11.0"),
            ("PLT", "251", "10*9/L", "150-450"),
        )
        lines += [
            f"OBX|{n}|NM|{code}^{code}^L||{value}|{unit}^^UCUM|{normal}|N|||F|||{when}"
            for n, (code, value, unit, normal) in enumerate(tests, 1)
        ]
    else:
        ward = {"A01": "AMU^B1^4", "A02": "STROKE^B2^1"}.get(step, "STROKE^B2^1")
        end = when if step == "A03" else ""
        lines += [
            f"PV1|1|I|{ward}^RBD|21|||C1234567^Cee^Sam^^^Dr^^^GMC|||300||||19|||||V{number}^^^RBD^VN|||||||||||||||||19||||||||{end}",
            "AL1|1|DA|PEN^Penicillin|SV|Rash",
            "DG1|1||I63.9^Cerebral infarction^I10|||A",
        ]
    return "\r".join([*lines, ""]).encode()


def measure(patients: int = 200) -> dict[str, float]:
    """Apply messages in batches; messages a second, by the clock and by what this process used of a core."""
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.hl7v2.applying import apply
    from toldonce.exchange.hl7v2.mapping import FeedMap
    from toldonce.exchange.hl7v2.telling import Kept

    now = datetime.now(UTC)
    kept = [Kept(n, body, now) for n, body in enumerate(messages(patients, since=now - timedelta(days=1)))]
    feed = FeedMap("bench", "RBD")
    clock, core = time.perf_counter(), time.process_time()
    states = [
        each.state
        for at in range(0, len(kept), BATCH)
        for each in apply(kept[at : at + BATCH], feed=feed, by=SYSTEM)
    ]
    clock, core = time.perf_counter() - clock, time.process_time() - core
    return {
        "messages": len(kept),
        "applied": states.count("applied"),
        "a second": len(kept) / clock,
        "a second of this core": len(kept) / core,
    }
