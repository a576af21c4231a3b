"""The rows of alerts: what was asked, what happened, who was told, and what left by e-mail."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone


class Whom(models.TextChoices):
    """About whom somebody asks; the words go after "when"."""

    REGISTERED = "registered", "anybody registered with us"
    CASELOAD = "caseload", "anybody on our caseload"
    STAYING = "staying", "anybody staying with us"
    WARD = "ward", "anybody on the ward"
    PERSON = "person", "this person"


class Mail(models.TextChoices):
    """Whether an e-mail says that there is something new, and when."""

    NEVER = "never", "No e-mail"
    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day, if there is anything"
    WEEKLY = "weekly", "Once a week, if there is anything"


class Asking(models.Model):
    """Somebody asked to be told; without an account it is the organisation that asks, for its worklist."""

    organisation = models.CharField(max_length=16)
    account = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=24)
    whom = models.CharField(max_length=12, choices=Whom)
    ward = models.CharField(max_length=32, blank=True)
    pid = models.BigIntegerField(null=True)
    kinds = ArrayField(models.CharField(max_length=24))
    from_others = models.BooleanField(default=False)
    on_worklist = models.BooleanField(default=True)
    mail = models.CharField(max_length=8, choices=Mail, default=Mail.NEVER)
    until = models.DateField(null=True)
    paused = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    made = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=80)
    usual = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "alert_asking"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "usual"], condition=~models.Q(usual=""), name="usual_asking_once"
            ),
            models.CheckConstraint(
                condition=models.Q(whom=Whom.PERSON) ^ models.Q(pid=None), name="asking_names_its_person"
            ),
        ]
        indexes = [
            models.Index(
                fields=["whom", "organisation"], condition=models.Q(ended=None), name="alert_asking_whom"
            ),
            models.Index(fields=["pid"], condition=models.Q(ended=None), name="alert_asking_pid"),
            models.Index(fields=["account"], name="alert_asking_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account or self.organisation} asks about {self.whom}"

    @property
    def is_of_organisation(self) -> bool:
        """Whether the organisation asks, not one of its people."""
        return not self.account


LONGEST_SOURCE = 80  # characters; what is longer is no organisation's code


class Event(models.Model):
    """Something that happened to a person, kept once whoever told it; `withdrawn` when it turned out not to be so."""

    kind = models.CharField(max_length=24)
    person = models.BigIntegerField()
    pid = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    keys = ArrayField(models.TextField())
    words = models.TextField()
    references = ArrayField(models.CharField(max_length=200))
    source = models.CharField(max_length=LONGEST_SOURCE, blank=True)
    urgent = models.BooleanField(default=False)
    happened = models.DateTimeField(null=True)
    told = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)
    why_withdrawn = models.TextField(blank=True)

    class Meta:
        db_table = "alert_event"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "fingerprint"],
                condition=models.Q(withdrawn=None),
                name="alert_event_once",
            )
        ]
        indexes = [models.Index(fields=["pid"], name="alert_event_pid")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Alert(models.Model):
    """One telling of an event to an organisation or to one of its people, with why."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="alerts")
    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="alerts")
    organisation = models.CharField(max_length=16)
    account = models.CharField(max_length=80, blank=True)
    covers = models.CharField(max_length=80, blank=True)
    relations = ArrayField(models.CharField(max_length=24), default=list)
    raised = models.DateTimeField(default=timezone.now)
    waits_until = models.DateTimeField(null=True)
    mail_due = models.DateTimeField(null=True)
    letter = models.ForeignKey("Letter", on_delete=models.PROTECT, null=True, related_name="alerts")
    item = models.BigIntegerField(null=True)
    seen = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "alert"
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation", "account"], name="alert_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "account", "-raised"], name="alert_newest"),
            models.Index(
                fields=["mail_due"],
                condition=models.Q(letter=None, mail_due__isnull=False),
                name="alert_to_mail",
            ),
            models.Index(fields=["item"], condition=models.Q(item__isnull=False), name="alert_item"),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk} to {self.account or self.organisation}"


class Letter(models.Model):
    """One e-mail that says how many alerts are new, and nothing else."""

    account = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    made = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    given_up = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "alert_letter"
        indexes = [
            models.Index(
                fields=["due"], condition=models.Q(sent=None, given_up=None), name="alert_letter_to_send"
            ),
            models.Index(fields=["account", "-made"], name="alert_letter_account"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk} to {self.account}"


class HowTold(models.Model):
    """How somebody wants to be told: their quiet hours, and when the digest comes."""

    account = models.CharField(max_length=80, unique=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    digest_at = models.TimeField()
    digest_day = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "alert_how_told"

    def __str__(self) -> str:
        return f"how {self.account} is told"


class Cover(models.Model):
    """A colleague of the same organisation who is told instead of somebody who is away, from one day to another."""

    account = models.CharField(max_length=80)
    organisation = models.CharField(max_length=16)
    colleague = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField()
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "alert_cover"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="cover_ends_after_it_began"
            )
        ]
        indexes = [models.Index(fields=["account", "until"], name="alert_cover_account")]

    def __str__(self) -> str:
        return f"{self.colleague} for {self.account}"
