"""The rows about documents: letters as they are written, and each on its way to each receiver."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from toldonce.care.documents.letters import LetterText, letter_from
from toldonce.care.documents.states import State


class LetterState(models.TextChoices):
    """How far the writing of a letter has come."""

    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Signed, not sent"
    SENT = "sent", "Sent"
    SUPERSEDED = "superseded", "Replaced by a newer version"
    DROPPED = "dropped", "Dropped"


class Letter(models.Model):
    """A letter of an organisation about one person; `pid` is the source patient whose papers it joins."""

    pid = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    organisation = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.DRAFT)
    content = models.JSONField(default=dict)
    receivers = models.JSONField(default=list)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    document = models.CharField(
        max_length=64, blank=True
    )  # the id of its DocumentReference once it is signed
    written_by = models.CharField(max_length=80)
    begun = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    signed_by = models.CharField(max_length=80, blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "state"], name="letter_organisation_state")]

    @property
    def text(self) -> LetterText:
        """What the letter says."""
        return letter_from(self.content)

    @property
    def stamp(self) -> str:
        """Which state of the draft this is; another after every change."""
        return self.changed.isoformat()

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Delivery(models.Model):
    """One document on its way to one receiver; `letter` is null when it came from a system outside."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="deliveries")
    document = models.CharField(max_length=64)
    pid = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    sender = models.CharField(max_length=16)
    receiver = models.CharField(max_length=16)
    is_copy = models.BooleanField(default=False)
    by_mailbox = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    local_id = models.CharField(max_length=320, unique=True)
    actions = models.JSONField(default=list)
    tasks_made = models.BooleanField(default=False)
    sent = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField()
    escalated = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["receiver", "state"], name="delivery_receiver_state"),
            models.Index(fields=["sender", "state"], name="delivery_sender_state"),
            models.Index(fields=["document"], name="delivery_document"),
            models.Index(
                fields=["due"],
                condition=models.Q(state__in=["sent", "delivered", "opened"], escalated=None),
                name="delivery_to_escalate",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class DeliveryStep(models.Model):
    """One change of state of a delivery: when, by whom, with what words."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=16, choices=State)
    at = models.DateTimeField(default=timezone.now)
    account = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=16, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.state} of delivery {self.delivery_id}"


class Reply(models.Model):
    """What a system outside is to be told about a document that it sent us, until the mailbox has taken it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, null=True, related_name="replies")
    sender = models.CharField(max_length=16)
    receiver = models.CharField(max_length=16)
    about = models.CharField(max_length=300)
    workflow = models.CharField(max_length=64)
    is_accepted = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    carried = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"reply about {self.about}"


class Stray(models.Model):
    """A document that came in and could not be given to a person: somebody decides whose it is, or returns it."""

    local_id = models.CharField(max_length=300)
    sender = models.CharField(max_length=16)
    receiver = models.CharField(max_length=16)
    workflow = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    media_type = models.CharField(max_length=80)
    key = models.BinaryField()
    says = models.JSONField(default=dict)
    reason = models.TextField()
    received = models.DateTimeField(default=timezone.now)
    settled = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "local_id"], name="stray_once")]

    def __str__(self) -> str:
        return f"stray {self.pk}"
