"""Audit of any table: what its own figures say about each other, and where they do not agree."""
