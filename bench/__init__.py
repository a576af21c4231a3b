"""Benchmarks: what the budgets of the design cost on this machine, written to docs/reference/benchmarks.md."""
