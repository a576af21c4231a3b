"""The doors by which figures change: files are loaded, indicators defined and edited; each act is in the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.directory.models import Source
from toldonce.exchange.files.errors import FileTrouble
from toldonce.figures import definitions, derivations, settling
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.models import (
    FigurePlace,
    FileState,
    Indicator,
    IndicatorEdit,
    ReceivedFile,
    Standard,
    Succession,
)
from toldonce.figures.receiving import kept
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.noticing import RowFault
from toldonce.figures.receiving.trial import SHOWN, Progress, Trial, revises_much, tried
from toldonce.ledger import actions as ledger

SETTLED_AT_THE_START = "defined in the folder of the place"
ONE_FILE_AT_A_TIME = "lock table figures_figure in share row exclusive mode"  # readers go on, writers wait


@transaction.atomic
def define(*, by: Actor, folder: Path) -> dict[str, int]:
    """Bring in what a place defines in its folder `figures`: indicators, places, successions and standards.

    An indicator that somebody has edited stays as it was edited. Raises FiguresRefused.
    """
    told = definitions.indicators(folder)
    counts = {
        "indicators": sum(_defined(by, each) for each in told),
        "places of figures": _brought(FigurePlace, definitions.figure_places(folder), ["code"]),
        "successions": _brought(Succession, definitions.successions(folder), ["before", "after", "on"]),
    }
    known = {each.code: each for each in Indicator.objects.all()}
    dated = list(definitions.standards(folder, known))
    counts["standards"] = _brought(Standard, dated, ["indicator", "place", "kind", "since"])
    ledger.write(by=by, act="figures.define", subject=folder.parent.name, detail=counts)
    return counts


def _defined(by: Actor, told: Indicator) -> bool:
    """Define an indicator, or bring it up to date as long as nobody has edited it; whether anything changed."""
    there = Indicator.objects.filter(code=told.code).first()
    if there is None:
        told.save()
        return True
    changes = {
        name: [definitions.as_told(getattr(there, name)), definitions.as_told(getattr(told, name))]
        for name in definitions.EDITABLE
        if getattr(there, name) != getattr(told, name)
    }
    if not changes or there.edits.exclude(by=by.account).exists():
        return False
    _edited(by, there, {name: getattr(told, name) for name in changes}, changes, SETTLED_AT_THE_START)
    return True


def _edited(
    by: Actor, indicator: Indicator, wanted: dict[str, Any], changes: dict[str, Any], reason: str
) -> None:
    for name, value in wanted.items():
        setattr(indicator, name, value)
    indicator.version += 1
    definitions.check(indicator).save()
    IndicatorEdit.objects.create(
        indicator=indicator,
        version=indicator.version,
        by=by.account,
        name=by.name,
        reason=reason,
        changes=changes,
    )


def _brought(model: type, rows: list[Any], unique: list[str]) -> int:
    fields = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name not in unique]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=fields)
    return len(rows)


class _DryRun(Exception):
    """Takes a transaction back although nothing was wrong."""


def try_out(
    *,
    by: Actor,
    path: Path,
    mapping: Mapping,
    as_at: date | None = None,
    progress: Progress = lambda count: None,
) -> Trial:
    """Read a file through and compare it with what is there; nothing of it is stored but the row in the ledger.

    Raises FiguresRefused, FileTrouble.
    """
    found: list[Trial] = []
    try:
        with transaction.atomic():
            found.append(tried(path, mapping, _as_at(mapping, as_at), progress))
            raise _DryRun
    except _DryRun:
        pass
    ledger.write(by=by, act="figures.try", subject=path.name, detail={"mapping": mapping.name})
    return found[0]


def load(
    *, by: Actor, path: Path, mapping: Mapping, as_at: date | None = None, file_name: str = "", reason: str = "",
    without_refused: bool = False, confirm_revised: bool = False, progress: Progress = lambda count: None,
) -> ReceivedFile:  # fmt: skip
    """Load a file of figures, all of it or nothing; the same bytes by the same mapping again change nothing.

    A file with faults is refused whole, unless `without_refused` leaves the faulty rows out (with a reason). What is
    derived from its figures is made anew in the same transaction. Raises FiguresRefused, FileTrouble, which are kept.
    """
    raw = path.read_bytes()
    file = _described(path, raw, mapping, as_at, file_name, by, reason)
    if earlier := _loaded_before(file):
        return earlier
    try:
        with transaction.atomic():
            return _load(by, file, path, raw, mapping, without_refused, confirm_revised, progress)
    except (FiguresRefused, FileTrouble) as refusal:
        _keep_refusal(by, file, refusal)
        raise


def _load(
    by: Actor, file: ReceivedFile, path: Path, raw: bytes, mapping: Mapping, without_refused: bool,
    confirm_revised: bool, progress: Progress,
) -> ReceivedFile:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ONE_FILE_AT_A_TIME)
    trial = tried(path, mapping, file.as_at, progress)
    _refuse_faults(trial, without_refused, file.reason)
    _refuse_revisions(trial, confirm_revised)
    file.report, file.rows, file.refused = trial.report(), trial.rows, trial.refused
    file.new, file.revised, file.same = trial.settled.new, trial.settled.revised, trial.settled.same
    file.state = FileState.LOADED
    file.save()
    kept.keep(raw)
    settling.settle(file.pk)
    derivations.derive(mapping.indicators())
    detail = {"file": file.pk, "sha256": file.sha256, "mapping": mapping.name, "new": file.new, "revised": file.revised,
              "same": file.same, "refused": file.refused}  # fmt: skip
    ledger.write(by=by, act="figures.load", subject=file.name, why=file.reason, detail=detail)
    return file


def _as_at(mapping: Mapping, told: date | None) -> date:
    return told or mapping.as_at or timezone.localdate()


def _described(
    path: Path, raw: bytes, mapping: Mapping, as_at: date | None, file_name: str, by: Actor, reason: str
) -> ReceivedFile:
    source = Source.objects.filter(key=mapping.source).first()
    if source is None:
        raise FiguresRefused(
            f"The mapping {mapping.name} names the source {mapping.source}, which sources.yaml does not have."
        )
    return ReceivedFile(
        name=(file_name or path.name)[:200], sha256=hashlib.sha256(raw).hexdigest(), size=len(raw),
        title=source.title, publisher=source.publisher, licence=source.licence, address=source.address,
        as_at=_as_at(mapping, as_at), by=by.account, reason=reason, mapping=mapping.name,
        mapping_digest=mapping.digest, mapping_text=mapping.text,
    )  # fmt: skip


def _loaded_before(file: ReceivedFile) -> ReceivedFile | None:
    return ReceivedFile.objects.filter(
        sha256=file.sha256, mapping_digest=file.mapping_digest, state=FileState.LOADED
    ).first()


def _refuse_faults(trial: Trial, without_refused: bool, reason: str) -> None:
    if not trial.notice.faults_in_all:
        return
    if without_refused and reason:
        return
    more = f" (and {trial.notice.faults_in_all - 1:,} more)" if trial.notice.faults_in_all > 1 else ""
    raise FiguresRefused(
        f"The file has faults, so nothing of it was stored: {trial.notice.faults[0]}{more}. Ask the publisher, note a known "
        "fault in the mapping, or load it without the faulty rows and say why.",
        trial.notice.faults,
    )


def _refuse_revisions(trial: Trial, confirmed: bool) -> None:
    if confirmed or not revises_much(trial):
        return
    first, there = trial.revisions[0], trial.settled.revised + trial.settled.same
    raise FiguresRefused(
        f"{trial.settled.revised:,} of {there:,} figures that are here already would be revised (row {first.row}: "
        f"{first.indicator} {first.place} {first.period} was {first.was} and would be {first.now}); the mapping allows "
        f"{trial.mapping.revised_at_most}%, so nothing was stored. If the publisher has revised them, confirm it."
    )


def _keep_refusal(by: Actor, file: ReceivedFile, refusal: Exception) -> None:
    file.pk, file.state, file.why = None, FileState.REFUSED, str(refusal)
    faults = [each for each in getattr(refusal, "faults", ()) if isinstance(each, RowFault)]
    file.report = {"faults": [asdict(each) for each in faults[:SHOWN]], "faults_in_all": len(faults)}
    with transaction.atomic():
        file.save()
        ledger.write(
            by=by, act="figures.refuse", subject=file.name, why=file.why, detail={"sha256": file.sha256}
        )
