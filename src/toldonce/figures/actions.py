"""The doors by which indicators and standards change and figures are checked; each act is in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.figures import definitions, deriving, settling
from toldonce.figures.errors import ChangedMeanwhile, CheckRefused, EditRefused
from toldonce.figures.meaning import hold, refuse_another_meaning
from toldonce.figures.models import (
    Figure,
    FigurePlace,
    FileState,
    Indicator,
    IndicatorEdit,
    ReceivedFile,
    Standard,
    StandardEdit,
    Status,
    Succession,
)
from toldonce.figures.whence import authors_of
from toldonce.ledger import actions as ledger

DEFINED_BY_THE_PLACE = "defined in the folder of the place"


@transaction.atomic
def define(*, by: Actor, folder: Path) -> dict[str, int]:
    """Bring in what a place defines in its folder `figures`: indicators, places, successions and standards.

    What somebody has edited, an indicator or a standard, stays as it was edited. Raises FiguresRefused, and EditRefused
    where published figures would mean something else.
    """
    told = definitions.indicators(folder)
    hold(Indicator.objects.all())
    counts = {
        "indicators": sum(_defined(by, each) for each in told),
        "places of figures": _brought(FigurePlace, definitions.figure_places(folder), ["code"]),
        "successions": _brought(Succession, definitions.successions(folder), ["before", "after", "on"]),
    }
    known = {each.code: each for each in Indicator.objects.all()}
    edited = set(StandardEdit.objects.values_list("indicator__code", "place", "kind", "since"))
    dated = [
        each for each in definitions.standards(folder, known)
        if (each.indicator.code, each.place, each.kind, each.since) not in edited
    ]  # fmt: skip
    counts["standards"] = _brought(Standard, dated, ["indicator", "place", "kind", "since"])
    ledger.write(by=by, act="figures.define", subject=folder.parent.name, detail=counts)
    return counts


def _defined(by: Actor, told: Indicator) -> bool:
    """Define an indicator, or bring it up to date as long as nobody has edited it; whether anything changed."""
    there = Indicator.objects.filter(code=told.code).first()
    if there is None:
        told.save()
        return True
    wanted = {
        name: getattr(told, name)
        for name in definitions.EDITABLE
        if getattr(there, name) != getattr(told, name)
    }
    if not wanted or there.edits.exclude(by=by.account).exists():
        return False
    before = {name: definitions.as_told(getattr(there, name)) for name in wanted}
    _edited(by, there, wanted, DEFINED_BY_THE_PLACE, before)
    return True


def _edited(
    by: Actor, indicator: Indicator, wanted: dict[str, Any], reason: str, before: dict[str, Any]
) -> None:
    """Change an indicator and keep what each field was and became; raises EditRefused, FiguresRefused."""
    refuse_another_meaning(indicator, wanted)
    for name, value in wanted.items():
        setattr(indicator, name, value)
    indicator.version += 1
    definitions.check(indicator).save()
    changes = {name: [was, definitions.as_told(getattr(indicator, name))] for name, was in before.items()}
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


@transaction.atomic
def derive(*, by: Actor) -> settling.Settled:
    """Make anew whatever is derived, from all that is current."""
    done = deriving.derive(Indicator.objects.values_list("code", flat=True))
    ledger.write(by=by, act="figures.derive", detail=asdict(done))
    return done


@transaction.atomic
def edit_indicator(*, by: Actor, code: str, seen: int, changes: dict[str, Any], reason: str) -> Indicator:
    """Edit an indicator as somebody saw it in version `seen`; what it was stays in its history.

    Raises ChangedMeanwhile with the edits since then, EditRefused.
    """
    indicator = Indicator.objects.select_for_update().filter(code=code).first()
    if indicator is None:
        raise EditRefused(f"There is no indicator {code}.")
    if not reason.strip():
        raise EditRefused("Say why: an indicator is edited only with a reason.")
    if unknown := sorted(changes.keys() - set(definitions.EDITABLE)):
        raise EditRefused(f"An indicator has no {', '.join(unknown)} that can be edited.")
    if indicator.version != seen:
        raise _changed_meanwhile(indicator, seen)
    before = {name: definitions.as_told(getattr(indicator, name)) for name in changes}
    _edited(by, indicator, changes, reason, before)
    ledger.write(by=by, act="indicator.edit", subject=code, why=reason, detail={"version": indicator.version})
    return indicator


def _changed_meanwhile(indicator: Indicator, seen: int) -> ChangedMeanwhile:
    edits = list(indicator.edits.filter(version__gt=seen).order_by("version"))
    last = edits[-1]
    names = sorted({name for each in edits for name in each.changes})
    return ChangedMeanwhile(
        f"{last.name} has changed {', '.join(names)} since you opened it ({last.reason}): look at that and edit again.",
        edits,
    )


@transaction.atomic
def check_file(*, by: Actor, file: int, reason: str = "") -> int:
    """Mark the figures of a file as checked by another than the one who brought it; how many there were.

    Raises CheckRefused.
    """
    received = ReceivedFile.objects.filter(pk=file, state=FileState.LOADED).first()
    if received is None:
        raise CheckRefused("There is no such file among those that were loaded.")
    return _checked(by, Figure.objects.filter(file=received), {received.by}, f"file {file}", reason)


@transaction.atomic
def check_figures(*, by: Actor, figures: Sequence[int], reason: str = "") -> int:
    """Mark figures as checked by another than those who brought them, or what they are derived from; how many there
    were. Raises CheckRefused."""
    found = Figure.objects.filter(pk__in=figures)
    authors = authors_of(found.select_related("file", "indicator"))
    return _checked(by, found, authors, f"{len(figures)} figures", reason)


def _checked(by: Actor, figures: QuerySet[Figure], authors: set[str], what: str, reason: str) -> int:
    if by.account in authors:
        raise CheckRefused(
            "Some of these figures were brought in by you, or are derived from figures that were: somebody else must "
            "check them."
        )
    count = figures.filter(status=Status.DRAFT).update(status=Status.CHECKED, checked_by=by.account)
    ledger.write(by=by, act="figures.check", subject=what, why=reason, detail={"figures": count})
    return count


@transaction.atomic
def set_standard(
    *, by: Actor, indicator: str, kind: str, value: float | None, since: date, source: str, reason: str, seen: int,
    place: str = "", until: date | None = None, set_on: date | None = None, note: str = "",
) -> StandardEdit:  # fmt: skip
    """Set what an indicator is held against from a day on, change it, or withdraw it (no value); its history stays.

    `seen` is the newest edit of the indicator's standards for the place that the person knew, or 0; `set_on` is today
    unless a document says an earlier day. Raises EditRefused, ChangedMeanwhile, FiguresRefused.
    """
    found = Indicator.objects.select_for_update().filter(code=indicator).first()
    if found is None:
        raise EditRefused(f"There is no indicator {indicator}.")
    if not reason.strip():
        raise EditRefused("Say why: what an indicator is held against is changed only with a reason.")
    if until is not None and until < since:
        raise EditRefused("It ends before it begins: the last day is on or after the first.")
    _refuse_unseen(found, place, seen)
    there = Standard.objects.filter(indicator=found, place=place, kind=kind, since=since).first()
    if value is None and there is None:
        raise EditRefused(f"There is no {kind} from {since} that could be withdrawn.")
    was = _standard_as_told(there)
    if value is None:
        Standard.objects.filter(pk=there and there.pk).delete()
        became = {}
    else:
        wanted = there or Standard(indicator=found, place=place, kind=kind, since=since)
        wanted.value, wanted.until, wanted.source, wanted.note = value, until, source, note
        wanted.set_on = set_on or timezone.localdate()
        definitions.checked(wanted, f"The {kind} of {indicator}").save()
        became = _standard_as_told(wanted)
    ledger.write(
        by=by, act="standard.set", subject=indicator, why=reason, detail={"was": was, "became": became}
    )
    return StandardEdit.objects.create(
        indicator=found, place=place, kind=kind, since=since, was=was, became=became, by=by.account, name=by.name,
        reason=reason.strip(),
    )  # fmt: skip


def _refuse_unseen(indicator: Indicator, place: str, seen: int) -> None:
    newer = list(StandardEdit.objects.filter(indicator=indicator, place=place, pk__gt=seen).order_by("pk"))
    if newer:
        last = newer[-1]
        raise ChangedMeanwhile(
            f"{last.name} has changed the {last.kind} from {last.since} since you opened the page ({last.reason}): "
            "look at that and decide again.",
            newer,
        )


def _standard_as_told(standard: Standard | None) -> dict[str, Any]:
    """A standard as its history keeps it; nothing where there is none."""
    if standard is None:
        return {}
    fields = ("place", "kind", "value", "since", "until", "set_on", "note", "source")
    return {name: definitions.as_told(getattr(standard, name)) for name in fields}
