"""Which files came, what became of them, and the rows that each feed told last."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class State(models.TextChoices):
    """What has become of a file."""

    TRIED = "tried", "Tried, nothing stored"
    TAKING = "taking", "Being taken"
    TAKEN = "taken", "Taken"
    STOPPED = "stopped", "Stopped on the way: take it again"
    REFUSED = "refused", "Refused"
    DISCARDED = "discarded", "Discarded"


class Load(models.Model):
    """One file of one feed: tried, taken, refused or discarded."""

    mapping = models.CharField(max_length=80)
    source = models.CharField(max_length=16)
    feed = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=State.choices)
    why = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    quarantined = models.JSONField(default=list)
    arrival = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    began = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["source", "feed", "-id"], name="load_of_feed"),
            models.Index(fields=["-began"], name="load_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.mapping} of {self.source}, {self.began:%Y-%m-%d %H:%M}"


class KeptRow(models.Model):
    """A row that a feed told last: its key and its values as digests, and the resources that it became."""

    source = models.CharField(max_length=16)
    feed = models.CharField(max_length=80)
    key = models.BinaryField(max_length=16)
    digest = models.BinaryField(max_length=16)
    resources = models.JSONField(default=list)  # "name Type/id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "feed", "key"], name="row_once_a_feed")]

    def __str__(self) -> str:
        return f"{len(self.resources)} resources of {self.feed}"
