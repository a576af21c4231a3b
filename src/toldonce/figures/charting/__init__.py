"""Figures as charts: one way from rows to a chart for every page, and what people decided about its limits.

- `charts.chart_of(...)`: a chart from the points, standards and decisions of one series.
- `queries.charted(indicators, place)`: the charts of a whole page, in a handful of statements.
- `actions`: begin the limits anew, fix a baseline, take such a decision back; each with author and reason.
"""
