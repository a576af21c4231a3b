"""What people decided about the limits of a chart; rows are only ever added."""

from django.db import models
from django.utils import timezone

from toldonce.figures.models import Indicator


class Decided(models.TextChoices):
    """What a decision does to the limits of a chart."""

    REBASE = "rebase", "Limits begin anew"
    BASELINE = "baseline", "Limits rest on the first figures"
    TAKEN_BACK = "taken_back", "Taken back"


class ChartDecision(models.Model):
    """A decision about the limits of one series: what, by whom, when and why; a wrong one is taken back by another."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="chart_decisions")
    place = models.CharField(max_length=24)
    part = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Decided)
    on = models.DateField(null=True)  # the first day of the period from which the limits begin anew
    figures = models.PositiveIntegerField(null=True)  # how many first figures the limits rest on
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back_by"
    )
    reason = models.TextField()
    by = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["indicator", "place", "part"], name="chart_decision_of_series")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=Decided.REBASE, on__isnull=False, figures=None, takes_back=None)
                | models.Q(kind=Decided.BASELINE, on=None, figures__isnull=False, takes_back=None)
                | models.Q(kind=Decided.TAKEN_BACK, on=None, figures=None, takes_back__isnull=False),
                name="chart_decision_says_what",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="chart_decision_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.indicator_id} {self.place} by {self.by}"
