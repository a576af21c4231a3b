"""How long the bytes of a file that was tried and never loaded are kept: twice as long as its dry run can be loaded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from toldonce.directory.actors import SYSTEM
from toldonce.figures import settling
from toldonce.figures.models import FileState
from toldonce.figures.receiving import kept
from toldonce.ledger import actions as ledger

DAYS = 2
NEVER_LOADED = """media_type = %(kind)s and made < clock_timestamp() - %(kept)s and not exists (
    select from figures_receivedfile f
    where f.state = %(loaded)s and sha256(%(salt)s || decode(f.sha256, 'hex')) = content.key
)"""


def turn() -> int:
    """Forget the bytes of files that were tried long ago and never loaded; return how many that were."""
    asked = {
        "kind": kept.MEDIA_TYPE,
        "kept": timedelta(days=DAYS),
        "loaded": FileState.LOADED,
        "salt": kept.SALT,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"select exists (select from content where {NEVER_LOADED})", asked)
        there_is = cursor.fetchone()
        return _forget(asked) if there_is and there_is[0] else 0


@transaction.atomic
def _forget(asked: dict[str, Any]) -> int:
    settling.wait_for_the_turn()  # or a load in these moments would count on bytes that are gone when it ends
    with connection.cursor() as cursor:
        cursor.execute(f"delete from content where {NEVER_LOADED}", asked)
        count = cursor.rowcount
    ledger.write(by=SYSTEM, act="figures.forget", detail={"files": count, "tried more than days ago": DAYS})
    return count
