"""What can be counted from a pasted table: a closed list of methods, each with the columns that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from toldonce.figures.audit.grids import Grid
from toldonce.figures.calculating.columns import (
    AGE,
    ASKED,
    EVENTS,
    HEALTHY,
    PEOPLE,
    PLACE,
    REFERENCE_EVENTS,
    REFERENCE_PEOPLE,
    Columns,
    columns,
)
from toldonce.figures.calculating.errors import NotThisTable
from toldonce.figures.rates import crude, indirect
from toldonce.figures.rates.bands import AgeBands, age_bands
from toldonce.figures.rates.errors import RateError
from toldonce.figures.rates.estimates import Estimate, Estimates
from toldonce.figures.rates.groups import Kind, groups
from toldonce.figures.rates.healthy_life import healthy_life
from toldonce.figures.rates.inequality import inequality
from toldonce.figures.rates.intervals import Numbers
from toldonce.figures.rates.life import life_table
from toldonce.figures.rates.standard import EUROPEAN_2013
from toldonce.figures.rates.standardised import directly_standardised, years_of_life_lost, years_until

PREMATURE = 75  # years: deaths before it are called premature
OLDER = 65
SEED = 1


@dataclass(frozen=True, slots=True)
class Result:
    """One statistic of one place."""

    place: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Method:
    """One way to count: what it is called, the columns that it needs and may have, and an example that can be tried."""

    title: str
    needed: tuple[str, ...]
    beside: tuple[str, ...]
    count: Callable[[Columns], Iterator[Result]]


def calculate(name: str, grid: Grid) -> list[Result]:
    """Count what a method says of each place of a table; raises NotThisTable where it cannot be meant."""
    method = METHODS[name]
    read = columns(grid, method.needed, method.beside)
    try:
        return list(method.count(read))
    except RateError as trouble:
        raise NotThisTable(f"{f'{trouble}'[:1].upper()}{f'{trouble}'[1:]}.") from trouble


def _rates(read: Columns) -> Iterator[Result]:
    yield from _by_row(read, crude.rates(read.numbers[EVENTS], read.numbers[PEOPLE]))


def _shares(read: Columns) -> Iterator[Result]:
    yield from _by_row(read, crude.proportions(read.numbers[EVENTS], read.numbers[PEOPLE], multiplier=100))


def _by_row(read: Columns, found: Estimates) -> Iterator[Result]:
    names = read.names.get(PLACE) or tuple(f"row {at + 2}" for at in range(len(found)))
    return (Result(name, each) for name, each in zip(names, found, strict=True))


def _standardised(read: Columns) -> Iterator[Result]:
    bands, deaths, people = _by_age(read)
    yield from _each(read, directly_standardised(deaths, people, EUROPEAN_2013, bands=bands))


def _life(read: Columns) -> Iterator[Result]:
    bands, deaths, people = _by_age(read)
    table = life_table(deaths, people, bands)
    ages = [age for age in (0, OLDER) if age in {band.first for band in bands.bands}]
    for age in ages:
        yield from _each(read, table.at(age))
    if read.has(HEALTHY):
        asked = _table(read, ASKED) if read.has(ASKED) else None
        healthy = healthy_life(table, _table(read, HEALTHY), asked)
        for age in ages:
            yield from _each(read, healthy.at(age))


def _years_lost(read: Columns) -> Iterator[Result]:
    bands, deaths, people = _by_age(read)
    lost = years_until(bands, PREMATURE)
    yield from _each(read, years_of_life_lost(deaths, people, lost, EUROPEAN_2013, bands=bands))


def _against_reference(read: Columns) -> Iterator[Result]:
    bands, observed, people = _by_age(read)
    events, of = _table(read, REFERENCE_EVENTS), _table(read, REFERENCE_PEOPLE)
    if not (_same(events) and _same(of)):
        raise NotThisTable("The reference population is not the same for every place: give one for all.")
    against = indirect.reference(events[0], of[0], bands=bands)
    yield from _each(
        read, indirect.standardised_ratios(observed, people, against, bands=bands, multiplier=100)
    )
    yield from _each(read, indirect.indirectly_standardised(observed, people, against, bands=bands))
    yield from _each(read, indirect.comparative_figures(observed, people, against, bands=bands))


def _slope(read: Columns) -> Iterator[Result]:
    """The rows are the groups, the most deprived first."""
    found = crude.proportions(read.numbers[EVENTS], read.numbers[PEOPLE])
    made = groups(
        read.numbers[PEOPLE], found.values, kind=Kind.PROPORTION, limits=(found.lower[0], found.upper[0])
    )
    _refuse_a_total(read)
    unequal = inequality(made, seed=SEED, multiplier=-100)
    yield from _by_row(read, crude.proportions(read.numbers[EVENTS], read.numbers[PEOPLE], multiplier=100))
    for each in (unequal.slope, unequal.relative):
        yield Result("the most deprived end against the least", each[0])


def _refuse_a_total(read: Columns) -> None:
    """Refuse a row that is the sum of all others: as a group it would count everybody twice."""
    events, people = read.numbers[EVENTS], read.numbers[PEOPLE]
    names = read.names.get(PLACE) or tuple(f"row {at + 2}" for at in range(len(people)))
    for name, counted, of in zip(names, events, people, strict=True):
        if of > 0 and 2 * of == people.sum() and 2 * counted == events.sum():
            raise NotThisTable(f"“{name}” is the sum of the other rows, and no group: leave it out.")


def _each(read: Columns, found: Estimates) -> Iterator[Result]:
    return (Result(name, each) for (name, _), each in zip(read.places(), found, strict=True))


def _by_age(read: Columns) -> tuple[AgeBands, Numbers, Numbers]:
    """The bands with the events and people of each place (places x bands); every place has the same bands."""
    told = [tuple(read.names[AGE][at] for at in rows) for _, rows in read.places()]
    for (place, _), ages in zip(read.places(), told, strict=True):
        if ages != told[0]:
            raise NotThisTable(
                f"{place} has other age bands than {read.places()[0][0]}, or another order: use the same."
            )
    return age_bands(told[0]), _table(read, EVENTS), _table(read, PEOPLE)


def _table(read: Columns, column: str) -> Numbers:
    return np.array([read.numbers[column][rows] for _, rows in read.places()])


def _same(numbers: Numbers) -> bool:
    return bool(np.all((numbers == numbers[0]) | np.isnan(numbers)))


METHODS = {
    "rate": Method("Rate per 100,000", (EVENTS, PEOPLE), (PLACE,), _rates),
    "share": Method("Percentage", (EVENTS, PEOPLE), (PLACE,), _shares),
    "standardised": Method(
        "Rate per 100,000, directly standardised to the European Standard Population 2013",
        (AGE, EVENTS, PEOPLE), (PLACE,), _standardised,
    ),
    "life": Method(
        "Life expectancy at birth and at 65; healthy life expectancy where the share in good health is given",
        (AGE, EVENTS, PEOPLE), (PLACE, HEALTHY, ASKED), _life,
    ),
    "years-lost": Method(
        "Potential years of life lost before 75 per 100,000, directly standardised", (AGE, EVENTS, PEOPLE), (PLACE,),
        _years_lost,
    ),
    "reference": Method(
        "Standardised ratio (SMR), indirectly standardised rate and comparative figure, against a reference",
        (AGE, EVENTS, PEOPLE, REFERENCE_EVENTS, REFERENCE_PEOPLE), (PLACE,), _against_reference,
    ),
    "slope": Method(
        "Slope and relative index of inequality of percentages; rows from the most to the least deprived",
        (EVENTS, PEOPLE), (PLACE,), _slope,
    ),
}  # fmt: skip
