"""How the tables of documents came about."""
