"""Toldonce: a person's story told once and heard in every care setting."""

__version__ = "0.1.0"
