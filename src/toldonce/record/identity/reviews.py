"""Questions about who is who that a person answers: are these two one human being, or two?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, models
from django.utils import timezone

from toldonce.directory.actors import Actor


class Kind(models.TextChoices):
    """Why somebody is asked."""

    ONE_NUMBER = "one_number", "One NHS number on two people who contradict each other"
    ALIKE = "alike", "Alike, but not enough to be joined without a look"
    REPORTED = "reported", "Somebody says that this is not the same person"
    TRACED = "traced", "The demographics service says something else"


OF_A_STRANGER = (Kind.REPORTED, Kind.TRACED)  # whether one of two who are joined belongs there


class State(models.TextChoices):
    """What became of a question."""

    OPEN = "open", "Waiting"
    ONE = "one", "The same person"
    TWO = "two", "Two people"


class IdentityReview(models.Model):
    """One question about two source patients, and its answer."""

    kind = models.CharField(max_length=16, choices=Kind)
    a = models.BigIntegerField()
    b = models.BigIntegerField()
    weight = models.FloatField(null=True)
    model = models.CharField(max_length=40, blank=True)
    said = models.TextField(blank=True)
    raised = models.DateTimeField(default=timezone.now)
    raised_by = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    put_off = models.DateTimeField(null=True)
    decided = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    finding = models.TextField(blank=True)
    moves = models.JSONField(default=list)

    class Meta:
        app_label = "record"
        db_table = "identity_review"
        constraints = [
            models.UniqueConstraint(fields=["kind", "a", "b"], name="identity_review_once"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="identity_review_in_order"),
        ]
        indexes = [
            models.Index(fields=["raised"], condition=models.Q(state="open"), name="identity_review_waiting"),
            models.Index(fields=["b"], name="identity_review_b"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.a} and {self.b}"

    @property
    def stranger(self) -> int:
        """Which of the two leaves the person if they are two people."""
        return int(self.model) if self.kind in OF_A_STRANGER else self.b


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits, and the two persons that its source patients are now."""

    review: IdentityReview
    one: int
    other: int


ASK = """
insert into identity_review (kind, a, b, said, weight, model, raised, raised_by, state, decided_by, finding, moves)
select %s, least(w.a, w.b), greatest(w.a, w.b), w.said, w.weight, %s, clock_timestamp(), %s, 'open', '', '', '[]'
from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::float[]) as w (a, b, said, weight)
on conflict (kind, a, b) do nothing returning id
"""


def ask(
    kind: Kind,
    pairs: Mapping[tuple[int, int], str],
    *,
    by: Actor,
    weights: Mapping[tuple[int, int], float] | None = None,
    model: str = "",
) -> list[int]:
    """Ask about pairs of source patients, each with what is said of it; a question is asked once."""
    if not pairs:
        return []
    weighed = [(weights or {}).get(pair) for pair in pairs]
    columns = [[one for one, _ in pairs], [other for _, other in pairs], list(pairs.values()), weighed]
    with connection.cursor() as cursor:
        cursor.execute(ASK, [kind.value, model, by.account, *columns])
        return [number for (number,) in cursor.fetchall()]


WAITING = """
select r.*, pa.person as one, pb.person as other
from identity_review r join patient pa on pa.pid = r.a join patient pb on pb.pid = r.b
where r.state = 'open' and (pa.person <> pb.person) = (r.kind not in ('reported', 'traced'))
"""
ORDER = """
 order by r.put_off nulls first, array_position(array['one_number', 'reported', 'traced', 'alike'], r.kind::text),
 r.weight desc nulls last, r.raised
"""


def waiting(limit: int = 50, kind: str = "") -> list[Waiting]:
    """The questions that wait for an answer, the most pressing first, without those that answered themselves."""
    asked = IdentityReview.objects.raw(
        f"{WAITING} and (%s = '' or r.kind = %s) {ORDER} limit %s", [kind, kind, limit]
    )
    return [Waiting(each, each.one, each.other) for each in asked]


def counted() -> dict[str, int]:
    """How many questions of each kind wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"select kind, count(*)::int from ({WAITING}) w group by kind")
        return dict(cursor.fetchall())


def about(pids: list[int]) -> list[IdentityReview]:
    """Every question that was asked about these source patients, newest first."""
    asked = IdentityReview.objects.filter(models.Q(a__in=pids) | models.Q(b__in=pids))
    return list(asked.order_by("-raised"))
