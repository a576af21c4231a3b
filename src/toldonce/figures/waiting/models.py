"""A file of figures on its way through the worker: tried, shown to a person, and loaded when somebody says so."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.figures.models import ReceivedFile


class State(models.TextChoices):
    """How far a waiting file has come."""

    TO_TRY = "to_try", "Waits to be read through"
    TRIED = "tried", "Read through: somebody decides"
    TO_LOAD = "to_load", "Waits to be loaded"
    LOADED = "loaded", "Loaded"
    REFUSED = "refused", "Refused"


WORK = (State.TO_TRY, State.TO_LOAD)


class WaitingFile(models.Model):
    """A file whose bytes are kept, for whom it is tried or loaded, and what became of it."""

    account = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    organisation = models.CharField(max_length=24, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    mapping = models.CharField(max_length=80)
    as_at = models.DateField(null=True)
    reason = models.TextField(blank=True)
    without_refused = models.BooleanField(default=False)
    confirm_revised = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.TO_TRY)
    since = models.DateTimeField(default=timezone.now)  # when it came into its state
    begun = models.PositiveIntegerField(default=0)  # how often the worker has begun with what it waits for
    figures = models.PositiveIntegerField(default=0)  # that were read so far
    report = models.JSONField(default=dict)  # of its dry run
    why = models.TextField(blank=True)  # it was refused the last time
    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, null=True, related_name="+")

    is_held = False  # True while a worker reads it: `holding.mark_held` looks for it

    class Meta:
        indexes = [
            models.Index(
                fields=["since"], condition=models.Q(state__in=WORK), name="figures_waiting_for_work"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} by {self.mapping}"

    @property
    def actor(self) -> Actor:
        """For whom it is tried or loaded."""
        return Actor(self.account, self.name, self.role, self.organisation)

    @property
    def waits_for_work(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.state in WORK

    @property
    def stands(self) -> str:
        """How far it has come, in words."""
        if self.is_held:
            return "Being loaded" if self.state == State.TO_LOAD else "Being read through"
        return self.get_state_display()
