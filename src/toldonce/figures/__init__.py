"""Figures that leave the population: suppressed, rounded, dated, with their denominator.

An indicator says what is counted; a figure is its value for one place and one period. Written by `actions`, read by
`queries`:

- `queries.series(indicator, place, part)`: one series as it stands now, a `Point` for each period, oldest first.
- `queries.latest(indicators, place)`: the newest point of each of many indicators, in one statement.
- `whence.whence(figure)`: the file, the row and its own words, or the derivation with what it was made of.
- `queries.standards(indicator, place)`: dated standards, targets and trajectories; `standard_on` for one day.
- `actions.load(...)`: a received file by a mapping; `actions.type_in(...)`: figures typed by a person.
- `actions.edit_indicator(...)`, `actions.check_figures(...)`: with author, reason and history.

A value that is not there is a `missing.Missing` with its reason, never None.
"""
