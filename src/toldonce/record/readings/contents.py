"""Fills the sections of the record: from the table of sections to the reading of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from toldonce.record.readings.record import Record, Section
from toldonce.record.readings.sections import BY_SLUG, SECTIONS


@cache
def reading_of(slug: str) -> Callable[[Record], Section[Any]]:
    """The function that reads a section."""
    module, _, name = BY_SLUG[slug].reading.partition(".")
    return getattr(import_module(f"toldonce.record.readings.{module}"), name)


def read_section(record: Record, slug: str) -> Section[Any]:
    """What one section of this record holds."""
    return record.once(reading_of(slug))


def read_all(record: Record) -> dict[str, Section[Any]]:
    """Every section of the record, in order."""
    return {each.slug: read_section(record, each.slug) for each in SECTIONS}
