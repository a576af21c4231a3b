"""Migrations of what the locator is to know."""
