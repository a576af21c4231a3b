"""The rows of the worklist: items, what was done with them, and who is on duty for an organisation."""

from django.db import models
from django.utils import timezone


class Kind(models.TextChoices):
    """What an item is."""

    ALERT = "alert", "Alert"
    DOCUMENT = "document", "Document"
    REFERRAL = "referral", "Referral"
    TASK = "task", "Task"
    ADVICE = "advice", "Advice and guidance"
    IDENTITY = "identity", "Who is who"
    PLAN = "plan", "Care plan"


class State(models.TextChoices):
    """Where an item stands; `states.py` says what may follow what."""

    WAITING = "waiting", "Waiting"
    TAKEN = "taken", "Taken"
    SETTLED = "settled", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Item(models.Model):
    """One thing that an organisation is to do or to know about a person.

    What is `meant_for` an account waits for it, and is of no concern to colleagues before it is `shown_to` one of them.
    """

    organisation = models.CharField(max_length=16)
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=200)
    pid = models.BigIntegerField()
    title = models.CharField(max_length=300)
    reason = models.TextField()
    refers = models.CharField(max_length=120, blank=True)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    owner = models.CharField(max_length=80, blank=True)
    meant_for = models.CharField(max_length=80, blank=True)
    shown_to = models.CharField(max_length=80, blank=True)
    raised = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField()
    settled = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "worklist_item"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "key"], name="worklist_item_once"),
            models.CheckConstraint(
                condition=models.Q(state=State.TAKEN) ^ models.Q(owner=""),
                name="worklist_item_taken_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due"],
                condition=models.Q(state__in=[State.WAITING, State.TAKEN]),
                name="worklist_item_open",
            ),
            models.Index(
                fields=["due"], condition=models.Q(state=State.WAITING), name="worklist_item_untaken"
            ),
            models.Index(
                fields=["meant_for", "organisation"],
                condition=models.Q(state=State.WAITING) & ~models.Q(meant_for=""),
                name="worklist_item_meant_for",
            ),
            models.Index(fields=["organisation", "-settled"], name="worklist_item_settled"),
            models.Index(fields=["pid"], name="worklist_item_pid"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in (State.WAITING, State.TAKEN)

    @property
    def is_overdue(self) -> bool:
        """Whether it is open past its due time."""
        return self.is_open and self.due < timezone.now()


class Step(models.Model):
    """What somebody did with an item, and when; rows are only ever added."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    account = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    act = models.CharField(max_length=24)
    state = models.CharField(max_length=12, choices=State)
    owner = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "worklist_step"

    def __str__(self) -> str:
        return f"{self.act} of item {self.item_id}"


class Duty(models.Model):
    """Who looks after what nobody has taken, for an organisation and a time."""

    organisation = models.CharField(max_length=16)
    account = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        db_table = "worklist_duty"
        indexes = [models.Index(fields=["organisation", "-until"], name="worklist_duty_until")]

    def __str__(self) -> str:
        return f"{self.account} for {self.organisation} until {self.until:%Y-%m-%d %H:%M}"
