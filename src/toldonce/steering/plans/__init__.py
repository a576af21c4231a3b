"""Programmes, the Better Care Fund and the workforce: what is to be done, by whom, and what it is to change."""
