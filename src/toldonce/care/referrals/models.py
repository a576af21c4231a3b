"""The rows about requests: where each stands and what was said; the request itself is FHIR in the record."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from toldonce.care.referrals.answer_clock import AnswerClock, Turn, waited_for_asker
from toldonce.care.referrals.states import Kind, State


class Request(models.Model):
    """What one organisation asks of another; `request` and `task` are ids of its ServiceRequest and its Task."""

    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    pid = models.BigIntegerField()
    request = models.CharField(max_length=64, blank=True)
    task = models.CharField(max_length=64, blank=True)
    asker = models.CharField(max_length=16)
    asked = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    priority = models.CharField(max_length=16, default="routine")
    asked_by = models.CharField(max_length=200, blank=True)
    came = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField()
    due_is_asked = models.BooleanField(default=False)  # the asker named the day, so that no rule moves it
    appointment = models.DateTimeField(null=True)
    led_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="came_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=~models.Q(request=""), name="request_once_a_service_request"
            ),
            models.UniqueConstraint(
                fields=["task"], condition=~models.Q(task=""), name="request_once_a_task"
            ),
        ]
        indexes = [
            models.Index(fields=["asked", "state"], name="request_asked_state"),
            models.Index(fields=["asker", "state"], name="request_asker_state"),
        ]

    @property
    def clock(self) -> AnswerClock:
        """How long it may still wait for its receiver."""
        now = timezone.now()
        turns = [Turn(each.at, each.state) for each in self.steps.all()]
        return AnswerClock(self.due, waited_for_asker(turns, now), self.state, now)

    @property
    def refers(self) -> str:
        """The resource behind it."""
        return f"ServiceRequest/{self.request}" if self.request else f"Task/{self.task}"

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class RequestStep(models.Model):
    """One thing that was done or said; rows are only ever added."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=State)
    at = models.DateTimeField(default=timezone.now)
    account = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=16, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.act} of request {self.request_id}"
