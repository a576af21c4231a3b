"""Migrations of the exports."""
