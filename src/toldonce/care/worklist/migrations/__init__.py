"""Migrations of the tables of this floor."""
