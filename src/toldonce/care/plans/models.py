"""What lies beside the record: drafts, which are not said yet, and the days on which plans are due."""

from django.db import models


class Draft(models.Model):
    """A plan that is being written: nobody but its organisation sees it, and no feed or API tells of it."""

    pid = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    organisation = models.CharField(max_length=16)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    follows = models.CharField(max_length=64, blank=True)
    begun = models.DateTimeField(auto_now_add=True)
    begun_by = models.CharField(max_length=200)
    saved = models.DateTimeField(auto_now=True)
    saved_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pid", "kind", "organisation"], name="one_draft_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation}, version {self.version}"


class Review(models.Model):
    """The day by which a plan in force is to be looked at again, and by whom; the plan itself is in the record."""

    plan = models.CharField(max_length=64, primary_key=True)
    pid = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    organisation = models.CharField(max_length=16)
    due = models.DateField()
    raised = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "due"], name="review_organisation_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.plan} due {self.due}"
