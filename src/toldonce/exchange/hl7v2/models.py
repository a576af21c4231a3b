"""The rows of HL7 v2: messages as they came, the feeds they come by, corrected codes, and what is gone over again."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

UNKNOWN = "unknown"  # the feed of a message that no feed claims


class MessageState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", "Waiting"
    APPLIED = "applied", "In the record"
    STORED = "stored", "Kept, not mapped"
    TEST = "test", "Kept as a test"
    QUARANTINED = "quarantined", "In quarantine"
    REFUSED = "refused", "Refused at the door"
    PUT_ASIDE = "put aside", "Put aside"


class FeedState(models.TextChoices):
    """Whether a feed's messages go into the record."""

    SET_UP = "set up", "Being set up"
    LIVE = "live", "Live"
    PAUSED = "paused", "Paused"


class Feed(models.Model):
    """One stream of messages of one source: how it is recognised, read and watched."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=16)  # the ODS code of the organisation that tells
    application = models.CharField(max_length=200, blank=True)  # what MSH-3 must look like; empty: anything
    facility = models.CharField(max_length=200, blank=True)  # what MSH-4 must look like
    peer = models.CharField(max_length=200, blank=True)  # the sender's address or the name in its certificate
    mapping = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=60, default="Europe/London")
    is_test = models.BooleanField(default=False)  # nothing of it is ever applied
    silent_after = models.PositiveIntegerField(default=60)  # minutes between 07:00 and 22:00
    silent_after_at_night = models.PositiveIntegerField(default=480)  # minutes between 22:00 and 07:00
    kept_days = models.PositiveIntegerField(null=True)  # null: its messages are kept for ever
    state = models.CharField(max_length=12, choices=FeedState, default=FeedState.SET_UP)
    created = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=80)

    class Meta:
        db_table = "hl7_feed"

    def __str__(self) -> str:
        return self.code


class Silence(models.Model):
    """One silence of a feed, and what its operators were told of it by e-mail."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="silences")
    since = models.DateTimeField()  # when it was last heard
    ended = models.DateTimeField(null=True)
    told = models.DateTimeField(null=True)  # that it is silent
    told_of_end = models.DateTimeField(
        null=True
    )  # that it speaks again; null for ever where nobody had been told
    due = models.DateTimeField(default=timezone.now)  # when the next letter is tried
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "hl7_silence"
        constraints = [
            models.UniqueConstraint(
                fields=["feed"], condition=Q(ended=None), name="hl7_silence_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.feed_id} since {self.since:%Y-%m-%d %H:%M}"


class Correction(models.Model):
    """What one local code of a feed means, as an operator said; it goes before the files of the mapping."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="corrections")
    table = models.CharField(max_length=80)
    local = models.CharField(max_length=200)
    target = models.CharField(max_length=200)
    display = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "hl7_correction"
        constraints = [
            models.UniqueConstraint(fields=["feed", "table", "local"], name="hl7_correction_once_a_code")
        ]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.table} {self.local}"


class Message(models.Model):
    """One message as it came, and what became of it; the bytes are never changed."""

    n = models.BigAutoField(primary_key=True)
    received = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    feed = models.CharField(max_length=40)
    control_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=MessageState)
    reason = models.TextField()
    patients = ArrayField(models.TextField())  # "system|value" of everyone whom the header names
    pids = ArrayField(models.BigIntegerField(), default=list)  # on whom it was done
    size = models.IntegerField()
    digest = models.BinaryField()  # the first 16 bytes of the SHA-256 of the message
    body = models.BinaryField()  # compressed by zstd

    class Meta:
        db_table = "hl7_message"
        constraints = [
            models.UniqueConstraint(fields=["control_id", "feed", "digest"], name="hl7_message_once")
        ]
        indexes = [
            models.Index(fields=["feed", "received"], name="hl7_message_by_time"),
            models.Index(fields=["feed", "n"], condition=Q(state="waiting"), name="hl7_message_waiting"),
            models.Index(
                fields=["feed", "n"], condition=Q(state="quarantined"), name="hl7_message_quarantined"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.n}"


class Refusal(models.Model):
    """How much of one sender was refused in one hour: how many fragments were kept, and how many only counted."""

    sender = models.CharField(max_length=200)
    hour = models.DateTimeField()
    kept = models.IntegerField(default=0)
    dropped = models.IntegerField(default=0)

    class Meta:
        db_table = "hl7_refusal"
        constraints = [
            models.UniqueConstraint(fields=["sender", "hour"], name="hl7_refusal_once_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.hour:%Y-%m-%d %H}"


class Reprocessing(models.Model):
    """A feed's messages from a day on, applied once more in the background."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="reprocessings")
    since = models.DateTimeField()
    after = models.BigIntegerField()  # the number of the last message that was done
    until = models.BigIntegerField()  # the number of the last message to be done
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    quarantined = models.IntegerField(default=0)
    asked = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=80)
    finished = models.DateTimeField(null=True)

    class Meta:
        db_table = "hl7_reprocessing"

    def __str__(self) -> str:
        return f"{self.feed_id} {self.done}/{self.total}"
