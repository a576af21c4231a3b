"""Every change to what is asked and how it is told: atomic, and in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from toldonce.care.alerts.clockwork import DIGEST_AT, MONDAY
from toldonce.care.alerts.errors import (
    BadCover,
    BadHours,
    NobodyMeant,
    NothingAsked,
    NotReadable,
    NotYours,
)
from toldonce.care.alerts.kinds import KIND
from toldonce.care.alerts.models import Alert, Asking, Cover, HowTold, Mail, Whom
from toldonce.care.alerts.usual import usual_askings
from toldonce.care.worklist.actions import take
from toldonce.care.worklist.errors import OutOfTurn
from toldonce.care.worklist.models import Item, State
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.queries import account_named, organisation, posts_of, wards_of
from toldonce.ledger import actions as ledger
from toldonce.record.access import CARING_ROLES
from toldonce.record.identity import person_of
from toldonce.record.opening import can_read
from toldonce.record.waking import wake

ADMINISTRATOR = "administrator"


@transaction.atomic
def ask(
    *,
    by: Actor,
    whom: str,
    kinds: Sequence[str],
    pid: int | None = None,
    ward: str = "",
    on_worklist: bool = False,
    mail: str = Mail.NEVER,
    from_others: bool = False,
    until: date | None = None,
) -> Asking:
    """Ask for oneself to be told when one of these things happens to these people."""
    _check_kinds(kinds)
    _check_whom(by, whom, pid, ward)
    made = Asking.objects.create(
        organisation=by.organisation,
        account=by.account,
        role=by.role,
        whom=whom,
        ward=ward,
        pid=pid,
        kinds=_in_order(kinds),
        from_others=from_others,
        on_worklist=on_worklist,
        mail=Mail(mail),
        until=until,
        made_by=by.account,
    )
    _write(by, "alert.ask", made)
    return made


@transaction.atomic
def ask_for_organisation(
    *, by: Actor, code: str, role: str, whom: str, kinds: Sequence[str], from_others: bool = True
) -> Asking:
    """Ask for an organisation, whose worklist then tells everybody there; the right to read is that of the role."""
    _check_administrator(by)
    _check_kinds(kinds)
    if role not in CARING_ROLES or whom not in (Whom.REGISTERED, Whom.CASELOAD, Whom.STAYING):
        raise NobodyMeant(NobodyMeant.__doc__)
    if organisation(code) is None:
        raise NobodyMeant(f"There is no organisation {code}. Look it up under Organisations.")
    made = Asking.objects.create(
        organisation=code,
        role=role,
        whom=whom,
        kinds=_in_order(kinds),
        from_others=from_others,
        made_by=by.account,
    )
    _write(by, "alert.ask", made)
    return made


@transaction.atomic
def adopt_usual(*, by: Actor, code: str, kind: str) -> list[Asking]:
    """Give an organisation that has them not yet the usual askings of its kind."""
    adopted = []
    for usual in usual_askings().get(kind, ()):
        made, is_new = Asking.objects.get_or_create(
            organisation=code,
            usual=usual.slug,
            defaults={
                "role": usual.role,
                "whom": usual.whom,
                "kinds": list(usual.kinds),
                "from_others": usual.from_others,
                "made_by": by.account,
            },
        )
        if is_new:
            _write(by, "alert.ask", made)
            adopted.append(made)
    return adopted


@transaction.atomic
def choose_kinds(*, by: Actor, asking: Asking, kinds: Sequence[str]) -> Asking:
    """Ask of other kinds of events than before."""
    _check_kinds(kinds)
    return _changed(by, asking, "alert.choose", kinds=_in_order(kinds))


@transaction.atomic
def pause(*, by: Actor, asking: Asking) -> Asking:
    """Be told nothing for a while; what happens meanwhile is not told afterwards."""
    return _changed(by, asking, "alert.pause", paused=timezone.now())


@transaction.atomic
def resume(*, by: Actor, asking: Asking) -> Asking:
    """Be told again."""
    return _changed(by, asking, "alert.resume", paused=None)


@transaction.atomic
def end(*, by: Actor, asking: Asking) -> Asking:
    """Be told no more; what was told stays."""
    return _changed(by, asking, "alert.end", ended=timezone.now())


@transaction.atomic
def choose_hours(
    *,
    by: Actor,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    digest_at: time = DIGEST_AT,
    digest_day: int = MONDAY,
) -> HowTold:
    """Say when one does not want to be told, urgent things apart, and when the digest comes."""
    if (quiet_from is None) != (quiet_until is None) or (
        quiet_from is not None and quiet_from == quiet_until
    ):
        raise BadHours(BadHours.__doc__)
    made, _ = HowTold.objects.update_or_create(
        account=by.account,
        defaults={
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "digest_at": digest_at,
            "digest_day": digest_day,
        },
    )
    ledger.write(by=by, act="alert.hours", subject=f"account/{by.account}")
    return made


@transaction.atomic
def arrange_cover(*, by: Actor, colleague: str, since: date, until: date) -> Cover:
    """Let a colleague of the same organisation be told instead of oneself while one is away."""
    _check_cover(by, colleague, since, until)
    made = Cover.objects.create(
        account=by.account, organisation=by.organisation, colleague=colleague, since=since, until=until
    )
    detail = {"since": since.isoformat(), "until": until.isoformat()}
    ledger.write(by=by, act="alert.cover", subject=f"account/{colleague}", detail=detail)
    return made


@transaction.atomic
def end_cover(*, by: Actor, cover: Cover) -> Cover:
    """Be told oneself again."""
    if cover.account != by.account:
        raise NotYours(NotYours.__doc__)
    cover.ended = timezone.now()
    cover.save(update_fields=["ended"])
    ledger.write(by=by, act="alert.end-cover", subject=f"account/{cover.colleague}")
    return cover


@transaction.atomic
def see(*, by: Actor, alert: Alert) -> Alert:
    """Say that one has seen an alert."""
    if by.organisation != alert.organisation or alert.account not in ("", by.account):
        raise NotYours("This alert was told to somebody else.")
    if alert.seen is None:
        alert.seen, alert.seen_by = timezone.now(), by.account
        alert.save(update_fields=["seen", "seen_by"])
        ledger.write(by=by, act="alert.see", pids=[alert.event.pid], subject=f"alert/{alert.pk}")
        wake(f"org:{alert.organisation}")
        _take_item(by, alert)
    return alert


def _take_item(by: Actor, alert: Alert) -> None:
    """Whoever has seen what was meant for them has it: it need not be shown to others."""
    item = Item.objects.filter(pk=alert.item, state=State.WAITING, meant_for=by.account).first()
    if item is None:
        return
    try:
        with transaction.atomic():
            take(by=by, item=item)
    except OutOfTurn:  # a colleague took it in this moment
        return


def _check_kinds(kinds: Sequence[str]) -> None:
    unknown = set(kinds) - set(KIND)
    if unknown:
        raise NothingAsked(
            f"{sorted(unknown)[0]!r} is nothing that one can be told of. Choose from the list."
        )
    if not kinds:
        raise NothingAsked(NothingAsked.__doc__)


def _check_whom(by: Actor, whom: str, pid: int | None, ward: str) -> None:
    if whom not in Whom.values or (whom == Whom.PERSON) != (pid is not None):
        raise NobodyMeant(NobodyMeant.__doc__)
    if whom == Whom.WARD and not wards_of(by.organisation).filter(code=ward).exists():
        raise NobodyMeant("That is no ward of your organisation. Choose one of its wards.")
    if pid is not None and not can_read(by, person_of(pid), "direct_care"):
        raise NotReadable(NotReadable.__doc__)


def _check_administrator(by: Actor) -> None:
    if by.role != ADMINISTRATOR and by != SYSTEM:
        raise NotYours("Only an administrator asks for a whole organisation. Ask for yourself instead.")


def _check_cover(by: Actor, colleague: str, since: date, until: date) -> None:
    if until < since or until < timezone.localdate():
        raise BadCover("The last day of a cover is not before its first, nor past. Choose other days.")
    if colleague == by.account:
        raise BadCover("You cannot cover for yourself. Choose a colleague.")
    account = account_named(colleague)
    held = posts_of(account).filter(organisation=by.organisation, role__in=CARING_ROLES) if account else None
    if held is None or not held.exists():
        raise BadCover(
            "Only a colleague with a post at your organisation can cover. Choose one from the list."
        )
    if Cover.objects.filter(account=by.account, ended=None, since__lte=until, until__gte=since).exists():
        raise BadCover("Somebody covers for you on these days already. End that first.")


def _changed(by: Actor, asking: Asking, act: str, **fields: object) -> Asking:
    asking = Asking.objects.select_for_update().get(pk=asking.pk)
    if asking.is_of_organisation:
        _check_administrator(by)
    elif asking.account != by.account:
        raise NotYours(NotYours.__doc__)
    if asking.ended:
        raise NotYours("This has ended, so that it cannot be changed. Ask anew.")
    for name, value in fields.items():
        setattr(asking, name, value)
    asking.save()
    _write(by, act, asking)
    return asking


def _in_order(kinds: Sequence[str]) -> list[str]:
    return [slug for slug in KIND if slug in kinds]


def _write(by: Actor, act: str, asking: Asking) -> None:
    ledger.write(
        by=by,
        act=act,
        pids=[asking.pid] if asking.pid else [],
        subject=f"asking/{asking.pk}",
        detail={"organisation": asking.organisation, "whom": asking.whom, "kinds": asking.kinds},
    )
