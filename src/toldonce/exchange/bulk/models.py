"""An export that a client asked for, and its files."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class State(models.TextChoices):
    """How far an export has come."""

    WORKING = "working", "being written"
    DONE = "done", "ready to be fetched"
    FAILED = "failed", "failed"
    REMOVED = "removed", "removed"


class Kind(models.TextChoices):
    """What a file holds: resources, or the addresses of what was deleted."""

    OUTPUT = "output", "resources"
    DELETED = "deleted", "deletions"


class Export(models.Model):
    """What was asked for, by whom, as the record was at which moment, and how far it has come."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.CharField(max_length=80)
    organisation = models.CharField(max_length=16, blank=True)
    request = models.TextField()
    types = ArrayField(models.CharField(max_length=40))
    elements = models.JSONField(default=dict)
    filters = models.JSONField(default=dict)
    pids = ArrayField(models.BigIntegerField(), null=True)
    only_people = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)
    earlier = models.TextField(blank=True)
    moment = models.TextField()
    transaction_time = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.WORKING)
    trouble = models.TextField(blank=True)
    step = models.PositiveIntegerField(
        default=0
    )  # which of the types is being written; after the last, deletions
    last = models.CharField(
        max_length=120, blank=True
    )  # the id, or for deletions the address, that was written last
    worked = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["worked"], condition=models.Q(state=State.WORKING), name="export_being_written"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} for {self.account}"

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return Path(settings.EXPORTS) / str(self.key)


class File(models.Model):
    """One NDJSON file of an export: packed members that were written and committed one by one."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OUTPUT)
    rtype = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=1)
    count = models.BigIntegerField(default=0)
    plain = ArrayField(models.BigIntegerField(), default=list)  # bytes of each member, unpacked
    packed = ArrayField(models.BigIntegerField(), default=list)  # bytes of each member as it lies on disk

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "kind", "rtype", "number"], name="file_once_an_export")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How it is called in its address: `Patient.1.ndjson`, `Patient.deleted.1.ndjson`."""
        middle = "" if self.kind == Kind.OUTPUT else f".{self.kind}"
        return f"{self.rtype}{middle}.{self.number}.ndjson"

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.export.folder / f"{self.name}.gz"
