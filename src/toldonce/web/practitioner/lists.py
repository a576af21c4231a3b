"""My list: the people whom this reader looks after or has looked at."""

from collections.abc import Iterable

from toldonce.directory.actors import Actor
from toldonce.ledger import queries
from toldonce.record import identity

SEEN_AT_MOST = 20
READ = ("record.read",)


def recently_seen(reader: Actor) -> list[int]:
    """The persons whose record this reader opened last, the last first."""
    pids = dict.fromkeys(
        pid for row in queries.by_account(reader.account, acts=READ, count=200) for pid in row.pids
    )
    return _persons(pids)[:SEEN_AT_MOST]


def _persons(pids: Iterable[int]) -> list[int]:
    person_of = {row.pid: row.person for row in identity.source_patients(list(pids))}
    return list(dict.fromkeys(person_of[pid] for pid in pids if pid in person_of))
