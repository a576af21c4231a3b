"""The financial gap, budgets, fair shares and contracts: whole pounds, each traceable to what it was made of."""
