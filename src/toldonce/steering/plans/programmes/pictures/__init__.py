"""Drawings of a portfolio: its timeline, the trajectory of a benefit, a logic model; each with its table beside it."""
