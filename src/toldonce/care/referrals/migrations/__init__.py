"""How the tables of requests came about."""
