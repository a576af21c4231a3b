"""The rows of figures: indicators and their edits, received files, figures, standards, places of figures."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from toldonce.figures.kinds import Every, FileState, Good, StandardKind, Status, Unit


class Indicator(models.Model):
    """What is counted, in words that a reader of the number is shown; edited only with author and reason."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    definition = models.TextField()
    owner = models.CharField(max_length=200)
    unit = models.CharField(max_length=16, choices=Unit)
    good = models.CharField(max_length=8, choices=Good)
    every = models.CharField(max_length=16, choices=Every)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)
    method = models.TextField(blank=True)
    caveat = models.TextField(blank=True)
    review = models.DateField(null=True, blank=True)
    checker = models.CharField(max_length=200, blank=True)
    themes = models.JSONField(default=list, blank=True)
    derived = models.JSONField(default=dict, blank=True)  # how it is made of others, if it is
    at_a_moment = models.BooleanField(default=False)  # who waits, which bed is full: not to be added up
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class IndicatorEdit(models.Model):
    """One edit of an indicator: who, when, why, and what each field was and became; rows are only ever added."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="edits")
    version = models.PositiveIntegerField()  # that the edit made
    by = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()
    changes = models.JSONField()  # field -> [what it was, what it became]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "version"], name="indicator_edited_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} version {self.version} by {self.by}"


class FigurePlace(models.Model):
    """A place of figures that the directory does not have: England, peers elsewhere, organisations that are no more."""

    code = models.CharField(primary_key=True, max_length=24)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    made_of = models.JSONField(
        default=list, blank=True
    )  # code, since and until, where it is a declared combination
    combines = models.JSONField(default=list, blank=True)  # the indicators that are added up for it
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One place of figures was followed by another: a merger, new boundaries; no series is joined by it."""

    before = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    on = models.DateField()
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after", "on"], name="figures_succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.after} on {self.on}"


class ReceivedFile(models.Model):
    """One file of figures as it came, by whom it is told, and what became of it; its bytes are content."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300)
    licence = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    as_at = models.DateField()
    received = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    mapping = models.CharField(max_length=80)
    mapping_digest = models.CharField(max_length=64)
    mapping_text = models.TextField()  # so that a row can be read as it was read then
    state = models.CharField(max_length=8, choices=FileState)
    why = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)

    is_interrupted = False  # True where its load was killed: `receiving.interruption` looks for it
    is_new = True  # False where a loader was given bytes that it had loaded before

    class Meta:
        indexes = [
            models.Index(fields=["-received"], name="figures_file_newest"),
            models.Index(fields=["sha256", "mapping"], name="figures_file_of_these_bytes"),
        ]

    def __str__(self) -> str:
        return f"{self.name} by {self.mapping}"

    @property
    def stands(self) -> str:
        """How far it has come, in words."""
        return "Interrupted: nothing of it was stored" if self.is_interrupted else self.get_state_display()


class Figure(models.Model):
    """One value of an indicator for one place, part and period, as somebody said it.

    `as_at` is the first day on which it was said, `confirmed` the last day on which the same was said again; `revision`
    is the order in which different values came in. The view `figures_current` alone says which one counts.
    """

    # Without constraints: figures are written by sets, of indicators that were read in the same transaction, and a
    # check row by row would take as long as the rest.
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="figures", db_index=False, db_constraint=False
    )
    place = models.CharField(max_length=24)
    part = models.CharField(max_length=200, blank=True)
    period = models.DateField()
    revision = models.PositiveIntegerField()
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    missing = models.TextField(blank=True)  # why there is no value
    suppressed = models.BooleanField(default=False)
    as_at = models.DateField()
    confirmed = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    checked_by = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey(
        ReceivedFile, on_delete=models.PROTECT, null=True, related_name="figures", db_constraint=False
    )
    row = models.PositiveIntegerField(default=0)
    derivation = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "place", "part", "period", "confirmed", "as_at", "revision"],
                name="figures_figure_once",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) ^ models.Q(missing=""), name="figure_or_its_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed__gte=models.F("as_at")), name="figure_confirmed_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.place} {self.period}"


class Standard(models.Model):
    """A value that an indicator is held against from one day to another, who set it, and when."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="standards")
    place = models.CharField(max_length=24, blank=True)  # "" is everywhere
    kind = models.CharField(max_length=12, choices=StandardKind)
    value = models.FloatField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    set_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "place", "kind", "since"], name="standard_once_a_start"
            )
        ]
        ordering = ["indicator", "place", "since", "kind"]

    def __str__(self) -> str:
        return f"{self.kind} {self.value:g} from {self.since}"

    @property
    def is_after_the_fact(self) -> bool:
        """Whether it was set after the time for which it holds had begun."""
        return self.set_on is not None and self.set_on > self.since


class StandardEdit(models.Model):
    """One edit of what an indicator is held against, with author and reason; rows are only ever added."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="standard_edits")
    place = models.CharField(max_length=24, blank=True)
    kind = models.CharField(max_length=12, choices=StandardKind)
    since = models.DateField()
    was = models.JSONField(default=dict)  # empty where there was none
    became = models.JSONField(default=dict)  # empty where it was withdrawn
    by = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["indicator", "place"], name="standard_edit_of_series")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.indicator_id} from {self.since} by {self.by}"
