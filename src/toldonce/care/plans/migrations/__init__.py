"""Migrations of the drafts and of the days on which plans are due for review."""
