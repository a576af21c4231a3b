"""Contracts with providers: what was agreed, what is delivered and paid, quality, notices, and what is bought next."""
