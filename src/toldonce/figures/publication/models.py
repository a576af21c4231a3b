"""The rows of publication: proposals, which are not public, and what was released, which is nothing but public."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from toldonce.figures.charting.models import Decided
from toldonce.figures.models import Every, Figure, Good, Indicator, StandardKind, Unit


class Kind(models.TextChoices):
    """What a release does."""

    FIGURES = "figures", "New figures"
    CORRECTION = "correction", "Correction"
    WITHDRAWAL = "withdrawal", "Withdrawal"


class State(models.TextChoices):
    """How far a proposal has come."""

    PROPOSED = "proposed", "Proposed"
    CHECKED = "checked", "Checked by another"
    RELEASED = "released", "Released"
    RETURNED = "returned", "Given back"


class Handling(models.TextChoices):
    """How an indicator goes through disclosure control; whoever says nothing says that people are counted."""

    PEOPLE = "people", "Counts people"
    PUBLIC = "public", "Is public already"
    NOBODY = "nobody", "Counts nobody"


class Proposal(models.Model):
    """What one person proposes to publish, as it was on that day, and what became of it."""

    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    undoes = models.PositiveIntegerField(null=True)  # the release that it corrects or withdraws
    places = models.JSONField(default=list)  # none: all
    parts = models.JSONField(default=list)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    compared_with = models.PositiveIntegerField(default=0)  # the latest release when it was proposed
    cells = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    proposed_by = models.CharField(max_length=80)
    proposer = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(default=timezone.now)
    checked_by = models.CharField(max_length=80, blank=True)
    checker = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decider = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    why_returned = models.TextField(blank=True)
    number = models.PositiveIntegerField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(checked_by=F("proposed_by")), name="publication_checked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(number=None)
                | (~Q(decided_by=F("proposed_by")) & ~Q(checked_by="") & Q(state=State.RELEASED)),
                name="publication_released_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    @property
    def waits(self) -> bool:
        """Whether it waits for somebody to check, release or return it."""
        return self.state in (State.PROPOSED, State.CHECKED)


class Choice(models.Model):
    """One indicator of a proposal, and how it goes through disclosure control with the words that say why so."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="choices")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    handling = models.CharField(max_length=8, choices=Handling, default=Handling.PEOPLE)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "indicator"], name="publication_choice_once")
        ]


class Cell(models.Model):
    """One figure of a proposal as the public would see it: after disclosure control, or not shown by a rule.

    Figures and indicators are never deleted, so the database does not check 100,000 keys to them anew.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+", db_index=False)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    place = models.CharField(max_length=24)
    part = models.CharField(max_length=200, blank=True)
    period = models.DateField()
    figure = models.ForeignKey(
        Figure, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    missing = models.TextField(blank=True)
    hidden = models.BooleanField(default=False)  # by disclosure control, or by the source
    behind = models.PositiveIntegerField(null=True)  # the exact count that went through control
    behind_denominator = models.PositiveIntegerField(null=True)
    rule = models.TextField(
        blank=True
    )  # which rule hides it: never public, for it says something of the count

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "indicator", "place", "part", "period"], name="publication_cell_once"
            )
        ]


class Release(models.Model):
    """A release as the public knows it."""

    number = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    released = models.DateTimeField()
    cells = models.PositiveIntegerField()
    hidden = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    undoes = models.PositiveIntegerField(null=True)
    undone_by = models.PositiveIntegerField(null=True)  # the release that corrected or withdrew it
    withdrawn = models.BooleanField(default=False)
    place = models.CharField(max_length=200)  # whose figures they are
    attribution = models.TextField(blank=True)

    class Meta:
        db_table = "published_release"


class ReleasedIndicator(models.Model):
    """An indicator with its words as they were when it was released."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(max_length=80)
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
    review = models.DateField(null=True)
    checker = models.CharField(max_length=200, blank=True)
    themes = models.JSONField(default=list)
    version = models.PositiveIntegerField()
    handling = models.CharField(max_length=8, choices=Handling)
    declared = models.TextField(blank=True)
    derivation = models.TextField(blank=True)

    class Meta:
        db_table = "published_indicator"
        constraints = [
            models.UniqueConstraint(fields=["release", "code"], name="published_indicator_once"),
        ]


class ReleasedPlace(models.Model):
    """A place of figures with the name that it had when it was released."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="places")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    here = models.BooleanField()  # one of the place's own, not England or a peer

    class Meta:
        db_table = "published_place"
        constraints = [models.UniqueConstraint(fields=["release", "code"], name="published_place_once")]


class ReleasedSource(models.Model):
    """A public file from which released figures came."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="sources")
    key = models.PositiveIntegerField()  # its number in this release
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300)
    licence = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    as_at = models.DateField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "published_source"
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="published_source_once")]


class ReleasedCell(models.Model):
    """One released figure; where there is no value, the reason that the public is told."""

    indicator = models.ForeignKey(
        ReleasedIndicator, on_delete=models.PROTECT, related_name="cells", db_index=False
    )
    place = models.CharField(max_length=24)
    part = models.CharField(max_length=200, blank=True)
    period = models.DateField()
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    missing = models.TextField(blank=True)
    hidden = models.BooleanField()
    as_at = models.DateField()
    revision = models.PositiveIntegerField(null=True)
    source = models.PositiveIntegerField(null=True)
    row = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "published_cell"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "place", "part", "period"], name="published_cell_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) ^ Q(missing=""), name="published_cell_or_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(hidden=False) | Q(value=None, numerator=None, low=None, high=None),
                name="published_cell_hides_all",
            ),
        ]


class ReleasedSeries(models.Model):
    """One series of a released indicator: which periods there are, and its last figure."""

    indicator = models.ForeignKey(
        ReleasedIndicator, on_delete=models.PROTECT, related_name="series", db_index=False
    )
    place = models.CharField(max_length=24)
    part = models.CharField(max_length=200, blank=True)
    first = models.DateField()
    last = models.DateField()
    cells = models.PositiveIntegerField()
    hidden = models.PositiveIntegerField()
    value = models.FloatField(null=True)
    missing = models.TextField(blank=True)

    class Meta:
        db_table = "published_series"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "place", "part"], name="published_series_once")
        ]
        indexes = [models.Index(fields=["place", "indicator"], name="published_series_of_place")]


class ReleasedDecision(models.Model):
    """What was decided about the limits of a released chart, and why; who decided it is not public."""

    indicator = models.ForeignKey(ReleasedIndicator, on_delete=models.PROTECT, related_name="decisions")
    place = models.CharField(max_length=24)
    part = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Decided)
    on = models.DateField(null=True)
    figures = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=200)
    reason = models.TextField()

    class Meta:
        db_table = "published_decision"


class ReleasedAim(models.Model):
    """A standard, target or trajectory beside the released figures."""

    indicator = models.ForeignKey(ReleasedIndicator, on_delete=models.PROTECT, related_name="aims")
    place = models.CharField(max_length=24, blank=True)
    kind = models.CharField(max_length=12, choices=StandardKind)
    value = models.FloatField()
    since = models.DateField()
    until = models.DateField(null=True)
    set_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        db_table = "published_aim"


PUBLISHED = (
    Release, ReleasedIndicator, ReleasedPlace, ReleasedSource, ReleasedCell, ReleasedSeries, ReleasedDecision,
    ReleasedAim,
)  # fmt: skip
