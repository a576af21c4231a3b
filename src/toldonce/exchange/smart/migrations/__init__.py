"""Migrations of the clients."""
