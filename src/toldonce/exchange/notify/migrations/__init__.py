"""Migrations of the subscriptions and their deliveries."""
