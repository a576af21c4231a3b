"""The doors by which a file is tried, taken or discarded; each leaves its row in the ledger."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from toldonce.directory import queries
from toldonce.directory.actors import Actor
from toldonce.exchange.files.errors import BeingTaken, FileRefused, FileTrouble, OlderFile
from toldonce.exchange.files.mapping import Mapping
from toldonce.exchange.files.models import Load, State
from toldonce.exchange.files.quarantine import write_quarantine
from toldonce.exchange.files.taking import Taking, taken
from toldonce.exchange.files.trial import Trial, refuse_fewer, report, tried
from toldonce.ledger import actions as ledger
from toldonce.record import content
from toldonce.record.actions import Arrival, open_arrival
from toldonce.record.bodies import Attachment

KEPT_AT_MOST = (
    128 * 1024 * 1024
)  # bytes of a file that are kept as content; of a larger one, its sha256 alone
QUARANTINED_AT_MOST = 500  # faults kept with the load; the quarantine file has more
MEDIA_TYPE = "application/x-toldonce-file"  # by which a file is told from an attachment of the record
Progress = Callable[[Taking], None]


def try_out(*, by: Actor, path: Path, mapping: Mapping, source: str, file_name: str = "") -> Load:
    """Read a file through and keep what was found, and the file, so that it can be taken after somebody has looked."""
    source = _source(mapping, source)
    load = _begun(path, mapping, source, file_name, by)
    try:
        trial = tried(path, mapping, source, today=timezone.localdate())
        load.report, load.state = report(trial), State.TRIED
        load.quarantined = _faults(trial)
        _keep(path, load)
    except FileRefused as refusal:
        load.state, load.why = State.REFUSED, str(refusal)
    load.ended = timezone.now()
    with transaction.atomic():
        load.save()
        ledger.write(by=by, act="file.try", subject=load.file_name, detail=_detail(load))
    return load


def take(
    *, by: Actor, path: Path, mapping: Mapping, source: str, file_name: str = "", load: Load | None = None,
    confirm_fewer: bool = False, again: bool = False, quarantine: Path | None = None,
    progress: Progress = lambda taking: None,
) -> Load:  # fmt: skip
    """Take a file: write what is new or changed, end what is gone; one arrival and one ledger row.

    Raises FileRefused, and then nothing was stored but the refusal.
    """
    source = _source(mapping, source)
    load = load or _begun(path, mapping, source, file_name, by)
    with _alone(source, mapping.feed):
        try:
            trial = tried(path, mapping, source, today=timezone.localdate(), whole=False)
            _refuse_older(load, again=again)
            refuse_fewer(trial, confirmed=confirm_fewer)
        except FileRefused as refusal:
            _refused(by, load, refusal)
            raise
        taking = _announced(by, load, trial, path)
        try:
            taken(taking, progress)
        except Exception:
            _finish(load, taking, State.STOPPED, quarantine)
            raise
        _finish(load, taking, State.TAKEN, quarantine)
    return load


def take_tried(
    *, by: Actor, load: Load, mapping: Mapping, confirm_fewer: bool = False, again: bool = False
) -> Load:
    """Take a file that was tried before, from the content that was kept."""
    if load.state != State.TRIED:
        raise FileRefused(
            f"This file was {load.get_state_display().lower()} already: try it again from the start."
        )
    kept = content.fetch(_kept_under(load.sha256))
    if kept is None:
        raise FileRefused("The file was too large to be kept: take it with the command `toldonce take`.")
    with tempfile.TemporaryDirectory(prefix="toldonce-file-") as folder:
        path = Path(folder) / f"file{Path(load.file_name).suffix.lower()[:8]}"
        path.write_bytes(kept.body)
        return take(
            by=by,
            path=path,
            mapping=mapping,
            source=load.source,
            load=load,
            confirm_fewer=confirm_fewer,
            again=again,
        )


@transaction.atomic
def discard(*, by: Actor, load: Load) -> None:
    """Put a file that was tried aside: it is taken no more, and is forgotten unless another load holds it."""
    if load.state != State.TRIED:
        raise FileRefused("Only a file that was tried, and not taken, can be discarded.")
    load.state = State.DISCARDED
    load.save(update_fields=["state"])
    if (
        not Load.objects.filter(sha256=load.sha256)
        .exclude(state__in=[State.DISCARDED, State.REFUSED])
        .exists()
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from content where key = %s and media_type = %s",
                [_kept_under(load.sha256), MEDIA_TYPE],
            )
    ledger.write(by=by, act="file.discard", subject=load.file_name, detail=_detail(load))


def _source(mapping: Mapping, told: str) -> str:
    """Who tells: what was said, or what the mapping says; an organisation that the directory knows."""
    code = told or mapping.source
    if not code:
        raise FileTrouble(
            f"The mapping {mapping.name} does not say who tells: say it as an ODS code (`--source`)."
        )
    if queries.organisation(code) is None:
        raise FileTrouble(f"There is no organisation with the code {code}: look it up under Organisations.")
    return code


def _begun(path: Path, mapping: Mapping, source: str, file_name: str, by: Actor) -> Load:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1024 * 1024):
                digest.update(piece)
    except OSError as trouble:
        raise FileTrouble(f"The file {path.name} cannot be read: {trouble.strerror}.") from trouble
    return Load(
        mapping=mapping.name, source=source, feed=mapping.feed, file_name=(file_name or path.name)[:200],
        sha256=digest.hexdigest(), size=path.stat().st_size, by=by.account, state=State.TAKING,
    )  # fmt: skip


def _keep(path: Path, load: Load) -> None:
    if load.size <= KEPT_AT_MOST:
        content.keep_all([Attachment(_kept_under(load.sha256), MEDIA_TYPE, path.read_bytes())])


def _kept_under(sha256: str) -> bytes:
    """The key of a file's content: another than an attachment of the same bytes has, which must outlive it."""
    return hashlib.sha256(b"file of a feed" + bytes.fromhex(sha256)).digest()


@contextmanager
def _alone(source: str, feed: str) -> Iterator[None]:
    """Hold a feed for one file; a file that was being taken when its process died is marked as stopped."""
    number = int.from_bytes(hashlib.blake2b(f"{source}/{feed}".encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise BeingTaken(
                "Another file of this feed is being taken just now: wait for its end and try again."
            )
    try:
        Load.objects.filter(source=source, feed=feed, state=State.TAKING).update(state=State.STOPPED)
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [number])


def _refuse_older(load: Load, *, again: bool) -> None:
    """Refuse a file that was taken before a newer one: it would turn everything back."""
    done = Load.objects.filter(source=load.source, feed=load.feed, state=State.TAKEN).order_by("-id")
    newest = done.first()
    if again or newest is None or newest.sha256 == load.sha256:
        return
    if before := done.filter(sha256=load.sha256).first():
        raise OlderFile(
            f"This file was taken on {before.began:%d %B %Y} and a newer one of its feed since: taking it "
            "again would turn the record back, so nothing was stored. "
            "If that is wanted, say that it is to be taken again."
        )


def _refused(by: Actor, load: Load, refusal: FileRefused) -> None:
    if load.state != State.TRIED:  # one that was tried waits until somebody confirms or discards it
        load.state = State.REFUSED
    load.why, load.ended = str(refusal), timezone.now()
    with transaction.atomic():
        load.save()
        ledger.write(by=by, act="file.refuse", subject=load.file_name, why=str(refusal), detail=_detail(load))


def _announced(by: Actor, load: Load, trial: Trial, path: Path) -> Taking:
    """Keep the file, open its arrival and write its row in the ledger, before anything of it is stored."""
    with transaction.atomic():
        _keep(path, load)
        load.arrival = number = open_arrival(Arrival(load.source, load.feed))
        load.state, load.report = State.TAKING, report(trial)
        load.save()
        ledger.write(by=by, act="file.take", subject=load.file_name, detail=_detail(load))
    return Taking(trial, load.source, number, by)


def _finish(load: Load, taking: Taking, state: State, quarantine: Path | None) -> None:
    if quarantine is not None and taking.trial.faults:
        write_quarantine(quarantine, load.file_name, taking.trial.faults)
    load.state, load.ended = state, timezone.now()
    load.report = report(taking.trial) | {"written": dict(taking.states)}
    load.quarantined = _faults(taking.trial)
    load.save()


def _faults(trial: Trial) -> list[dict]:
    return [asdict(each) for each in trial.faults[:QUARANTINED_AT_MOST]]


def _detail(load: Load) -> dict:
    return {"mapping": load.mapping, "source": load.source, "sha256": load.sha256, "arrival": load.arrival,
            "load": load.pk}  # fmt: skip
