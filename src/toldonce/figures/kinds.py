"""The choices of which indicators, figures and standards have one each."""

from __future__ import annotations

from django.db import models


class Unit(models.TextChoices):
    """In what an indicator is counted."""

    COUNT = "count", "count"
    PERCENT = "percent", "%"
    RATE_1000 = "per_1000", "per 1,000"
    RATE_100000 = "per_100000", "per 100,000"
    POUNDS = "pounds", "£"
    DAYS = "days", "days"
    BEDS = "beds", "beds"
    SCORE = "score", "score"
    INDEX = "index", "index"


class Good(models.TextChoices):
    """Which way of an indicator is good; where neither is, a comparison says higher and lower, and no more."""

    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NEITHER = "neither", "Neither is better"


class Every(models.TextChoices):
    """How long one period of an indicator is."""

    DAY = "day", "Day"
    WEEK = "week", "Week"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    FINANCIAL_YEAR = "financial_year", "Financial year"
    YEAR = "year", "Year"


class Status(models.TextChoices):
    """How far a figure has come towards the public."""

    DRAFT = "draft", "Draft"
    CHECKED = "checked", "Checked by another"
    PUBLISHED = "published", "Published"


class FileState(models.TextChoices):
    """What became of a received file."""

    LOADING = "loading", "Being loaded"
    LOADED = "loaded", "Loaded"
    REFUSED = "refused", "Refused"


class StandardKind(models.TextChoices):
    """What a dated value is set against figures for."""

    STANDARD = "standard", "Standard"
    TARGET = "target", "Target"
    TRAJECTORY = "trajectory", "Trajectory"
    BASELINE = "baseline", "Baseline"
