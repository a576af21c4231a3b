"""What the demographics service answered, one row for each time it was asked about a source patient."""

from django.db import models
from django.utils import timezone


class Answer(models.TextChoices):
    """What the service said."""

    VERIFIED = "verified", "The number is this person's"
    DISAGREES = "disagrees", "The number is another person's"
    SUPERSEDED = "superseded", "The number was replaced by another"
    INVALID = "invalid", "The number is not in use"
    FOUND = "found", "One person was found"
    NOBODY = "nobody", "Nobody was found"
    SEVERAL = "several", "Several people fit"
    TOO_LITTLE = "too_little", "Too little is known to ask"


class Trace(models.Model):
    """One answer; the source's own Patient is never changed by it."""

    pid = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=16, choices=Answer)
    asked_number = models.CharField(max_length=10, blank=True)
    number = models.CharField(max_length=10, blank=True)
    score = models.FloatField(null=True)
    is_dead = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    request = models.CharField(max_length=40, blank=True)
    joined = models.BigIntegerField(null=True)

    class Meta:
        app_label = "exchange_traces"
        db_table = "trace"
        indexes = [
            models.Index(fields=["pid", "-at"], name="trace_pid"),
            models.Index(
                fields=["number"], condition=models.Q(joined=None) & ~models.Q(number=""), name="trace_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pid}: {self.answer}"
