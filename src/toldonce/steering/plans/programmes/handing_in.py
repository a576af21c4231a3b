"""A status report handed in through the door of sheets: its row, and the days expected then, in one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from toldonce.directory.actors import Actor
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.reporting import newest_report
from toldonce.steering.sheets import actions
from toldonce.steering.sheets.errors import ChangedMeanwhile
from toldonce.steering.sheets.queries import found, opened_with
from toldonce.steering.sheets.saving import Saved

Written = Mapping[str, str]


@transaction.atomic
def tell(
    *, by: Actor, key: str, programme: str, report: Written, reported: Sequence[Written], seen: int, reason: str
) -> Saved:  # fmt: skip
    """Add a status report of a programme; `seen` is the newest row of its reports that the author saw, 0 for none.

    Raises ChangedMeanwhile where somebody else has told of the programme since, EditRefused where a cell is not
    understood.
    """
    book = found(PROGRAMMES, key, locked=True)
    newest = newest_report(opened_with(PROGRAMMES, book).contents, programme)
    if newest != seen:
        raise ChangedMeanwhile(
            "Nothing was saved: somebody else has told of this programme since you began. Read their report, and save "
            "yours again if it is still needed: it begins from theirs."
        )
    added = {"reports": [{**report, "programme": programme}], "reported": reported}
    return actions.edit(by=by, kind=PROGRAMMES, key=key, cells=(), added=added, reason=reason)
