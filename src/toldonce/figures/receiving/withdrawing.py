"""What a file was read to say by an earlier form of its mapping, and by the corrected one does not: it is withdrawn.

The earlier form is kept with the file that it read, so the same bytes are read by it once more. What only it says is
withdrawn by a figure without a value, said on the day of the earlier file: a revision like any other. What another
mapping has said as well, or another file of the same day before it, stays; what a file of a later day says stays until
that file is read anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from toldonce.exchange.files.errors import FileTrouble
from toldonce.figures import places, settling
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.models import Figure, FileState, Indicator, ReceivedFile
from toldonce.figures.receiving import lines
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.mapping_files import mapping_from
from toldonce.figures.receiving.naming import Kind
from toldonce.figures.receiving.rows import Reading

WITHDRAWN = "The corrected mapping does not say this."
STAGE = """
create temporary table said_before (indicator_id bigint, place varchar, part varchar, period date) on commit drop
"""
COPY = "copy said_before from stdin (format binary)"
TYPES = ("int8", "varchar", "varchar", "date")
WITHDRAW = f"""
insert into said (row, indicator_id, place, part, period, missing, suppressed, as_at)
select distinct 0, b.indicator_id, b.place, b.part, b.period, %(words)s, false, %(day)s::date
from said_before b
join lateral (
    select f.missing, f.as_at, f.file_id, file.mapping from figures_figure f
    left join figures_receivedfile file on file.id = f.file_id
    where {settling.KEY.format("f", "b")} and f.as_at <= %(day)s and f.confirmed >= %(day)s
    order by f.as_at desc, f.revision desc limit 1
) there on there.mapping = %(mapping)s and (there.as_at < %(day)s or there.file_id = any(%(files)s))
where there.missing <> %(words)s and not exists (select from said where {settling.KEY.format("said", "b")})
"""


def stage_withdrawals(path: Path, mapping: Mapping) -> int:
    """Add to what is staged what earlier forms of the mapping said of the same bytes, and return how much that is."""
    earlier = _earlier(path, mapping)
    files = [each.pk for each in earlier]
    return sum(_withdraw(each, files, _said_before(path, each)) for each in earlier)


def _earlier(path: Path, mapping: Mapping) -> list[ReceivedFile]:
    same = ReceivedFile.objects.filter(mapping=mapping.name, state=FileState.LOADED)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return list(same.filter(sha256=sha256).exclude(mapping_text=mapping.text).order_by("pk"))


def _said_before(path: Path, file: ReceivedFile) -> Iterator[tuple[Any, ...]]:
    """Of what a file was read to say something: the same bytes by the mapping of then, and what is kept of it."""
    yield from Figure.objects.filter(file=file).values_list("indicator_id", "place", "part", "period")
    try:
        then = mapping_from(file.mapping_text.encode(), file.mapping)
        reading = Reading(lines.opened(path, then), kinds_of(then), places.known())
        yield from ((said.indicator, said.place, said.part, said.period) for said in reading.figures())
    except (FiguresRefused, FileTrouble):
        return  # a mapping that nobody can read by any more: what is kept of the file is what there is to know


def _withdraw(file: ReceivedFile, files: list[int], said_before: Iterator[tuple[Any, ...]]) -> int:
    asked = {"words": WITHDRAWN, "day": file.as_at, "mapping": file.mapping, "files": files}
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists said_before")
        cursor.execute(STAGE)
        rows = list(said_before)  # read before the copy begins: both ask on the same connection
        with cursor.copy(COPY) as copy:
            copy.set_types(TYPES)
            for row in rows:
                copy.write_row(row)
        cursor.execute(WITHDRAW, asked)
        return cursor.rowcount


def kinds_of(mapping: Mapping) -> dict[str, Kind]:
    """The indicators of which a mapping speaks, by code; raises FiguresRefused where nobody has defined one."""
    wanted = mapping.indicators()
    found = {
        code: Kind(id, every)
        for code, id, every in Indicator.objects.filter(code__in=wanted).values_list("code", "id", "every")
    }
    if missing := sorted(wanted - found.keys()):
        raise FiguresRefused(
            f"The mapping {mapping.name} speaks of indicators that nobody has defined: {', '.join(missing)}."
        )
    return found
