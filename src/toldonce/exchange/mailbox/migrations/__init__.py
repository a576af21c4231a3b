"""How the tables of the mailbox came about."""
