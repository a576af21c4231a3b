"""What stands at the top of every page of a record: who this is, and what must not be missed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from toldonce.record.readings.alerts import alerts, safeguarding
from toldonce.record.readings.allergies import Allergy, allergies, denied_in_words
from toldonce.record.readings.care_plans import (
    CarePlan,
    ceilings_of_treatment,
    disagreement_on_resuscitation,
    emergency_plans,
)
from toldonce.record.readings.demographics import Demographics, demographics
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Record, Section
from toldonce.record.readings.registration import registration
from toldonce.web.design.words import counted, day, sentence

SHOWN_ALLERGIES, SHOWN_ALERTS = 6, 6


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that must not be missed, with the section that tells more."""

    words: str
    link: str
    kind: str = "danger"


@dataclass(frozen=True, slots=True)
class Banner:
    """Who this is."""

    name: str
    born: Moment | None
    age: str
    dead: str
    gender: str
    nhs_number: str
    address: str
    phone: str
    practice: str
    alarms: tuple[Alarm, ...]


def banner(record: Record) -> Banner:
    """The banner of an open record."""
    who = next(iter(record.once(demographics)), None)
    alarms = (*_allergies(record), *_alerts(record))
    if who is None:
        return Banner("Name not told", None, "", "", "", "", "", "", "", alarms)
    return Banner(
        name=named(who),
        born=who.birth_date,
        age=age_words(who, record.at.date()),
        dead=_death(who),
        gender=sentence(who.gender),
        nhs_number=who.nhs_number,
        address=", ".join(who.address),
        phone=next(iter(who.phones), ""),
        practice=_practice(record),
        alarms=alarms,
    )


def named(who: Demographics) -> str:
    """`HARDY, Thomas (Mr)`: the order in which lists are read."""
    return f"{who.family.upper()}, {who.given}" if who.family and who.given else who.name or "Name not told"


def age_words(who: Demographics, today: date) -> str:
    """`78 years`; months and weeks for the small."""
    if who.age is None or who.birth_date is None:
        return ""
    if who.age >= 2:
        return counted(who.age, "year")
    days = (today - who.birth_date.day).days
    return counted(days // 7, "week") if days < 92 else counted(int(days / 30.44), "month")


def _death(who: Demographics) -> str:
    if not who.is_dead:
        return ""
    return f"Died {day(who.death)}" if who.death else "Has died"


def _allergies(record: Record) -> list[Alarm]:
    link = reverse("section", args=[record.person, "allergies"])
    found = record.once(allergies)
    current = [each for each in found if each.is_current]
    alarms = [Alarm(f"Allergy: {_allergy(each)}", link) for each in current[:SHOWN_ALLERGIES]]
    if len(current) > SHOWN_ALLERGIES:
        alarms.append(
            Alarm(f"and {counted(len(current) - SHOWN_ALLERGIES, 'more allergy', 'more allergies')}", link)
        )
    if alarms:
        return alarms
    if found.withheld:
        return [Alarm("Allergies: withheld from you", link)]
    return [Alarm(denied_in_words(record) or "Allergies: nothing recorded", link, "none")]


def _allergy(allergy: Allergy) -> str:
    reaction = next((each.manifestation for each in allergy.reactions), "")
    substance = sentence(allergy.substance.removeprefix("Allergy to ").removesuffix(" allergy"))
    return f"{substance} ({reaction.lower()})" if reaction else substance


def _alerts(record: Record) -> list[Alarm]:
    """Plans for emergencies, decisions on resuscitation, current alerts and safeguarding."""
    start = reverse("record", args=[record.person])
    plans = [_plan(each, start) for each in emergency_plans(record)]
    ceilings = [Alarm(each.title, f"{start}wishes/", "plan") for each in ceilings_of_treatment(record)]
    told = [
        *_current(record, alerts, f"{start}alerts/"),
        *_current(record, safeguarding, f"{start}safeguarding/"),
    ]
    differs = disagreement_on_resuscitation(record)
    check = [Alarm("Resuscitation: sources differ", f"{start}emergency/")] if differs else []
    return list({alarm.words: alarm for alarm in (*check, *told, *ceilings, *plans)}.values())[:SHOWN_ALERTS]


def _plan(plan: CarePlan, start: str) -> Alarm:
    """`Treatment escalation plan: not for attempted cardiopulmonary resuscitation, signed 3 Feb 2026`."""
    title = plan.title.removesuffix(".pdf")
    if not plan.is_signed:
        return Alarm(title, f"{start}care-plans/", "plan")
    decided = f": {plan.decision[:1].lower()}{plan.decision[1:]}" if plan.decision else ""
    late = ", review overdue" if plan.is_overdue else ""
    return Alarm(
        f"{title}{decided}, signed {day(plan.made)}{late}", f"{start}plan/{plan.provenance.id}/", "plan"
    )


def _current(record: Record, reading: Callable[[Record], Section], link: str) -> list[Alarm]:
    return [Alarm(each.title, link) for each in record.once(reading) if each.is_current]


def _practice(record: Record) -> str:
    held = next((each for each in record.once(registration) if each.is_current), None)
    return ", ".join(filter(None, [held.practice, held.gp])) if held else ""
