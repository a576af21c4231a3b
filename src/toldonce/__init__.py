"""Toldonce: a person's story told once and heard in every care setting."""
