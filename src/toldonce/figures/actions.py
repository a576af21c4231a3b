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
from toldonce.figures.models import (
    Figure,
    FigurePlace,
    FileState,
    Indicator,
    IndicatorEdit,
    ReceivedFile,
    Standard,
    Status,
    Succession,
)
from toldonce.ledger import actions as ledger

DEFINED_BY_THE_PLACE = "defined in the folder of the place"


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
    """Change an indicator and keep what each field was and became."""
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
    return _checked(by, Figure.objects.filter(file=received), f"file {file}", reason)


@transaction.atomic
def check_figures(*, by: Actor, figures: Sequence[int], reason: str = "") -> int:
    """Mark figures as checked by another than those who brought them; how many there were. Raises CheckRefused."""
    return _checked(by, Figure.objects.filter(pk__in=figures), f"{len(figures)} figures", reason)


def _checked(by: Actor, figures: QuerySet[Figure], what: str, reason: str) -> int:
    if figures.filter(file__by=by.account).exists():
        raise CheckRefused("Some of these figures were brought in by you: somebody else must check them.")
    count = figures.filter(status=Status.DRAFT).update(status=Status.CHECKED, checked_by=by.account)
    ledger.write(by=by, act="figures.check", subject=what, why=reason, detail={"figures": count})
    return count


@transaction.atomic
def set_standard(
    *, by: Actor, indicator: str, kind: str, value: float, since: date, source: str, place: str = "",
    until: date | None = None, set_on: date | None = None, note: str = "",
) -> Standard:  # fmt: skip
    """Set what an indicator is held against from a day on; `set_on` is today unless a document says an earlier day.

    Raises EditRefused where one is set from that day already, or something cannot stand.
    """
    found = Indicator.objects.filter(code=indicator).first()
    if found is None:
        raise EditRefused(f"There is no indicator {indicator}.")
    same = Standard.objects.filter(indicator=found, place=place, kind=kind, since=since)
    if same.exists():
        raise EditRefused(f"A {kind} from {since} is there already: {same[0].value:g}, by {same[0].source}.")
    standard = Standard(
        indicator=found, place=place, kind=kind, value=value, since=since, until=until, source=source, note=note,
        set_on=set_on or timezone.localdate(),
    )  # fmt: skip
    definitions.checked(standard, f"The {kind} of {indicator}").save()
    detail = {"kind": kind, "value": value, "since": f"{since}", "place": place}
    ledger.write(by=by, act="standard.set", subject=indicator, why=source, detail=detail)
    return standard
