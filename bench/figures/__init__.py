"""Benchmarks of figures: each file measures one thing; `python -m bench figures` runs them all."""
