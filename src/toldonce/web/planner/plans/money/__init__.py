"""Pages of budgets, fair shares and contracts: what is worked out from their sheets, each number with its cells."""
