"""Who asked to be told (a subscriber), and each thing that they are to be told (a delivery).

A delivery names a version and holds nothing of it: what is sent is read when it is sent, if it may be read then.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class State(models.TextChoices):
    """How a subscriber stands; the words are those of Subscription.status."""

    REQUESTED = "requested", "asked for"
    ACTIVE = "active", "active"
    ERROR = "error", "stopped after failures"
    OFF = "off", "off"


class Fate(models.TextChoices):
    """What became of a delivery."""

    WAITING = "waiting", "waiting"
    SENT = "sent", "sent"
    WITHHELD = "withheld", "withheld"
    DEAD = "dead", "given up"


class Subscriber(models.Model):
    """One Subscription, with the account that wrote it and how its deliveries go."""

    id = models.CharField(primary_key=True, max_length=64)  # of the Subscription
    account = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=120))
    rtype = models.CharField(max_length=40, db_index=True)
    criteria = models.TextField()
    endpoint = models.URLField(max_length=500)
    payload = models.BooleanField(
        default=False
    )  # whether the resource is sent, or only word that there is one
    headers = models.JSONField(default=list)
    end = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    since = models.DateTimeField(null=True)  # active from here on
    trouble = models.TextField(blank=True)
    last_sent = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Subscription/{self.id}"

    @property
    def origin(self) -> str:
        """Where it is sent to, without the path, which may hold a secret."""
        return "/".join(self.endpoint.split("/")[:3])


class Delivery(models.Model):
    """One version that met the criteria of one subscriber."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)  # by which the receiver knows that it comes again
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    rtype = models.CharField(max_length=40)
    resource = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    queued = models.DateTimeField(auto_now_add=True)
    due = models.DateTimeField(auto_now_add=True)
    tried = models.PositiveIntegerField(default=0)
    taken_until = models.DateTimeField(
        null=True
    )  # a sender has it; if the sender dies, another takes it then
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.WAITING)
    said = models.CharField(max_length=200, blank=True)  # what was answered last, or why it is withheld
    settled = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "rtype", "resource", "version"], name="told_once_of_a_version"
            )
        ]
        indexes = [
            models.Index(
                fields=["subscriber", "id"], condition=models.Q(fate=Fate.WAITING), name="waiting_in_order"
            ),
            models.Index(fields=["settled"], name="settled_long_ago"),
        ]

    def __str__(self) -> str:
        return f"{self.rtype}/{self.resource}/_history/{self.version}"
