"""The doors by which figures come in: files are tried and loaded, figures are typed; each act is in the ledger."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.directory.models import Source
from toldonce.exchange.files.errors import FileTrouble
from toldonce.figures import deriving, settling
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.models import Figure, FileState, ReceivedFile
from toldonce.figures.receiving import kept, typed
from toldonce.figures.receiving.interruption import being_loaded
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.noticing import RowFault
from toldonce.figures.receiving.telling import visible
from toldonce.figures.receiving.trial import SHOWN, Progress, Trial, revises_much, tried
from toldonce.figures.receiving.typed import Typed
from toldonce.figures.receiving.withdrawing import WITHDRAWN
from toldonce.ledger import actions as ledger


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
    without_refused: bool = False, confirm_revised: bool = False, derived: bool = True,
    progress: Progress = lambda count: None,
) -> ReceivedFile:  # fmt: skip
    """Load a file of figures, all of it or nothing; the same bytes by the same mapping again change nothing,
    unless another day is told on which the publisher said so.

    A file with faults is refused whole, unless `without_refused` leaves the faulty rows out (with a reason). What is
    derived from its figures is made anew in the same transaction, unless that is left to `derive`. Raises
    FiguresRefused, FileTrouble; the refusal is kept.
    """
    raw = path.read_bytes()
    file = _described(path, raw, mapping, as_at, file_name, by, reason)
    if earlier := _loaded_before(file, as_at):
        return earlier
    with being_loaded(file):
        try:
            with transaction.atomic():
                settling.wait_for_the_turn()  # or of two who load the same bytes at once, neither would see the other's
                if earlier := _loaded_before(file, as_at):
                    ReceivedFile.objects.filter(pk=file.pk)._raw_delete(connection.alias)
                    return earlier
                trial = _checked(file, path, mapping, without_refused, confirm_revised, progress)
                return _load(by, file, raw, mapping, trial, derived)
        except (FiguresRefused, FileTrouble) as refusal:
            _keep_refusal(by, file, refusal)
            raise


def _checked(
    file: ReceivedFile, path: Path, mapping: Mapping, without_refused: bool, confirm_revised: bool,
    progress: Progress,
) -> Trial:  # fmt: skip
    """Read a file and refuse it for its faults, or for revising too much."""
    trial = tried(path, mapping, file.as_at, progress)
    _refuse_faults(trial, without_refused, file.reason)
    _refuse_revisions(trial, confirm_revised)
    return trial


def _load(
    by: Actor, file: ReceivedFile, raw: bytes, mapping: Mapping, trial: Trial, derived: bool
) -> ReceivedFile:
    file.report, file.rows, file.refused = visible(trial.report()), trial.rows, trial.refused
    file.new, file.revised, file.same = trial.settled.new, trial.settled.revised, trial.settled.same
    file.state = FileState.LOADED
    file.save()
    kept.keep(raw)
    settling.settle(file.pk)
    if derived:
        deriving.derive(mapping.indicators() | _withdrawn_from(file))
    detail = {"file": file.pk, "sha256": file.sha256, "mapping": mapping.name, "new": file.new, "revised": file.revised,
              "same": file.same, "refused": file.refused, "withdrawn": trial.withdrawn}  # fmt: skip
    ledger.write(by=by, act="figures.load", subject=file.name, why=file.reason, detail=detail)
    return file


def _withdrawn_from(file: ReceivedFile) -> set[str]:
    """The indicators of which a corrected mapping says less than it did, which it need not name any more."""
    withdrawn = Figure.objects.filter(file=file, missing=WITHDRAWN)
    return set(withdrawn.values_list("indicator__code", flat=True))


@transaction.atomic
def type_in(
    *, by: Actor, indicator: str, figures: Sequence[Typed], reason: str, as_at: date | None = None
) -> ReceivedFile:
    """Take figures that a person typed or pasted, all or none, as a file of their own that says who and why.

    Each says which figure was current when it was typed (`seen`); raises ChangedMeanwhile where another one is now,
    FiguresRefused where something cannot stand.
    """
    settling.wait_for_the_turn()
    typed.refuse_unsound(figures, reason)
    typed.refuse_changed(indicator, figures)
    raw, mapping = typed.written(figures), typed.mapping_of(indicator)
    with tempfile.TemporaryDirectory(prefix="toldonce-typed-") as folder:
        path = Path(folder) / "typed.csv"
        path.write_bytes(raw)
        file = ReceivedFile(
            name=f"typed by {by.name}"[:200], sha256=hashlib.sha256(raw).hexdigest(), size=len(raw),
            title=f"Typed by {by.name}", publisher=by.organisation, as_at=as_at or timezone.localdate(), by=by.account,
            reason=reason, mapping=mapping.name, mapping_digest=typed.digest(by), mapping_text=mapping.text,
        )  # fmt: skip
        trial = tried(path, mapping, file.as_at, lambda count: None)
    _refuse_faults(trial, False, reason)
    return _load(by, file, raw, mapping, trial, derived=True)


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


def _loaded_before(file: ReceivedFile, told: date | None) -> ReceivedFile | None:
    """The same bytes by the same mapping, of the day that is told: a publisher may say the same again.

    Not where another form of the mapping has read them since: then this one is put back.
    """
    found = ReceivedFile.objects.filter(sha256=file.sha256, mapping=file.mapping, state=FileState.LOADED)
    newest = (found.filter(as_at=told) if told else found).order_by("-pk").first()
    if newest is None or newest.mapping_digest != file.mapping_digest:
        return None
    newest.is_new = False
    return newest


def _refuse_faults(trial: Trial, without_refused: bool, reason: str) -> None:
    if not trial.notice.faults_in_all:
        return
    if without_refused and reason:
        return
    more = f" (and {trial.notice.faults_in_all - 1:,} more)" if trial.notice.faults_in_all > 1 else ""
    raise FiguresRefused(
        f"The file has faults, so nothing of it was stored: {trial.notice.faults[0]}{more}. Ask the publisher, note a "
        "known fault in the mapping, or load it without the faulty rows and say why.",
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
    file.state, file.why = FileState.REFUSED, visible(str(refusal))
    faults = [each for each in getattr(refusal, "faults", ()) if isinstance(each, RowFault)]
    shown = [visible(asdict(each)) for each in faults[:SHOWN]]
    file.report = {"faults": shown, "faults_in_all": len(faults)}
    with transaction.atomic():
        file.save()
        ledger.write(
            by=by, act="figures.refuse", subject=file.name, why=file.why, detail={"sha256": file.sha256}
        )
