"""The form "Tell me when": its words, what somebody typed into it, and what is then done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_time

from toldonce.care.alerts import actions
from toldonce.care.alerts.clockwork import DIGEST_AT, MONDAY
from toldonce.care.alerts.errors import BadCover, BadHours, NobodyMeant
from toldonce.care.alerts.kinds import KINDS
from toldonce.care.alerts.models import Asking, Cover, HowTold, Mail, Whom
from toldonce.care.alerts.why import asking_words
from toldonce.directory.actions import set_email
from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Ward
from toldonce.ledger.actions import write
from toldonce.record.identity import person_of
from toldonce.web.design.finding import people_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is asked, in words."""

    number: int
    about: str
    what: str
    how: str
    until: date | None
    is_paused: bool


def ask(typed: QueryDict, *, by: Actor, pid: int | None = None) -> Asking:
    """Ask for what was typed."""
    whom, _, ward = typed.get("whom", "").partition(":")
    until = typed.get("until", "").strip()
    day = _date(until)
    if until and day is None:
        raise NobodyMeant("The last day is not a date. Choose one, or leave it empty.")
    return actions.ask(
        by=by,
        whom=Whom.PERSON if pid else whom,
        pid=pid,
        ward=ward,
        kinds=typed.getlist("kinds"),
        on_worklist="on_worklist" in typed,
        mail=typed.get("mail", "") if typed.get("mail", "") in Mail.values else Mail.NEVER,
        until=day,
    )


def choose_hours(typed: Mapping[str, str], *, by: Actor) -> HowTold:
    """Keep the hours that were typed."""
    day = typed.get("digest_day", "")
    return actions.choose_hours(
        by=by,
        quiet_from=_time(typed.get("quiet_from", "")),
        quiet_until=_time(typed.get("quiet_until", "")),
        digest_at=_time(typed.get("digest_at", "")) or DIGEST_AT,
        digest_day=int(day) if day in ("0", "1", "2", "3", "4", "5", "6") else MONDAY,
    )


def arrange_cover(typed: Mapping[str, str], *, by: Actor) -> Cover:
    """Let the colleague who was chosen cover on the days that were typed."""
    since, until = _date(typed.get("since", "")), _date(typed.get("until", ""))
    if since is None or until is None:
        raise BadCover("A cover needs its first and its last day. Say both.")
    return actions.arrange_cover(by=by, colleague=typed.get("colleague", ""), since=since, until=until)


@transaction.atomic
def keep_address(*, by: Actor, email: str) -> Account:
    """Keep one's own e-mail address."""
    account = set_email(by=by, account=Account.objects.get(username=by.account), email=email[:254])
    write(by=by, act="account.email", subject=f"account/{by.account}")
    return account


def shown(typed: QueryDict) -> dict[str, object]:
    """What the form offers, with what was typed before."""
    return {
        "kinds": [
            {"value": each.slug, "text": each.title, "checked": each.slug in typed.getlist("kinds")}
            for each in KINDS
        ],
        "mails": [
            {"value": value, "text": text, "checked": value == typed.get("mail", Mail.NEVER.value)}
            for value, text in Mail.choices
        ],
        "whom": typed.get("whom", ""),
        "until": typed.get("until", ""),
    }


def lines(askings: Sequence[Asking], *, by: Actor | None = None) -> list[Line]:
    """What is asked, in words; names of persons only for the one who asks, and then in the ledger."""
    person = {each.pid: person_of(each.pid) for each in askings if each.pid} if by else {}
    called = {each.person: each.name for each in people_of(list(person.values()))}
    if by and person:
        write(
            by=by,
            act="record.list",
            pids=sorted(person),
            subject="tell me when",
            detail={"people": len(person)},
        )
    wards = dict(Ward.objects.filter(code__in=[each.ward for each in askings]).values_list("code", "name"))
    return [
        Line(
            number=each.pk,
            about=called.get(person.get(each.pid or 0, 0), "") or _about(each, wards),
            what=asking_words(each),
            how=_how(each),
            until=each.until,
            is_paused=each.paused is not None,
        )
        for each in askings
    ]


def cover_lines(covers: Sequence[Cover]) -> list[tuple[Cover, str]]:
    """Each cover with the name of the colleague."""
    named = dict(
        Account.objects.filter(username__in=[each.colleague for each in covers]).values_list(
            "username", "name"
        )
    )
    return [(each, named.get(each.colleague, each.colleague)) for each in covers]


def _about(asking: Asking, wards: Mapping[str, str]) -> str:
    if asking.whom == Whom.WARD:
        return f"Anybody on {wards.get(asking.ward, asking.ward)}"
    said = Whom(asking.whom).label
    return said[:1].upper() + said[1:]


def _how(asking: Asking) -> str:
    ways = ["on the worklist"] if asking.on_worklist else ["on the page Alerts"]
    if asking.mail != Mail.NEVER:
        ways.append(f"by e-mail: {Mail(asking.mail).label.lower()}")
    if asking.from_others:
        ways.append("only what others tell")
    return "; ".join(ways)


def _date(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def _time(text: str) -> time | None:
    if not text.strip():
        return None
    try:
        found = parse_time(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise BadHours("That is no time of day. Write it like 22:00.")
    return found.replace(tzinfo=None)
