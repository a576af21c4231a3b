"""Organisations, sites, services, areas, accounts, roles and tokens; loads places/."""
