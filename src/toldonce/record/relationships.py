"""Relationships that are declared, and glass that is broken: with a reason, for a time, in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.record.access import CARING_ROLES, Refused, Relation
from toldonce.record.errors import NotThere
from toldonce.record.identity import pids_of

DECLARED_AT_MOST = timedelta(days=90)
BROKEN_FOR = timedelta(hours=8)
SHORTEST_REASON = 10


class DeclaredRelationship(models.Model):
    """Somebody says that they care for a person, why, and until when."""

    account = models.CharField(max_length=80)
    role = models.CharField(max_length=24)
    organisation = models.CharField(max_length=16)
    person = models.BigIntegerField()
    reason = models.TextField()
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        app_label = "record"
        db_table = "declared_relationship"
        indexes = [models.Index(fields=["person", "account"], name="declared_person_account")]

    def __str__(self) -> str:
        return f"{self.account} for person {self.person} until {self.until:%Y-%m-%d}"


class BreakGlass(models.Model):
    """Somebody opened a record without a relationship, and the privacy officer looks at it afterwards."""

    account = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=24)
    organisation = models.CharField(max_length=16)
    person = models.BigIntegerField()
    reason = models.TextField()
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    reviewed = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    finding = models.TextField(blank=True)

    class Meta:
        app_label = "record"
        db_table = "break_glass"
        indexes = [
            models.Index(fields=["person", "account"], name="break_glass_person_account"),
            models.Index(
                fields=["since"], condition=models.Q(reviewed=None), name="break_glass_not_reviewed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} on person {self.person} at {self.since:%Y-%m-%d %H:%M}"


@transaction.atomic
def declare_relationship(*, by: Actor, person: int, reason: str, until: datetime) -> DeclaredRelationship:
    """Say that one cares for a person who is not yet linked with one's organisation."""
    _check_may_claim(by, reason, person)
    now = timezone.now()
    if not now < until <= now + DECLARED_AT_MOST:
        raise Refused(
            "A declared relationship ends within 90 days.",
            f"Choose a day up to {(now + DECLARED_AT_MOST):%d %B %Y}.",
        )
    made = DeclaredRelationship.objects.create(
        account=by.account,
        role=by.role,
        organisation=by.organisation,
        person=person,
        reason=reason,
        until=until,
    )
    _write(by, "relationship.declare", person, reason, until)
    return made


@transaction.atomic
def break_glass(*, by: Actor, person: int, reason: str) -> BreakGlass:
    """Open a record without a relationship or against an objection, for eight hours, told to the privacy officer."""
    _check_may_claim(by, reason, person)
    until = timezone.now() + BROKEN_FOR
    made = BreakGlass.objects.create(
        account=by.account,
        name=by.name,
        role=by.role,
        organisation=by.organisation,
        person=person,
        reason=reason,
        until=until,
    )
    _write(by, "break-glass", person, reason, until)
    return made


@transaction.atomic
def review_break_glass(*, by: Actor, number: int, finding: str) -> BreakGlass:
    """Keep what the privacy officer found when looking at a broken glass."""
    if by.role != "privacy_officer":
        raise Refused("Only the privacy officer reviews broken glass.", "Ask the privacy officer.")
    if len(finding.strip()) < SHORTEST_REASON:
        raise Refused("The finding is too short.", "Say in a sentence what you found.")
    glass = BreakGlass.objects.select_for_update().get(pk=number)
    glass.reviewed, glass.reviewed_by, glass.finding = timezone.now(), by.account, finding
    glass.save(update_fields=["reviewed", "reviewed_by", "finding"])
    _write(by, "break-glass.review", glass.person, finding, None)
    return glass


def not_reviewed() -> list[BreakGlass]:
    """Broken glass that the privacy officer has not looked at, oldest first."""
    return list(BreakGlass.objects.filter(reviewed=None).order_by("since"))


STANDING = """
select person, account, organisation, role, %s from declared_relationship
where person = any(%s) and clock_timestamp() >= since and clock_timestamp() < until
union
select person, account, organisation, role, %s from break_glass
where person = any(%s) and clock_timestamp() >= since and clock_timestamp() < until
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What was declared, and the glass that was broken, about some people, as far as it holds now."""

    claims: Mapping[tuple[int, str, str, str], tuple[Relation, ...]]

    def of(self, reader: Actor, person: int) -> tuple[Relation, ...]:
        """The relationships that this reader claims in this role, for this organisation."""
        return self.claims.get((person, reader.account, reader.organisation, reader.role), ())


def standing_about(persons: Collection[int]) -> Standing:
    """Every relationship with these people that is declared, and all broken glass, that holds now: one query."""
    claims: dict[tuple[int, str, str, str], tuple[Relation, ...]] = {}
    with connection.cursor() as cursor:
        asked = list(persons)
        cursor.execute(STANDING, [str(Relation.DECLARED), asked, str(Relation.BROKEN_GLASS), asked])
        for *claimant, relation in cursor.fetchall():
            key = tuple(claimant)
            claims[key] = (*claims.get(key, ()), Relation(relation))
    return Standing(claims)


def standing(reader: Actor, person: int) -> tuple[Relation, ...]:
    """The relationships that this reader has declared, and the glass broken, that hold now."""
    return standing_about([person]).of(reader, person)


def _check_may_claim(by: Actor, reason: str, person: int) -> None:
    if not pids_of(person):
        raise NotThere(f"No source tells of a person with the number {person}.")
    if by.role not in CARING_ROLES:
        raise Refused("Your role does not read clinical records.", "Ask somebody who cares for the person.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(
            "A reason is needed, because the privacy officer will read it, and the person may.",
            "Say in a sentence why.",
        )


def _write(by: Actor, act: str, person: int, reason: str, until: datetime | None) -> None:
    detail = {"until": until.isoformat()} if until else {}
    ledger.write(by=by, act=act, pids=pids_of(person), subject=f"person/{person}", why=reason, detail=detail)
