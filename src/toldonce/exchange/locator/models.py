"""What the National Record Locator is to know, and what it knows: one row for each pointer of the record."""

from django.db import models


class Wanted(models.TextChoices):
    """What the locator is to hold of a pointer."""

    CURRENT = "current", "To be there"
    REPLACED = "replaced", "To be replaced by a newer one"
    GONE = "gone", "To be deleted"


class Pointer(models.Model):
    """A pointer: `held` is the name under which the locator has it, empty while it has it not."""

    document = models.CharField(max_length=64, primary_key=True)
    pid = models.BigIntegerField()
    custodian = models.CharField(max_length=16)
    wanted = models.CharField(max_length=12, choices=Wanted, default=Wanted.CURRENT)
    replaces = models.CharField(max_length=64, blank=True)
    held = models.CharField(max_length=120, blank=True)
    tries = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(null=True)  # null when the locator holds what it is to hold
    trouble = models.CharField(max_length=300, blank=True)
    status = models.PositiveSmallIntegerField(default=0)  # that the locator answered in trouble; 0 for none

    class Meta:
        indexes = [
            models.Index(fields=["due"], condition=models.Q(due__isnull=False), name="locator_pointer_due"),
            models.Index(fields=["pid"], name="locator_pointer_pid"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.wanted}"
