"""The rows of the mailbox: what goes out until it has arrived, and what came in."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Outgoing(models.Model):
    """An envelope on its way out; its bytes are kept as content by their key."""

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent, not fetched yet"
        DELIVERED = "delivered", "Delivered"
        DEAD = "dead", "Given up"

    local_id = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=16)
    receiver = models.CharField(max_length=16)
    workflow = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    key = models.BinaryField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    name = models.CharField(max_length=120, blank=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    posted = models.DateTimeField(default=timezone.now)
    next_try = models.DateTimeField(default=timezone.now)
    told = models.BooleanField(default=True)  # whether whoever posted it knows its present state

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try"],
                condition=models.Q(state__in=["waiting", "sent"]),
                name="outgoing_next_try",
            ),
            models.Index(fields=["id"], condition=models.Q(told=False), name="outgoing_to_tell"),
        ]

    def __str__(self) -> str:
        return f"outgoing {self.local_id}"


class Received(models.Model):
    """An envelope that came in: taken, or declined with the reason."""

    name = models.CharField(max_length=120, unique=True)
    sender = models.CharField(max_length=64, blank=True)
    receiver = models.CharField(max_length=64, blank=True)
    workflow = models.CharField(max_length=64, blank=True)
    local_id = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="received_newest")]

    def __str__(self) -> str:
        return f"received {self.name}"


class Address(models.Model):
    """The organisation behind a mailbox outside, learnt by writing to it or told by an operator."""

    mailbox = models.CharField(max_length=64, primary_key=True)
    organisation = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.mailbox} is of {self.organisation}"
